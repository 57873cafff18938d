import { Link2, Route, Trash2, Unlink, Users } from 'lucide-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { attempt } from '../../../lib/attempt.ts';
import { formatRelative, plural, tierName } from '../../../lib/format.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Badge, Dot } from '../../../ui/Badge.tsx';
import { Button, buttonClass, IconButton } from '../../../ui/Button.tsx';
import { type GraphContact, type GraphPath, type GraphRelationship, useDisconnect } from '../api/graph.ts';
import type { GraphActions } from './GraphMap.tsx';
import { keyOf, type Network, otherOf, roleOf, sentence, tiesOf } from './model.ts';
import { Panel } from './Panel.tsx';

export type SelectionPanelProps = { network: Network; ids: string[]; path: GraphPath | null; actions: GraphActions; canWrite: boolean; onClose: () => void; onEndPath: () => void };

const row = 'flex min-h-9 w-full items-center gap-2 rounded-md px-2 text-left text-sm hover:bg-hover focus-visible:-outline-offset-2 coarse:min-h-11';
const MOST = 60;

/** One person, what two are to each other, or what can be done with several. */
export function SelectionPanel(props: SelectionPanelProps) {
  const { network, ids, path, onClose } = props;
  const people = ids.map((id) => network.people.get(id)!);
  if (path) return <Way {...props} path={path} />;
  if (people.length === 1) return <One {...props} contact={people[0]!} />;
  if (people.length === 2) return <Two {...props} people={people as [GraphContact, GraphContact]} />;
  return (
    <Panel title={plural(people.length, 'person', 'people')} onClose={onClose} footer={<Many {...props} />}>
      <PeopleRows people={people.slice(0, MOST)} onSelect={(id) => props.actions.select([id])} />
      {people.length > MOST && <p className="px-2 py-1 text-sm text-faint">and {people.length - MOST} more</p>}
    </Panel>
  );
}

function Many({ ids, actions, canWrite }: SelectionPanelProps) {
  if (!canWrite) return null;
  return (
    <>
      <Button size="sm" icon={<Users aria-hidden className="size-4" />} onClick={() => actions.groups(ids)}>
        Groups
      </Button>
      <Button size="sm" variant="ghost" icon={<Trash2 aria-hidden className="size-4" />} onClick={() => actions.remove(ids)}>
        Delete
      </Button>
    </>
  );
}

