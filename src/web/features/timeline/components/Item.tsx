import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { useState } from 'react';
import { photoUrl } from '../../../lib/api.ts';
import { dayOf, formatTime, plural } from '../../../lib/format.ts';
import { useCut } from '../../../lib/useCut.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Badge } from '../../../ui/Badge.tsx';
import type { TimelineItem } from '../api/timeline.ts';
import { kindOf, titleOf } from './kinds.ts';

/** The server sends this many characters of a longer text. */
const EXCERPT = 500;

export type ItemProps = {
  item: TimelineItem;
  /** The timeline is of everybody, so each item says whose it is. */
  everybody: boolean;
  onOpenNote: (noteId: string) => void;
};

/** One thing that happened, with the way to it. */
export function Item({ item, everybody, onOpenNote }: ItemProps) {
  const { icon: Icon } = kindOf(item.kind);
  const [open, setOpen] = useState(false);
  const { ref: text, cut } = useCut();
  const name = item.contact_name;
  const whose = everybody || item.kind === 'mention';
  return (
    <article className="flex gap-3 py-2.5">
      <span className="relative mt-0.5 size-8 shrink-0">
        {everybody && item.contact_id && name ? (
          <>
            <Avatar name={name} seed={item.contact_id} size="sm" photo={photoUrl({ id: item.contact_id, photo_id: item.contact_photo_id })} />
            <span className="absolute -right-2 -bottom-2 flex size-5 items-center justify-center rounded-full border border-line bg-card text-muted">
              <Icon aria-hidden className="size-3" />
            </span>
          </>
        ) : (
          <span className="flex size-8 items-center justify-center rounded-full border border-line bg-card text-muted">
            <Icon aria-hidden className="size-4" />
          </span>
        )}
      </span>
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-center gap-x-2 text-sm text-faint coarse:gap-y-0">
          {whose && item.contact_id && name && (
            <Link to="/people/$contactId" params={{ contactId: item.contact_id }} search={item.kind === 'entry' ? {} : { tab: 'timeline' }} className="inline-flex min-w-0 items-center font-medium text-text hover:underline coarse:min-h-11">
              <span className="truncate">{everybody ? name : `In a note about ${name}`}</span>
            </Link>
          )}
          <Way item={item} onOpenNote={onOpenNote} />
          {!item.all_day && <time dateTime={item.at}>{formatTime(item.at)}</time>}
          {item.category && <Badge>{item.category}</Badge>}
          {item.kind !== 'date' && item.count ? <span>{plural(item.count, 'entry', 'entries')}</span> : null}
        </p>
        {item.text && <p ref={text} dir="auto" className={clsx('mt-0.5 break-words whitespace-pre-wrap', !open && 'line-clamp-4')}>{item.text.length < EXCERPT ? item.text : `${item.text.trimEnd()} …`}</p>}
        {(open || cut) && (
          <button type="button" aria-expanded={open} onClick={() => setOpen(!open)} className="mt-0.5 text-sm text-link hover:underline coarse:min-h-11 coarse:min-w-11">
            {open ? 'Less' : 'More'}
          </button>
        )}
      </div>
    </article>
  );
}

/** What it is called; a way to it where there is more to see. */
function Way({ item, onOpenNote }: Pick<ItemProps, 'item' | 'onOpenNote'>) {
  const title = titleOf(item);
  const className = 'inline-flex items-center text-link hover:underline coarse:min-h-11 coarse:min-w-11';
  const { note_id } = item;
  if (note_id) {
    return (
      <button type="button" aria-haspopup="dialog" onClick={() => onOpenNote(note_id)} className={className}>
        {title}
      </button>
    );
  }
  if (item.kind === 'event') {
    return (
      <Link to="/calendar" search={{ event: item.id, date: dayOf(item.at) }} className={className}>
        {title}
      </Link>
    );
  }
  return <span>{title}</span>;
}
