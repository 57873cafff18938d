import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CalendarPlus, Check, ListTodo } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { attempt } from '../../../lib/attempt.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import type { FollowUp, Today } from '../../../lib/types.ts';
import { IconButton } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { EmptyLine } from '../../../ui/states.tsx';
import { useFinish } from '../api/followups.ts';
import { whenText } from './follow-up-words.ts';

const FollowUpDialog = lazyPart(async () => (await import('./FollowUpDialog.tsx')).FollowUpDialog);

/** What somebody said they would do and have not: to be put into the calendar, or done. */
export function FollowUps({ followUps: { data, total } }: { followUps: Today['follow_ups'] }) {
  const [planning, setPlanning] = useState<FollowUp | null>(null);
  return (
    <Card title="Follow-ups" count={total > 0 && (total > data.length ? `${data.length} of ${total >= 100 ? '100+' : total}` : total)} className="overflow-hidden">
      {data.length === 0 ? (
        <EmptyLine icon={<ListTodo aria-hidden />}>Nothing to follow up. What a note says you will do, “send her the photos on Friday”, appears here.</EmptyLine>
      ) : (
        <ul className="divide-y divide-line pt-1 pb-1.5">
          {data.map((one) => (
            <Row key={one.entry_id} one={one} onPlan={() => setPlanning(one)} />
          ))}
        </ul>
      )}
      <Suspense>{planning && <FollowUpDialog followUp={planning} onClose={() => setPlanning(null)} />}</Suspense>
    </Card>
  );
}

function Row({ one, onPlan }: { one: FollowUp; onPlan: () => void }) {
  const canWrite = useCanWrite();
  const queries = useQueryClient();
  const finish = useFinish();
  return (
    <li className="flex items-center gap-1 pr-2 hover:bg-hover">
      <Link to="/people/$contactId" params={{ contactId: one.contact.id }} className="min-w-0 grow px-4 py-2.5 focus-visible:-outline-offset-2">
        <span className="line-clamp-2">{one.content}</span>
        <span className="block truncate text-sm text-muted">
          {one.contact.full_name}
          {one.suggestion?.extracted_text && ` · ${whenText(one.suggestion.starts_at)}`}
        </span>
      </Link>
      {canWrite && (
        <>
          <IconButton label={`Make event: ${one.content}`} onClick={onPlan}>
            <CalendarPlus aria-hidden />
          </IconButton>
          <IconButton
            label={`Done: ${one.content}`}
            onClick={() => void attempt(finish.mutateAsync({ entryId: one.entry_id, contactId: one.contact.id }), { done: 'Done', failed: 'Could not do it', queries, actionId: (id) => id })}
          >
            <Check aria-hidden />
          </IconButton>
        </>
      )}
    </li>
  );
}