export function PeopleRows({ people, onSelect }: { people: { id: string; full_name: string }[]; onSelect: (id: string) => void }) {
  return (
    <ul>
      {people.map(({ id, full_name }) => (
        <li key={id}>
          <button type="button" className={row} onClick={() => onSelect(id)}>
            <Avatar name={full_name} seed={id} size="sm" />
            <span className="truncate">{full_name}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function One({ network, contact, actions, canWrite, onClose }: SelectionPanelProps & { contact: GraphContact }) {
  const { id } = contact;
  const ties = tiesOf(network, id);
  const badges = [...network.data.groups.filter((group) => contact.groups.includes(group.id)), ...network.data.tags.filter((tag) => contact.tags.includes(tag.id))];
  return (
    <Panel
      title={contact.full_name}
      onClose={onClose}
      footer={
        <>
          <Link to="/people/$contactId" params={{ contactId: id }} className={buttonClass('primary', 'sm')}>
            Open
          </Link>
          {canWrite && (
            <>
              <Button size="sm" icon={<Link2 aria-hidden className="size-4" />} onClick={() => actions.connect(id)}>
                Connect
              </Button>
              <Button size="sm" icon={<Users aria-hidden className="size-4" />} onClick={() => actions.groups([id])}>
                Groups
              </Button>
            </>
          )}
        </>
      }
    >
      <p className="text-sm text-muted">{[tierName(contact.tier), contact.company].filter(Boolean).join(' · ')}</p>
      {badges.length > 0 && (
        <p className="mt-2 flex flex-wrap gap-1">
          {badges.map((badge) => (
            <Badge key={badge.id}>
              <Dot color={badge.color} />
              {badge.name}
            </Badge>
          ))}
        </p>
      )}
      <dl className="my-3 grid grid-cols-2 gap-2 text-sm">
        <Figure name="Familiarity" value={String(network.familiarity.get(id) ?? 0)} />
        <Figure name="Health" value={contact.health === null ? 'not known' : String(Math.round(contact.health))} />
        <Figure name="Written" value={`${plural(contact.note_count, 'note')}`} />
        <Figure name="Last contact" value={contact.last_interaction_at ? formatRelative(contact.last_interaction_at) : 'never'} />
      </dl>
      <h3 className="mb-1 text-sm font-medium text-muted">{plural(ties.length, 'relationship')}</h3>
      <ul className="-mx-2">
        {ties.slice(0, MOST).map((pair) => {
          const other = network.people.get(otherOf(pair, id))!;
          return (
            <li key={other.id}>
              <button type="button" className={row} onClick={() => actions.select([other.id])}>
                <span className="min-w-0 grow truncate">{other.full_name}</span>
                <span className="max-w-32 shrink-0 truncate text-faint">{pair.relationships.map((relationship) => roleOf(relationship, id)).join(', ')}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {ties.length === 0 && <p className="text-sm text-faint">Nobody yet. Connect says who they know.</p>}
      {ties.length > MOST && <p className="text-sm text-faint">and {ties.length - MOST} more</p>}
    </Panel>
  );
}

const Figure = ({ name, value }: { name: string; value: string }) => (
  <div className="rounded-lg bg-hover px-3 py-1.5">
    <dt className="text-xs text-muted">{name}</dt>
    <dd className="truncate font-medium">{value}</dd>
  </div>
);

function Two({ network, people, actions, canWrite, onClose }: SelectionPanelProps & { people: [GraphContact, GraphContact] }) {
  const [a, b] = people;
  const between = network.pairs.get(keyOf(a.id, b.id))?.relationships ?? [];
  return (
    <Panel
      title={`${a.full_name} and ${b.full_name}`}
      onClose={onClose}
      footer={
        <>
          {canWrite && (
            <Button size="sm" variant="primary" icon={<Link2 aria-hidden className="size-4" />} onClick={() => actions.connect(a.id, b.id)}>
              Connect
            </Button>
          )}
          <Button size="sm" icon={<Route aria-hidden className="size-4" />} onClick={() => actions.path(a.id, b.id)}>
            Path between
          </Button>
          {canWrite && (
            <Button size="sm" icon={<Users aria-hidden className="size-4" />} onClick={() => actions.groups([a.id, b.id])}>
              Groups
            </Button>
          )}
        </>
      }
    >
      {between.length === 0 && <p className="text-sm text-muted">They are not connected directly.</p>}
      <ul>
        {between.map((relationship) => (
          <Said key={relationship.id} network={network} relationship={relationship} canWrite={canWrite} />
        ))}
      </ul>
    </Panel>
  );
}

function Said({ network, relationship, canWrite }: { network: Network; relationship: GraphRelationship; canWrite: boolean }) {
  const disconnect = useDisconnect();
  const queries = useQueryClient();
  return (
    <li className="flex min-h-9 items-center gap-2 text-sm">
      <span className="grow">{sentence(relationship, network.people)}</span>
      {canWrite && (
        <IconButton
          label="Remove this relationship"
          disabled={disconnect.isPending}
          onClick={() => void attempt(disconnect.mutateAsync(relationship.id), { done: 'Relationship removed', failed: 'Could not remove the relationship', queries, actionId: (action) => action })}
        >
          <Unlink aria-hidden />
        </IconButton>
      )}
    </li>
  );
}

function Way({ path, actions, onEndPath }: SelectionPanelProps & { path: GraphPath }) {
  return (
    <Panel title={`From ${path.contacts[0]?.full_name} to ${path.contacts.at(-1)?.full_name}`} onClose={onEndPath}>
      <p className="mb-2 text-sm text-muted">{path.steps.length === 1 ? 'They know each other.' : `${plural(path.steps.length, 'step')}, through the closest people.`}</p>
      <ol className="flex flex-col">
        {path.contacts.map((contact, n) => (
          <li key={contact.id}>
            {n > 0 && <p className="ml-4 border-l-2 border-line py-1.5 pl-4 text-sm text-muted">{path.steps[n - 1]?.relationships.map((relationship) => relationship.sentence).join('; ')}</p>}
            <button type="button" className={row} onClick={() => actions.select([contact.id])}>
              <Avatar name={contact.full_name} seed={contact.id} size="sm" />
              <span className="truncate font-medium">{contact.full_name}</span>
            </button>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
