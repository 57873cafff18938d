import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Archive, ArchiveRestore, Ellipsis, Star, Tags, Trash2, X } from 'lucide-react';
import { Suspense, useRef, useState, type ReactNode } from 'react';
import { formatNumber, plural } from '../../../lib/format.ts';
import { useHotkeys } from '../../../lib/hotkeys.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import type { Tag } from '../../../lib/types.ts';
import { undo } from '../../../lib/undo.ts';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../../../ui/Menu.tsx';
import { notify, notifyError } from '../../../ui/toast.tsx';
import { countQuery, useBatchUpdate, useDeleteMatching, type Batch, type BatchChange, type Whom } from '../api/batch.ts';
import { useDeleteContacts } from '../api/contacts.ts';
import type { ContactFilter } from '../api/filter.ts';
import { cadenceName, cadences } from './cadence.ts';

const BatchTags = lazyPart(async () => (await import('./BatchTags.tsx')).BatchTags);

/** Shows a job and calls `onDone` when it has succeeded. */
export type RenderJob = (jobId: string, onDone: () => void) => ReactNode;

/** Changes people and says so; what takes longer is shown as a job until it is done. */
export function useBatch(onJob: (batch: Batch & { job_id: string }, word: string) => void) {
  const queries = useQueryClient();
  const update = useBatchUpdate();
  const told = (batch: Batch, word: string) => {
    if (batch.job_id) onJob(batch, word);
    else if (batch.count === 0) notify('Nothing to change');
    else notify(`${plural(batch.count, 'person', 'people')} ${word}`, () => void undo(queries, batch.action_id));
  };
  const change = (whom: Whom, what: BatchChange, word = 'changed') =>
    update.mutateAsync({ whom, change: what }).then((batch) => told(batch, word)).catch((error: unknown) => notifyError(error, 'Could not change them'));
  return { change, told, busy: update.isPending };
}

export type BatchBarProps = {
  /** The chosen ones, or everybody who matches. */
  ids: string[];
  everybody: boolean;
  filter: ContactFilter;
  tags: Tag[];
  starred: boolean;
  batch: ReturnType<typeof useBatch>;
  onEverybody: () => void;
  onClear: () => void;
};

/** What can be done with the chosen. It floats at the bottom and stands before the list, so that Tab need not pass every row. */
export function BatchBar({ ids, everybody, filter, tags, starred, batch, onEverybody, onClear }: BatchBarProps) {
  const queries = useQueryClient();
  const remove = useDeleteContacts();
  const removeMatching = useDeleteMatching();
  const [tagging, setTagging] = useState(false);
  const { data: matching } = useQuery(countQuery(filter));
  const whom: Whom = everybody ? { filter } : { ids };
  const count = everybody ? (matching ?? ids.length) : ids.length;
  const change = (what: BatchChange, word?: string) => void batch.change(whom, what, word);
  const onDelete = async () => {
    onClear();
    try {
      if (everybody) return batch.told(await removeMatching.mutateAsync(filter), 'deleted');
      const action = await remove.mutateAsync(ids);
      notify(`${plural(ids.length, 'person', 'people')} deleted`, () => void undo(queries, action));
    } catch (error) {
      notifyError(error, 'Could not delete');
    }
  };
  const onArchive = () => {
    onClear();
    change({ set: { archived: !filter.archived } }, filter.archived ? 'taken out of the archive' : 'archived');
  };
  const bar = useRef<HTMLDivElement>(null);
  useHotkeys({ Delete: () => void onDelete(), '#': () => void onDelete(), '.': () => bar.current?.querySelector('button')?.focus(), t: () => setTagging(true) });
  const label = (text: string) => <span className="max-md:sr-only">{text}</span>;
  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label="Selected people"
      className="fixed inset-x-2 bottom-[calc(4.75rem+env(safe-area-inset-bottom))] z-30 mx-auto flex max-w-3xl items-center gap-1 rounded-xl border border-line bg-raised py-2 pr-1.5 pl-4 shadow-float animate-[rise-in_140ms_ease-out] sm:inset-x-4 sm:gap-1.5 lg:bottom-5 lg:left-62"
    >
      <span aria-live="polite" className="grow text-sm font-medium whitespace-nowrap tabular-nums">
        {formatNumber(count)}
        <span className="max-sm:sr-only"> selected</span>
      </span>
      {!everybody && matching !== undefined && ids.length < matching && (
        <Button variant="ghost" size="sm" className="max-sm:px-1.5" aria-label={`Select all ${formatNumber(matching)} who match`} onClick={onEverybody}>
          All {formatNumber(matching)}
        </Button>
      )}
      <Button variant="ghost" size="sm" aria-haspopup="dialog" aria-keyshortcuts="t" icon={<Tags aria-hidden className="size-4.5" />} onClick={() => setTagging(true)}>
        {label('Tags')}
      </Button>
      <Button variant="ghost" size="sm" aria-keyshortcuts="s" icon={<Star aria-hidden className="size-4.5" />} onClick={() => change({ set: { starred: !starred } }, starred ? 'unstarred' : 'starred')}>
        {label(starred ? 'Remove star' : 'Star')}
      </Button>
      <Button variant="ghost" size="sm" aria-keyshortcuts="e" icon={filter.archived ? <ArchiveRestore aria-hidden className="size-4.5" /> : <Archive aria-hidden className="size-4.5" />} onClick={onArchive}>
        {label(filter.archived ? 'Take out' : 'Archive')}
      </Button>
      <Menu
        trigger={
          <IconButton label="More changes">
            <Ellipsis aria-hidden />
          </IconButton>
        }
      >
        <MenuLabel>Tier</MenuLabel>
        <MenuItem onSelect={() => change({ set: { tier: 1 } }, 'in the inner circle')}>Inner circle</MenuItem>
        <MenuItem onSelect={() => change({ set: { tier: 2 } }, 'in the outer circle')}>Outer circle</MenuItem>
        <MenuSeparator />
        <MenuLabel>Stay in touch</MenuLabel>
        {cadences.map((weeks) => (
          <MenuItem key={weeks} onSelect={() => change({ set: { cadence_weeks: weeks } }, 'to stay in touch with')}>
            {cadenceName(weeks)}
          </MenuItem>
        ))}
        <MenuItem onSelect={() => change({ set: { cadence_weeks: null } })}>No reminder</MenuItem>
      </Menu>
      <Button variant="danger" size="sm" aria-keyshortcuts="Delete" busy={remove.isPending} icon={<Trash2 aria-hidden className="size-4" />} onClick={() => void onDelete()}>
        {label('Delete')}
      </Button>
      <IconButton label="Select nobody" onClick={onClear}>
        <X aria-hidden />
      </IconButton>
      <Suspense>{tagging && <BatchTags count={count} tags={tags} onApply={(what) => batch.change(whom, what)} onClose={() => setTagging(false)} />}</Suspense>
    </div>
  );
}
