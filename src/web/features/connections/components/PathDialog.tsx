import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Waypoints } from 'lucide-react';
import { useState } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import type { GraphPath, PersonRef } from '../../../lib/types.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { PersonPicker } from '../../../ui/PersonPicker.tsx';
import { DataView, EmptyState, SkeletonRows } from '../../../ui/states.tsx';
import { pathQuery } from '../api/relationships.ts';

/** How somebody is known: through the inner circle, or from a person of choice. */
export function PathDialog({ person, onClose }: { person: PersonRef; onClose: () => void }) {
  const [from, setFrom] = useState<PersonRef | undefined>();
  const [choosing, setChoosing] = useState(false);
  const canWrite = useCanWrite();
  const query = useQuery({ ...pathQuery(person.id, from?.id), enabled: !choosing });
  return (
    <Dialog
      open
      onClose={onClose}
      title={from ? `How does ${from.full_name} know ${person.full_name}?` : `How do I know ${person.full_name}?`}
      description={choosing ? undefined : 'The shortest way through your people, at most six steps.'}
      footer={
        !choosing && (
          <>
            {from && <Button onClick={() => setFrom(undefined)}>From me</Button>}
            <Button onClick={() => setChoosing(true)}>From somebody else …</Button>
          </>
        )
      }
    >
      {choosing ? (
        <PersonPicker label="From whom?" without={new Set([person.id])} onChoose={(chosen) => (setFrom(chosen), setChoosing(false))} />
      ) : (
        <DataView
          query={query}
          loading={<SkeletonRows rows={3} avatar />}
          isEmpty={(path) => path === null}
          empty={
            <EmptyState icon={<Waypoints aria-hidden />} title="No way is known" compact>
              {from ? 'Nobody connects the two so far.' : `Nobody of your inner circle leads to ${person.full_name}.${canWrite ? ' Add relationships, or put people into the inner circle.' : ''}`}
            </EmptyState>
          }
        >
          {(path) => <Way path={path!} fromMe={!from} onClose={onClose} />}
        </DataView>
      )}
    </Dialog>
  );
}

function Way({ path, fromMe, onClose }: { path: GraphPath; fromMe: boolean; onClose: () => void }) {
  const [start] = path.contacts;
  return (
    <ol>
      {fromMe && <li className="pb-1 text-sm text-muted">{path.contacts.length === 1 ? `${start!.full_name} is in your inner circle.` : 'You know, of your inner circle,'}</li>}
      {path.contacts.map((contact, i) => (
        <li key={contact.id}>
          {i > 0 && (
            <ul className="my-0.5 ml-5 border-l-2 border-line py-1.5 pl-7.5 text-sm text-muted">
              {path.steps[i - 1]!.relationships.map((one) => (
                <li key={one.id}>{one.sentence}</li>
              ))}
            </ul>
          )}
          <Link to="/people/$contactId" params={{ contactId: contact.id }} onClick={onClose} className="-mx-2 flex min-h-12 items-center gap-3 rounded-lg px-2 hover:bg-hover focus-visible:-outline-offset-2">
            <Avatar name={contact.full_name} seed={contact.id} />
            <span className="min-w-0 grow">
              <span className="block truncate font-medium">{contact.full_name}</span>
              {contact.company && <span className="block truncate text-sm text-muted">{contact.company}</span>}
            </span>
            {contact.tier === 1 && <Badge className="shrink-0">Inner circle</Badge>}
          </Link>
        </li>
      ))}
    </ol>
  );
}
