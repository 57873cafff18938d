import clsx from 'clsx';
import { ChevronDown, Eye, Save, Sparkles } from 'lucide-react';
import { Suspense, useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useDraft } from '../../../lib/draft.ts';
import { firstName, formatNumber } from '../../../lib/format.ts';
import { isMac } from '../../../lib/hotkeys.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import type { Analysis } from '../../../lib/types.ts';
import { undo } from '../../../lib/undo.ts';
import { Button, buttonClass } from '../../../ui/Button.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { Menu, MenuItem } from '../../../ui/Menu.tsx';
import { Skeleton } from '../../../ui/states.tsx';
import { notify } from '../../../ui/toast.tsx';
import { noteLength, useProcessNote, useSaveNote } from '../api/notes.ts';
import { outcome } from './outcome.ts';

const Review = lazyPart(async () => (await import('./Review.tsx')).Review);

// Beyond this a provider may take long enough that somebody wants to walk away.
const backgroundFrom = 4000;
// Who is nowhere near the limit need not read of it.
const countedFrom = noteLength.max * 0.8;
// A phone has no Ctrl key to speak of.
const touch = matchMedia('(pointer: coarse)').matches;

export type ComposerProps = {
  contactId: string;
  contactName: string;
  onAnalysed?: (entryIds: string[]) => void;
  /** Draws the progress of a long note's job, by its id. */
  renderJob?: (jobId: string, onDone: () => void) => ReactNode;
  /** Draws what can be used instead of typing; `insert` puts its text where the cursor is. */
  renderVoice?: (insert: (text: string) => void) => ReactNode;
  /** The text is a note on the server now. */
  onStored?: () => void;
  autoFocus?: boolean;
  /** A first line to go on from; each new object puts it under what is written already and takes the focus. */
  starter?: { text: string } | undefined;
};

