import { ChevronRight, History } from 'lucide-react';
import { useQueryClient } from '@tanstack/react-query';
import { useCanWrite } from '../../../lib/access.ts';
import { attempt } from '../../../lib/attempt.ts';
import { formatDate } from '../../../lib/format.ts';
import type { Entry } from '../../../lib/types.ts';
import { Button } from '../../../ui/Button.tsx';
import { useConfirmEntry, useEndEntry } from '../api/entries.ts';

/** Entries that newer ones ended, folded away: what was, until when, and what is now. */
export function PastEntries({ contactId, past, all }: { contactId: string; past: Entry[]; all: Entry[] }) {
  const canWrite = useCanWrite();
  const queries = useQueryClient();
  const confirm = useConfirmEntry(contactId);
  const end = useEndEntry(contactId);
  const busy = confirm.isPending || end.isPending;
  return (
    <details className="group/past overflow-hidden rounded-xl border border-line bg-card">
      <summary className="flex min-h-11 cursor-pointer list-none items-center gap-2 px-4 py-2.5 text-sm font-semibold hover:bg-hover [&::-webkit-details-marker]:hidden">
        <History aria-hidden className="size-4 text-faint" /> Past
        <span className="font-normal text-faint tabular-nums">{past.length}</span>
        <ChevronRight aria-hidden className="ml-auto size-4 text-faint transition-transform group-open/past:rotate-90" />
      </summary>
      <ul className="divide-y divide-line border-t border-line">
        {past.map((entry) => {
          const now = all.find((other) => other.id === entry.superseded_by);
          return (
            <li key={entry.id} className="flex flex-wrap items-start gap-x-3 gap-y-1.5 px-4 py-2.5">
              <div className="min-w-0 flex-1 basis-52">
                <p className="text-muted">{entry.content}</p>
                <p className="text-sm text-faint">
                  {entry.category}
                  {entry.valid_until && <> · until {formatDate(entry.valid_until)}</>}
                  {now && <> · now: {now.content}</>}
                </p>
              </div>
              {canWrite && (
                <div className="ml-auto flex gap-1">
                  <Button
                    size="sm"
                    variant="ghost"
                    disabled={busy}
                    onClick={() => void attempt(confirm.mutateAsync(entry.id), { done: 'Both are true', failed: 'Could not change this', queries, actionId: (id) => id })}
                  >
                    Both are true
                  </Button>
                  {now && (
                    <Button
                      size="sm"
                      variant="ghost"
                      disabled={busy}
                      onClick={() => void attempt(end.mutateAsync({ id: now.id, by: entry.id }), { done: 'Changed places', failed: 'Could not change this', queries, actionId: (id) => id })}
                    >
                      Other way round
                    </Button>
                  )}
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
