import { useInfiniteQuery } from '@tanstack/react-query';
import { NotebookPen } from 'lucide-react';
import { More } from '../../../ui/More.tsx';
import { DataView, EmptyState, SkeletonRows } from '../../../ui/states.tsx';
import { taggedNotesQuery } from '../api/notes.ts';
import { NoteLine } from './NoteLine.tsx';

/** The notes with a tag, newest first. */
export function TaggedNotes({ tagId }: { tagId: string }) {
  const query = useInfiniteQuery(taggedNotesQuery(tagId));
  const notes = query.data?.pages.flatMap((page) => page.data);
  return (
    <div className="-mx-4 border-y border-line bg-card sm:mx-0 sm:overflow-hidden sm:rounded-xl sm:border">
      <DataView
        query={{ data: notes, error: query.error, refetch: query.refetch }}
        loading={<SkeletonRows rows={4} />}
        isEmpty={(data) => data.length === 0}
        empty={
          <EmptyState compact icon={<NotebookPen aria-hidden />} title="No note has this tag">
            Notes that carry it will appear here.
          </EmptyState>
        }
      >
        {(data) => (
          <ul className="divide-y divide-line">
            {data.map((note) => (
              <NoteLine key={note.id} note={note} />
            ))}
          </ul>
        )}
      </DataView>
      <More query={query} inCard>Older notes</More>
    </div>
  );
}
