import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { NotebookPen } from 'lucide-react';
import type { ReactNode } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { formatRelative, plural } from '../../../lib/format.ts';
import { Card } from '../../../ui/Card.tsx';
import { DataView, EmptyState, SkeletonRows } from '../../../ui/states.tsx';
import { recentNotesQuery } from '../api/notes.ts';

/** The latest notes about anybody, each leading to its person. */
export function RecentNotes({ action }: { action: ReactNode }) {
  const canWrite = useCanWrite();
  const query = useQuery(recentNotesQuery(6));
  return (
    <Card title="Recent notes" actions={action} className="overflow-hidden">
      <DataView
        query={query}
        compact
        loading={<SkeletonRows rows={4} />}
        isEmpty={(notes) => notes.length === 0}
        empty={
          <EmptyState compact icon={<NotebookPen aria-hidden />} title="No notes yet">
            {canWrite ? 'After a call or a coffee, write down two sentences. That is all it takes.' : 'What others write in this space will appear here.'}
          </EmptyState>
        }
      >
        {(notes) => (
          <ul className="divide-y divide-line pt-1">
            {notes.map((note) => {
              const body = (
                <>
                  <span className="flex items-baseline gap-2 text-sm">
                    <span className="min-w-0 truncate font-medium">{note.contact_name ?? 'No person yet'}</span>
                    <span className="shrink-0 text-faint">
                      {formatRelative(note.created_at)}
                      {note.entry_count > 0 && ` · ${plural(note.entry_count, 'entry', 'entries')}`}
                    </span>
                  </span>
                  <span className="mt-0.5 line-clamp-2 text-sm text-muted">{note.content}</span>
                </>
              );
              return (
                <li key={note.id}>
                  {note.contact_id ? (
                    <Link to="/people/$contactId" params={{ contactId: note.contact_id }} search={{ tab: 'notes' }} className="block px-4 py-2.5 hover:bg-hover focus-visible:-outline-offset-2">
                      {body}
                    </Link>
                  ) : (
                    <div className="px-4 py-2.5">{body}</div>
                  )}
                </li>
              );
            })}
          </ul>
        )}
      </DataView>
    </Card>
  );
}
