import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CalendarPlus, Check, RotateCcw } from 'lucide-react';
import { useCanWrite } from '../../../lib/access.ts';
import { attempt } from '../../../lib/attempt.ts';
import { formatRelative } from '../../../lib/format.ts';
import type { FollowUp } from '../../../lib/types.ts';
import { IconButton } from '../../../ui/Button.tsx';
import { useFinish } from '../api/followups.ts';
import { whenText } from './follow-up-words.ts';

/** When, or what became of it. */
function fate({ done_at, event, suggestion }: FollowUp): string {
  if (done_at) return ` · done ${formatRelative(done_at)}`;
  if (event) return ` · in the calendar ${whenText(event.starts_at)}`;
  return suggestion?.extracted_text ? ` · ${whenText(suggestion.starts_at)}` : '';
}

/** Something to do, leading to its person: into the calendar with it, or done. */
export function FollowUpRow({ one, onPlan }: { one: FollowUp; onPlan: () => void }) {
  const canWrite = useCanWrite();
  const queries = useQueryClient();
  const finish = useFinish();
  const set = (done: boolean) =>
    void attempt(finish.mutateAsync({ entryId: one.entry_id, contactId: one.contact.id, done }), { done: done ? 'Done' : 'To do again', failed: 'Could not do it', queries, actionId: (id) => id });
  return (
    <div className="flex items-center gap-1 pr-2 hover:bg-hover">
      <Link to="/people/$contactId" params={{ contactId: one.contact.id }} className="min-w-0 grow px-4 py-2.5 focus-visible:-outline-offset-2">
        <span dir="auto" className="line-clamp-2">{one.content}</span>
        <span className="block truncate text-sm text-muted">
          {one.contact.full_name}
          {fate(one)}
        </span>
      </Link>
      {canWrite && !one.done_at && !one.event && (
        <IconButton label={`Make event: ${one.content}`} onClick={onPlan}>
          <CalendarPlus aria-hidden />
        </IconButton>
      )}
      {canWrite && (
        <IconButton label={`${one.done_at ? 'Not done' : 'Done'}: ${one.content}`} onClick={() => set(!one.done_at)}>
          {one.done_at ? <RotateCcw aria-hidden /> : <Check aria-hidden />}
        </IconButton>
      )}
    </div>
  );
}
