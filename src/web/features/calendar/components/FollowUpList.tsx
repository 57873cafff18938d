import { useInfiniteQuery } from '@tanstack/react-query';
import { ListTodo } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import type { FollowUp } from '../../../lib/types.ts';
import { More } from '../../../ui/More.tsx';
import { DataView, EmptyState, SkeletonRows } from '../../../ui/states.tsx';
import { allFollowUpsQuery, type FollowUpState } from '../api/followups.ts';
import { FollowUpRow } from './FollowUpRow.tsx';

const FollowUpDialog = lazyPart(async () => (await import('./FollowUpDialog.tsx')).FollowUpDialog);

const empty: Record<FollowUpState, [title: string, text: string]> = {
  open: ['Nothing to follow up', 'What a note says you will do, “send her the photos on Friday”, appears here until it is done or in the calendar.'],
  planned: ['Nothing planned', 'What you put into the calendar from here or from a profile stands here until it is done.'],
  done: ['Nothing done yet', 'What you tick off stays here, and can be brought back.'],
};
const toRead: Record<FollowUpState, string> = {
  open: 'What a note says somebody will do appears here until it is done or in the calendar.',
  planned: 'What others put into the calendar stands here until it is done.',
  done: 'What others tick off stays here.',
};

/** Follow-ups of everybody in one state, more of them on demand. */
export function FollowUpList({ state }: { state: FollowUpState }) {
  const query = useInfiniteQuery(allFollowUpsQuery(state));
  const [planning, setPlanning] = useState<FollowUp | null>(null);
  const all = query.data?.pages.flatMap((page) => page.data);
  const [title, text] = empty[state];
  const canWrite = useCanWrite();
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-card">
      <DataView
        query={{ data: all, error: query.error, refetch: query.refetch }}
        loading={<SkeletonRows rows={6} />}
        isEmpty={(list) => list.length === 0}
        empty={
          <EmptyState compact icon={<ListTodo aria-hidden />} title={title}>
            {canWrite ? text : toRead[state]}
          </EmptyState>
        }
      >
        {(list) => (
          <ul className="divide-y divide-line">
            {list.map((one) => (
              <li key={one.entry_id}>
                <FollowUpRow one={one} onPlan={() => setPlanning(one)} />
              </li>
            ))}
          </ul>
        )}
      </DataView>
      <More query={query} inCard>Show more</More>
      <Suspense>{planning && <FollowUpDialog followUp={planning} onClose={() => setPlanning(null)} />}</Suspense>
    </div>
  );
}
