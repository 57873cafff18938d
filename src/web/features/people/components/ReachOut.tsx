import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { AlarmClock, Check, HeartHandshake } from 'lucide-react';
import { useCanWrite } from '../../../lib/access.ts';
import { photoUrl } from '../../../lib/api.ts';
import { attempt } from '../../../lib/attempt.ts';
import { formatRelative, plural } from '../../../lib/format.ts';
import type { Due, Today } from '../../../lib/types.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { IconButton } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Menu, MenuItem, MenuLabel } from '../../../ui/Menu.tsx';
import { EmptyLine } from '../../../ui/states.tsx';
import { useSnooze } from '../api/touch.ts';
import { snoozes } from './cadence.ts';
import { TalkedMenu } from './TalkedMenu.tsx';

function why({ why: reason, days_overdue, last_interaction }: Due): string {
  const late = days_overdue > 0 ? `${plural(days_overdue, 'day')} overdue` : 'Due today';
  if (reason === 'snooze_over') return `${late} · back from snooze`;
  if (!last_interaction) return `${late} · not in touch yet`;
  const how = { call: 'called', meeting: 'met', message: 'wrote', other: 'in touch' }[last_interaction.kind ?? 'other'];
  return `${late} · ${how} ${formatRelative(last_interaction.at)}`;
}

/** Who it is time to talk to, each with "we talked" and "later". */
export function ReachOut({ reachOut: { data, total } }: { reachOut: Today['reach_out'] }) {
  const canWrite = useCanWrite();
  return (
    <Card
      title="Reach out"
      count={total > 0 && (total > data.length ? `${data.length} of ${total >= 100 ? '100+' : total}` : total)}
      className="overflow-hidden"
      actions={
        total > data.length && (
          <Link to="/people" search={{ cadence_due: true, sort: 'next_due' }} className="link inline-flex min-h-9 items-center text-sm coarse:min-h-11">
            All who wait
          </Link>
        )
      }
    >
      {data.length === 0 ? (
        <EmptyLine icon={<HeartHandshake aria-hidden />}>{canWrite ? 'Nobody waits for you. Choose on a profile how often you want to be in touch: whoever is due appears here.' : 'Nobody is due. Whoever it is time to talk to appears here.'}</EmptyLine>
      ) : (
        <ul className="pt-1 pb-1.5">
          {data.map((due) => (
            <Row key={due.contact.id} due={due} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Row({ due }: { due: Due }) {
  const { contact } = due;
  const canWrite = useCanWrite();
  const snooze = useSnooze();
  const queries = useQueryClient();
  return (
    <li className="flex items-center pr-2 hover:bg-hover">
      <Link to="/people/$contactId" params={{ contactId: contact.id }} className="flex min-h-14 min-w-0 grow items-center gap-3 px-4 py-1.5 focus-visible:-outline-offset-2">
        <Avatar name={contact.full_name} seed={contact.id} size="sm" photo={photoUrl(contact)} />
        <span className="min-w-0 grow">
          <span className="block truncate font-medium">{contact.full_name}</span>
          <span className="line-clamp-2 text-sm text-muted">{why(due)}</span>
        </span>
      </Link>
      {canWrite && (
        <>
          <TalkedMenu
            person={contact}
            trigger={
              <IconButton label={`Talked to ${contact.full_name}`}>
                <Check aria-hidden />
              </IconButton>
            }
          />
          <Menu
            trigger={
              <IconButton label={`Put off ${contact.full_name}`}>
                <AlarmClock aria-hidden />
              </IconButton>
            }
          >
            <MenuLabel>Put off</MenuLabel>
            {snoozes.map(([days, label]) => (
              <MenuItem
                key={days}
                onSelect={() => void attempt(snooze.mutateAsync({ id: contact.id, days }), { done: `${contact.full_name} put off`, failed: 'Could not put it off', queries, actionId: (id) => id })}
              >
                {label}
              </MenuItem>
            ))}
          </Menu>
        </>
      )}
    </li>
  );
}