/** Where a note is written. The text is kept in the browser until the server has it. */
export function Composer({ contactId, contactName, onAnalysed, renderJob, renderVoice, onStored, autoFocus, starter }: ComposerProps) {
  const draft = useDraft(`note:${contactId}`);
  const process = useProcessNote(contactId);
  const save = useSaveNote(contactId);
  const queries = useQueryClient();
  const [review, setReview] = useState<Analysis | null>(null);
  const [job, setJob] = useState<string | null>(null);
  const [short, setShort] = useState(false);
  // One key per text: sending it twice stores it once.
  const key = useRef<{ text: string; id: string }>(undefined);
  const keyOf = (text: string) => {
    if (key.current?.text !== text) key.current = { text, id: crypto.randomUUID() };
    return key.current.id;
  };
  const stored = () => {
    key.current = undefined;
    draft.clear();
    onStored?.();
  };
  const [caret, setCaret] = useState<number | null>(null);
  const insert = (text: string) => {
    const at = Math.min(caret ?? draft.text.length, draft.text.length);
    const [before, after] = [draft.text.slice(0, at), draft.text.slice(at)];
    draft.setText(`${before}${before && !/\s$/.test(before) ? ' ' : ''}${text}${after && !/^\s/.test(after) ? ' ' : ''}${after}`);
    setCaret(null);
  };
  const field = useRef<HTMLTextAreaElement>(null);
  const { text: written, setText } = draft;
  const begin = useEffectEvent(({ text }: { text: string }) => {
    if (text && !written.includes(text.trim())) setText(written.trim() ? `${written.trimEnd()}\n${text}` : text);
    field.current?.focus();
    field.current?.scrollIntoView({ block: 'center' });
  });
  useEffect(() => {
    if (starter) begin(starter);
  }, [starter]);
  const length = draft.text.trim().length;
  const tooLong = length > noteLength.max;
  const busy = process.isPending || save.isPending;

  const ready = () => {
    setShort(length < noteLength.min);
    return length >= noteLength.min && !tooLong && !busy;
  };
  const analyse = (preview: boolean) => {
    if (!ready()) return;
    const background = !preview && renderJob !== undefined && length > backgroundFrom;
    const content = draft.text.trim();
    process.mutate(
      { key: keyOf(content), content, ...(preview ? { preview } : {}), ...(background ? { async: true } : {}) },
      {
        onSuccess: (result) => {
          if (!('job_id' in result) && preview) return setReview(result.analysis);
          stored();
          if ('job_id' in result) return setJob(result.job_id);
          const ids = result.analysis.synthesis.flatMap((entry) => entry.id ?? []);
          notify(outcome(result.analysis), () => void undo(queries, result.action_id));
          onAnalysed?.(ids);
        },
      },
    );
  };
  const saveOnly = () => {
    if (!ready()) return;
    const content = draft.text.trim();
    save.mutate(
      { key: keyOf(content), content },
      {
        onSuccess: ({ action_id }) => {
          stored();
          notify('Note saved', () => void undo(queries, action_id));
        },
      },
    );
  };

  return (
    <section aria-label="Add a note" className="@container rounded-xl border border-line bg-card p-3 shadow-card focus-within:border-control">
      <textarea
        ref={field}
        onSelect={(event) => setCaret(event.currentTarget.selectionEnd)}
        aria-label={`Note about ${contactName}`}
        aria-describedby="note-count"
        aria-invalid={tooLong || undefined}
        data-note
        autoFocus={autoFocus}
        placeholder={`What's new with ${firstName(contactName)}? Paste a chat, or write as you think …`}
        value={draft.text}
        readOnly={busy}
        onChange={(event) => (draft.setText(event.target.value), setShort(false))}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          analyse(false);
        }}
        className="block field-sizing-content max-h-[50vh] min-h-20 w-full resize-none rounded-md bg-transparent px-1.5 py-1 leading-relaxed focus-visible:outline-none coarse:text-base"
      />
      {process.isPending && <Reading />}
      <FormError error={process.error ?? save.error}>Your text is still here.</FormError>
      {job && renderJob?.(job, () => setJob(null))}
      <div className="mt-2 flex flex-wrap items-center gap-2">
        {renderVoice?.(insert)}
        {/* Where the buttons leave no room for it, what has to be said stands above them. */}
        <p id="note-count" aria-live="polite" className={clsx('px-1.5 text-sm tabular-nums empty:absolute @max-md:order-first @max-md:basis-full', tooLong || short ? 'text-danger' : 'text-faint')}>
          {tooLong
            ? `${formatNumber(length - noteLength.max)} characters too many`
            : short
              ? `A little more: at least ${noteLength.min} characters`
              : length > countedFrom
                ? `${formatNumber(length)} of ${formatNumber(noteLength.max)}`
                : draft.restored && length > 0 && 'Draft restored'}
        </p>
        {!touch && <p className="px-1.5 text-sm text-faint @max-md:hidden">{isMac ? '⌘' : 'Ctrl'}-Enter analyses</p>}
        <div className="ml-auto flex">
          <Button variant="primary" className="rounded-r-none" busy={busy} disabled={tooLong} icon={<Sparkles aria-hidden className="size-4" />} onClick={() => analyse(false)}>
            Analyse
          </Button>
          <Menu
            trigger={
              <button type="button" aria-label="Other ways to save" data-tip="Other ways to save" disabled={busy || tooLong} className={buttonClass('primary', 'md', 'rounded-l-none border-l border-white/25 px-2.5! coarse:px-3.5!')}>
                <ChevronDown aria-hidden className="size-4" />
              </button>
            }
          >
            <MenuItem icon={<Sparkles aria-hidden />} onSelect={() => analyse(false)}>
              Analyse and save
            </MenuItem>
            <MenuItem icon={<Eye aria-hidden />} onSelect={() => analyse(true)}>
              Review before saving
            </MenuItem>
            <MenuItem icon={<Save aria-hidden />} onSelect={saveOnly}>
              Only save the note
            </MenuItem>
          </Menu>
        </div>
      </div>
      <Suspense>{review && <Review contactId={contactId} content={draft.text.trim()} analysis={review} onClose={() => setReview(null)} onStored={stored} onKept={onAnalysed} />}</Suspense>
    </section>
  );
}

function Reading() {
  return (
    <div role="status" aria-label="Reading your note" className="flex flex-col gap-2 px-1.5 py-2">
      <Skeleton className="h-3 w-3/4" />
      <Skeleton className="h-3 w-1/2" />
    </div>
  );
}
