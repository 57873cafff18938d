import clsx from 'clsx';
import { Link } from '@tanstack/react-router';
import { Star } from 'lucide-react';
import { memo } from 'react';
import { formatRelative } from '../../../lib/format.ts';
import type { ContactSummary } from '../../../lib/types.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Badge, Dot } from '../../../ui/Badge.tsx';

export type PersonRowProps = {
  contact: ContactSummary;
  selected: boolean;
  /** The tick box is shown on a phone too. */
  selecting: boolean;
  /** Without it there is no tick box. */
  onSelect: ((id: string, range: boolean) => void) | undefined;
};

/** One line of the list: who, from where, how close, and when it last changed. */
export const PersonRow = memo(function PersonRow({ contact, selected, selecting, onSelect }: PersonRowProps) {
  const about = [contact.title, contact.company].filter(Boolean).join(', ') || contact.nickname || contact.city;
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
        className="flex h-full min-w-0 grow items-center gap-3 px-4 sm:pl-3 focus-visible:-outline-offset-2"
      >
        <Avatar name={contact.full_name} seed={contact.id} />
        <span className="min-w-0 grow">
          <span className="flex items-center gap-2">
            <span className="truncate font-medium">{contact.full_name}</span>
            {contact.starred && <Star aria-label="Starred" className="size-3.5 shrink-0 fill-star text-star" />}
            {contact.tier === 1 && <Badge className="shrink-0">Inner circle</Badge>}
          </span>
          <span className="block truncate text-sm text-muted">{about || <span className="text-faint">No details yet</span>}</span>
        </span>
        <span className="hidden max-w-64 shrink-0 items-center gap-1.5 overflow-hidden md:flex">
          {contact.tags.slice(0, 3).map((tag) => (
            <Badge key={tag.id}>
              <Dot color={tag.color} />
              <span className="truncate">{tag.name}</span>
            </Badge>
          ))}
          {contact.tags.length > 3 && <Badge>+{contact.tags.length - 3}</Badge>}
        </span>
        <span className="hidden w-24 shrink-0 text-right text-sm text-faint sm:block">{contact.last_interaction_at && formatRelative(contact.last_interaction_at)}</span>
      </Link>
    </div>
  );
});
