import clsx from 'clsx';
import { Link } from '@tanstack/react-router';
import { Star } from 'lucide-react';
import { memo } from 'react';
import { photoUrl } from '../../../lib/api.ts';
import { formatBirthday, formatRelative, plural } from '../../../lib/format.ts';
import { useLongPress } from '../../../lib/useLongPress.ts';
import type { ContactSummary } from '../../../lib/types.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Badge, Dot } from '../../../ui/Badge.tsx';
import { dueText, isDue } from './cadence.ts';

export type PersonRowProps = {
  contact: ContactSummary;
  selected: boolean;
  /** The tick box is shown on a phone too, and a tap ticks. */
  selecting: boolean;
  /** Without it there is no tick box. */
  onSelect: ((id: string, range: boolean) => void) | undefined;
};

/** What one line can say of somebody; nothing when nothing is known. */
function about(contact: ContactSummary): string | null {
  const work = [contact.title, contact.company].filter(Boolean).join(', ');
  const told = [work, !work && contact.nickname && `“${contact.nickname}”`, contact.city].filter(Boolean).join(' · ');
  if (told) return told;
  if (contact.birthday) return `Birthday ${formatBirthday(contact.birthday)}`;
  if (contact.entry_count > 0) return plural(contact.entry_count, 'entry', 'entries');
  return contact.note_count > 0 ? plural(contact.note_count, 'note') : null;
}

/** One line of the list: who, from where, how close, and when you were last in touch. A long press selects. */
export const PersonRow = memo(function PersonRow({ contact, selected, selecting, onSelect }: PersonRowProps) {
  const line = about(contact);
  const press = useLongPress(onSelect && (() => onSelect(contact.id, false)), selecting);
  return (
    <div className={clsx('flex h-16 items-center border-b border-line transition-colors', selected ? 'bg-active' : 'hover:bg-hover')}>
      {onSelect && (
        <label className={clsx('h-full cursor-pointer items-center pr-1 pl-4', selecting ? 'flex' : 'hidden sm:flex')}>
          <input
            type="checkbox"
            tabIndex={-1}
            className="size-4.5"
            aria-label={`Select ${contact.full_name}`}
            checked={selected}
            onChange={(event) => onSelect(contact.id, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
          />
        </label>
      )}
      <Link
        to="/people/$contactId"
        params={{ contactId: contact.id }}
        data-person={contact.id}
        draggable={false}
        {...press}
        className="flex h-full min-w-0 grow items-center gap-3 px-4 sm:pl-3 focus-visible:-outline-offset-2 coarse:[-webkit-touch-callout:none] coarse:select-none"
      >
        <Avatar name={contact.full_name} seed={contact.id} photo={photoUrl(contact)} />
        <span className="min-w-0 grow">
          <span className="flex items-center gap-2">
            <span className="truncate font-medium">{contact.full_name}</span>
            {contact.starred && <Star aria-label="Starred" className="size-3.5 shrink-0 fill-star text-star" />}
            {contact.tier === 1 && <Badge className="shrink-0">Inner circle</Badge>}
          </span>
          {line && <span className="block truncate text-sm text-muted">{line}</span>}
        </span>
        <span className="hidden max-w-64 shrink-0 items-center lg:max-w-80 gap-1.5 overflow-hidden md:flex">
          {contact.tags.slice(0, 3).map((tag) => (
            <Badge key={tag.id} className="max-w-36 min-w-0">
              <Dot color={tag.color} />
              <span className="truncate">{tag.name}</span>
            </Badge>
          ))}
          {contact.tags.length > 3 && <Badge className="shrink-0">+{contact.tags.length - 3}</Badge>}
        </span>
        {isDue(contact) ? (
          <Badge color="var(--warning)" className="shrink-0">
            <span className="max-sm:hidden">{dueText(contact)}</span>
            <span className="sm:hidden">due</span>
          </Badge>
        ) : (
          <span className="hidden w-28 shrink-0 text-right whitespace-nowrap text-sm text-muted sm:block">{contact.last_interaction_at && formatRelative(contact.last_interaction_at)}</span>
        )}
      </Link>
    </div>
  );
});
