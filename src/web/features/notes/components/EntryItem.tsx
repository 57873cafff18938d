import { Circle, CircleCheckBig, Ellipsis, FolderInput, Quote } from 'lucide-react';
import clsx from 'clsx';
import { Suspense, useRef, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { useCanWrite } from '../../../lib/access.ts';
import { formatDate, formatRelative } from '../../../lib/format.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import type { Entry } from '../../../lib/types.ts';
import { IconButton } from '../../../ui/Button.tsx';
import { Menu } from '../../../ui/Menu.tsx';
import { Confidence } from '../../../ui/Progress.tsx';
import type { EntryChange } from '../api/entries.ts';
import { MentionText } from './MentionText.tsx';

const EntryForm = lazyPart(async () => (await import('./EntryForm.tsx')).EntryForm);
const EntryMenu = lazyPart(async () => (await import('./EntryMenu.tsx')).EntryMenu);
const NoteDialog = lazyPart(async () => (await import('./NoteDialog.tsx')).NoteDialog);

/** `followUp`: what becomes of an Actionable entry. */
export type EntryItemProps = { entry: Entry; fresh: boolean; followUp?: ReactNode; onChange: (change: EntryChange) => void; onGive?: (() => void) | undefined; onDelete: () => void };

/** One thing known about a person: what, how sure, and the sentence it comes from. */
export function EntryItem({ entry, fresh, followUp, onChange, onGive, onDelete }: EntryItemProps) {
  const canWrite = useCanWrite();
  const [editing, setEditing] = useState(false);
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState(false);
  const actions = useRef<HTMLButtonElement>(null);
  // Back to where the form was opened from, so that the keyboard goes on there.
  const closeForm = () => {
    flushSync(() => setEditing(false));
    actions.current?.focus();
  };
  const source = entry.sources.map((span) => span.text).join(' … ');

  if (editing) {
    return (
      <Suspense fallback={<p dir="auto" className="px-4 py-3.5">{entry.content}</p>}>
        <EntryForm
          entry={entry}
          onCancel={closeForm}
          onSave={(change) => {
            closeForm();
            if (Object.keys(change).length > 0) onChange(change);
          }}
        />
      </Suspense>
    );
  }
  const actionable = entry.category === 'Actionable';
  const done = actionable && entry.done_at;
  return (
    <div className={clsx('group px-4 py-2.5 transition-colors hover:bg-hover', fresh && 'bg-active/60 animate-[rise-in_300ms_ease-out]')}>
      <div className="flex items-start gap-3">
        {actionable && canWrite && (
          <IconButton label={done ? `Not done: ${entry.content}` : `Done: ${entry.content}`} className="-mr-2 -ml-1.5 size-8" onClick={() => onChange({ done: !done })}>
            {done ? <CircleCheckBig aria-hidden className="text-success!" /> : <Circle aria-hidden />}
          </IconButton>
        )}
        <div className="min-w-0 grow pt-1 coarse:pt-2.5">
          <p dir="auto" className={clsx(done && 'text-muted line-through')}>
            <MentionText content={entry.content} mentions={entry.mentions} />
          </p>
          {done && <p className="text-sm text-faint">Done {formatRelative(done)}</p>}
          {followUp && <div className="mt-1 -ml-2 empty:hidden">{followUp}</div>}
        </div>
        <span className="relative flex shrink-0 items-center gap-1 max-sm:-mr-2 max-sm:gap-0">
          {entry.confidence !== null && (
            <span className={source ? 'px-1 on-next' : 'px-1'}>
              <Confidence value={entry.confidence} />
            </span>
          )}
          {source && (
            <IconButton label={open ? 'Hide source' : 'Show source'} aria-expanded={open} onClick={() => setOpen(!open)} className="size-8">
              <Quote aria-hidden />
            </IconButton>
          )}
          {canWrite && (
            <Menu
              trigger={
                <IconButton ref={actions} label="Entry actions" className="size-8">
                  <Ellipsis aria-hidden />
                </IconButton>
              }
            >
              <Suspense>
                <EntryMenu category={entry.category} onEdit={() => setEditing(true)} onMove={(category) => onChange({ category })} onGive={onGive} onDelete={onDelete} />
              </Suspense>
            </Menu>
          )}
        </span>
      </div>
      {open && (
        <blockquote className="mt-1.5 mb-1 border-l-2 border-primary pl-3 text-sm text-muted">
          {source}
          <footer className="mt-1 flex items-center gap-3 text-faint">
            {formatDate(entry.created_at)}
            {entry.note_id && (
              <button type="button" className="link inline-flex min-h-6 items-center gap-1.5 coarse:min-h-11" onClick={() => setNote(true)}>
                <FolderInput aria-hidden className="size-3.5" /> Show in the note
              </button>
            )}
          </footer>
        </blockquote>
      )}
      <Suspense>{note && entry.note_id && <NoteDialog noteId={entry.note_id} spans={entry.sources} onClose={() => setNote(false)} />}</Suspense>
    </div>
  );
}
