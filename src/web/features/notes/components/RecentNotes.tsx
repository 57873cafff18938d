import { useQuery } from '@tanstack/react-query';
import { NotebookPen } from 'lucide-react';
import type { ReactNode } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { Card } from '../../../ui/Card.tsx';
import { DataView, EmptyState, SkeletonRows } from '../../../ui/states.tsx';
import { recentNotesQuery } from '../api/notes.ts';
import { NoteLine } from './NoteLine.tsx';

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
            {notes.map((note) => (
              <NoteLine key={note.id} note={note} />
            ))}
          </ul>
        )}
      </DataView>
    </Card>
  );
}
