import { Link } from '@tanstack/react-router';
import { ListTodo } from 'lucide-react';
import { Suspense, useState } from 'react';
import { lazyPart } from '../../../lib/lazyPart.ts';
import type { FollowUp, Today } from '../../../lib/types.ts';
import { Card } from '../../../ui/Card.tsx';
import { EmptyLine } from '../../../ui/states.tsx';
import { FollowUpRow } from './FollowUpRow.tsx';

const FollowUpDialog = lazyPart(async () => (await import('./FollowUpDialog.tsx')).FollowUpDialog);

/** What somebody said they would do and have not: to be put into the calendar, or done. */
export function FollowUps({ followUps: { data, total } }: { followUps: Today['follow_ups'] }) {
  const [planning, setPlanning] = useState<FollowUp | null>(null);
  return (
    <Card
      title="Follow-ups"
      count={total > 0 && (total > data.length ? `${data.length} of ${total >= 100 ? '100+' : total}` : total)}
      className="overflow-hidden"
      actions={
        <Link to="/follow-ups" className="link inline-flex min-h-9 items-center text-sm coarse:min-h-11">
          All follow-ups
        </Link>
      }
    >
      {data.length === 0 ? (
        <EmptyLine icon={<ListTodo aria-hidden />}>Nothing to follow up. What a note says you will do, “send her the photos on Friday”, appears here.</EmptyLine>
      ) : (
        <ul className="divide-y divide-line pt-1 pb-1.5">
          {data.map((one) => (
            <li key={one.entry_id}>
              <FollowUpRow one={one} onPlan={() => setPlanning(one)} />
            </li>
          ))}
        </ul>
      )}
      <Suspense>{planning && <FollowUpDialog followUp={planning} onClose={() => setPlanning(null)} />}</Suspense>
    </Card>
  );
}
