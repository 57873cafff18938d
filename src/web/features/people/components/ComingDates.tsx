import { Link } from '@tanstack/react-router';
import { Cake, CalendarHeart } from 'lucide-react';
import { formatRelativeDay, formatWallDay } from '../../../lib/format.ts';
import type { Today } from '../../../lib/types.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Card } from '../../../ui/Card.tsx';
import { EmptyLine } from '../../../ui/states.tsx';

type Coming = Today['dates']['data'][number];

/** "Birthday, turns 41", "Wedding day, 5 years". */
function what({ kind, label, years }: Coming): string {
  if (kind === 'birthday') return years ? `Birthday, turns ${years}` : 'Birthday';
  return years ? `${label}, ${years} ${years === 1 ? 'year' : 'years'}` : label;
}

/** Birthdays and important dates of the next two weeks. */
export function ComingDates({ dates: { data, total } }: { dates: Today['dates'] }) {
  return (
    <Card
      title="Birthdays and dates"
      count={total > data.length && `${data.length} of ${total >= 100 ? '100+' : total}`}
      className="overflow-hidden"
      actions={
        <Link to="/people" search={{ birthday_within_days: 30 }} className="link inline-flex min-h-9 items-center text-sm coarse:min-h-11">
          This month
        </Link>
      }
    >
      {data.length === 0 ? (
        <EmptyLine icon={<Cake aria-hidden />}>No birthday in the next two weeks. Those on profiles appear here in time.</EmptyLine>
      ) : (
        <ul className="pt-1 pb-1.5">
          {data.map((one) => (
            <li key={one.contact.id + one.label + one.on}>
              <Link to="/people/$contactId" params={{ contactId: one.contact.id }} className="flex min-h-14 items-center gap-3 px-4 hover:bg-hover focus-visible:-outline-offset-2">
                <Avatar name={one.contact.full_name} seed={one.contact.id} size="sm" />
                <span className="min-w-0 grow">
                  <span className="block truncate font-medium">{one.contact.full_name}</span>
                  <span className="flex items-center gap-1.5 text-sm text-muted">
                    {one.kind === 'birthday' ? <Cake aria-hidden className="size-3.5 shrink-0" /> : <CalendarHeart aria-hidden className="size-3.5 shrink-0" />}
                    <span className="truncate">{what(one)}</span>
                  </span>
                </span>
                <span className="shrink-0 text-right text-sm">
                  <span className="block first-letter:uppercase">{formatRelativeDay(one.on)}</span>
                  <span className="block text-faint">{formatWallDay(one.on)}</span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
