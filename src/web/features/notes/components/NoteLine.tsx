import { Link } from '@tanstack/react-router';
import { formatRelative, plural } from '../../../lib/format.ts';
import type { Note } from '../../../lib/types.ts';

/** A note in two lines, leading to its person. */
export function NoteLine({ note }: { note: Pick<Note, 'contact_id' | 'contact_name' | 'content' | 'entry_count' | 'created_at'> }) {
  const body = (
    <>
      <span className="flex items-baseline gap-2 text-sm">
        <span className="min-w-0 truncate font-medium">{note.contact_name ?? 'No person yet'}</span>
        <span className="shrink-0 text-faint">
          {formatRelative(note.created_at)}
          {note.entry_count > 0 && ` · ${plural(note.entry_count, 'entry', 'entries')}`}
        </span>
      </span>
      <span dir="auto" className="mt-0.5 line-clamp-2 text-sm text-muted">{note.content}</span>
    </>
  );
  return (
    <li>
      {note.contact_id ? (
        <Link to="/people/$contactId" params={{ contactId: note.contact_id }} search={{ tab: 'notes' }} className="block px-4 py-2.5 hover:bg-hover focus-visible:-outline-offset-2">
          {body}
        </Link>
      ) : (
        <div className="px-4 py-2.5">{body}</div>
      )}
    </li>
  );
}
