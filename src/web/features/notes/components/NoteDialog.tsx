import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { formatDateTime } from '../../../lib/format.ts';
import type { SourceSpan } from '../../../lib/types.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Highlighted } from '../../../ui/highlight.tsx';
import { DataView, Skeleton } from '../../../ui/states.tsx';
import { noteQuery } from '../api/notes.ts';

/** The whole note an entry came from, with its sentences marked and the first one in view. */
export function NoteDialog({ noteId, spans, onClose }: { noteId: string; spans: SourceSpan[]; onClose: () => void }) {
  const query = useQuery(noteQuery(noteId));
  const text = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (query.data) text.current?.querySelector('mark')?.scrollIntoView({ block: 'center' });
  }, [query.data]);
  return (
    <Dialog open onClose={onClose} title="Note" textOnly description={query.data ? `Written ${formatDateTime(query.data.created_at)}` : 'Loading …'}>
      <DataView query={query} compact loading={<Skeleton className="h-40" />}>
        {(note) => (
          <div ref={text} className="leading-relaxed whitespace-pre-wrap">
            <Highlighted text={note.content} spans={spans} />
          </div>
        )}
      </DataView>
    </Dialog>
  );
}
