import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Combine } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { attempt } from '../../../lib/attempt.ts';
import { formatDate, plural } from '../../../lib/format.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import type { Merge } from '../../../lib/types.ts';
import { Button } from '../../../ui/Button.tsx';
import { useUnmerge } from '../api/merge.ts';
import { mergesQuery } from '../api/merged.ts';

const UnmergeReport = lazyPart(async () => (await import('./UnmergeReport.tsx')).UnmergeReport);

const WORDS: Record<string, [string, string]> = {
  notes: ['note', 'notes'], entries: ['entry', 'entries'], contact_tags: ['tag', 'tags'], group_members: ['group', 'groups'], relationships: ['relationship', 'relationships'],
  event_contacts: ['event', 'events'], event_attendees: ['invitation', 'invitations'], recordings: ['recording', 'recordings'], interactions: ['talk', 'talks'], note_mentions: ['mention', 'mentions'], proposals: ['proposal', 'proposals'],
};
const came = (merge: Merge) =>
  Object.entries(merge.moved).flatMap(([table, count]) => (table in WORDS ? [plural(count, ...WORDS[table]!)] : [])).join(', ');

type Left = { row_id: string; table_name: string; field: string | null; message: string };

/** Who was merged into this person, and the way back. */
export function MergedFrom({ contactId, onUnmerged }: { contactId: string; onUnmerged: () => void }) {
  const canWrite = useCanWrite();
  const { data: merges = [] } = useQuery(mergesQuery(contactId));
  const unmerge = useUnmerge();
  const queries = useQueryClient();
  const [left, setLeft] = useState<{ name: string; count: number; items: Left[] }>();
  const onUnmerge = (merge: Merge) => {
    onUnmerged();
    const call = unmerge.mutateAsync(merge.id).then((result) => {
      if (result.not_restored_count > 0) setLeft({ name: merge.other_name, count: result.not_restored_count, items: result.not_restored });
      return result;
    });
    void attempt(call, { done: `${merge.other_name} is a person of their own again`, failed: 'Could not take the merge back', queries, actionId: (result) => result.action_id });
  };
  if (merges.length === 0 && !left) return null;
  return (
    <>
      {merges.length > 0 && (
        <section aria-label="Merged from" className="mb-5 rounded-xl border border-line bg-card px-4 py-1">
          <ul className="divide-y divide-line">
            {merges.map((merge) => (
              <li key={merge.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 text-sm">
                <Combine aria-hidden className="size-4 shrink-0 text-muted" />
                <p className="min-w-0 grow basis-48">
                  Merged from <span className="font-medium">{merge.other_name}</span>
                  <span className="text-muted">
                    {' '}
                    on {formatDate(merge.created_at)}
                    {came(merge) && ` · came with ${came(merge)}`}
                  </span>
                </p>
                {canWrite && merge.undoable && (
                  <Button size="sm" busy={unmerge.isPending && unmerge.variables === merge.id} onClick={() => onUnmerge(merge)} aria-label={`Un-merge ${merge.other_name}`}>
                    Un-merge
                  </Button>
                )}
                {canWrite && !merge.undoable && <span className="text-faint">A later merge comes first</span>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {left && (
        <Suspense>
          <UnmergeReport name={left.name} count={left.count} items={left.items.map((item) => ({ ...item, word: item.field ? item.field.replaceAll('_', ' ') : (WORDS[item.table_name]?.[0] ?? item.table_name.replaceAll('_', ' ')) }))} onClose={() => setLeft(undefined)} />
        </Suspense>
      )}
    </>
  );
}
