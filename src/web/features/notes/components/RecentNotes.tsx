import { NotebookPen } from 'lucide-react';
import type { ReactNode } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import type { Today } from '../../../lib/types.ts';
import { Card } from '../../../ui/Card.tsx';
import { EmptyLine } from '../../../ui/states.tsx';
import { NoteLine } from './NoteLine.tsx';

/** The latest notes about anybody, each leading to its person. */
export function RecentNotes({ notes, action }: { notes: Today['notes']; action: ReactNode }) {
  const canWrite = useCanWrite();
  return (
    <Card title="Recent notes" actions={action} className="overflow-hidden">
      {notes.length === 0 ? (
        <EmptyLine icon={<NotebookPen aria-hidden />}>{canWrite ? 'No notes yet. After a call or a coffee, write down two sentences. That is all it takes.' : 'What others write in this space will appear here.'}</EmptyLine>
      ) : (
        <ul className="divide-y divide-line pt-1">
          {notes.map((note) => (
            <NoteLine key={note.id} note={note} />
          ))}
        </ul>
      )}
    </Card>
  );
}
