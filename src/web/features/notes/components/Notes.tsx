import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Ellipsis, NotebookPen, Pencil, Search, Sparkles, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { isStale } from '../../../lib/api.ts';
import { attempt } from '../../../lib/attempt.ts';
import { formatDateTime, formatRelative, plural } from '../../../lib/format.ts';
import type { Note } from '../../../lib/types.ts';
import { undo } from '../../../lib/undo.ts';
import { useCut } from '../../../lib/useCut.ts';
import { useDebounced } from '../../../lib/useDebounced.ts';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { inputClass, Textarea } from '../../../ui/Field.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { Menu, MenuItem } from '../../../ui/Menu.tsx';
import { More } from '../../../ui/More.tsx';
import { DataView, EmptyState, SkeletonRows } from '../../../ui/states.tsx';
import { notify, notifyError } from '../../../ui/toast.tsx';
import { noteLength, noteQuery, notesQuery, useAnalyseNote, useDeleteNote, useUpdateNote } from '../api/notes.ts';
import { outcome } from './outcome.ts';

/** The raw notes about a person, newest first, with search. */
export function Notes({ contactId, origin }: { contactId: string; origin?: (id: string) => string | undefined }) {
  const canWrite = useCanWrite();
  const [text, setText] = useState('');
  const q = useDebounced(text.trim());
  const query = useInfiniteQuery(notesQuery(contactId, q));
  const notes = useMemo(() => query.data?.pages.flatMap((page) => page.data), [query.data]);
  return (
    <div className="flex flex-col gap-3">
      <div className="relative">
        <Search aria-hidden className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-faint" />
        <input type="search" aria-label="Search notes" placeholder="Search notes" value={text} onChange={(event) => setText(event.target.value)} className={`${inputClass} pl-9`} />
      </div>
      <DataView
        query={{ data: notes, error: query.error, refetch: query.refetch }}
        loading={<SkeletonRows rows={3} />}
        isEmpty={(data) => data.length === 0}
        empty={
          <EmptyState compact icon={<NotebookPen aria-hidden />} title={q ? `No note contains “${q}”` : 'No notes yet'}>
            {q ? 'Try another word.' : canWrite ? 'What you write above is kept here word for word.' : 'Notes about this person will appear here.'}
          </EmptyState>
        }
      >
        {(data) => (
          <ul className="flex flex-col gap-3">
            {data.map((note) => (
              <li key={note.id}>
                <NoteItem note={note} />
                {origin?.(note.id) && <p className="px-4 pb-2 text-xs text-faint">{origin(note.id)}</p>}
              </li>
            ))}
          </ul>
        )}
      </DataView>
      <More query={query}>Older notes</More>
    </div>
  );
}

const states: Partial<Record<Note['analysis'], string>> = { none: 'not analysed', pending: 'reading …', failed: 'could not be analysed' };

function NoteItem({ note }: { note: Note }) {
  const canWrite = useCanWrite();
  const [editing, setEditing] = useState(false);
  const [open, setOpen] = useState(false);
  const queries = useQueryClient();
  const remove = useDeleteNote(note.contact_id);
  const analyse = useAnalyseNote(note.contact_id);
  const onAnalyse = () =>
    void attempt(analyse.mutateAsync(note.id), {
      done: ({ analysis }) => outcome(analysis),
      failed: 'Could not analyse the note',
      queries,
      actionId: (result) => result.action_id,
    });
  const { ref: text, cut } = useCut();
  const onDelete = () =>
    void attempt(remove.mutateAsync(note.id), { done: 'Note deleted', failed: 'Could not delete the note', queries, actionId: (id) => id });
  return (
    <article className="rounded-xl border border-line bg-card px-4 py-3">
      <header className="flex items-center gap-2 text-sm text-faint">
        <time dateTime={note.created_at} data-tip={formatDateTime(note.created_at)}>
          {formatRelative(note.created_at)}
        </time>
        <span className="grow">· {analyse.isPending ? 'reading …' : states[note.analysis] ?? plural(note.entry_count, 'entry', 'entries')}</span>
        {canWrite && (
          <Menu
            trigger={
              <IconButton label="Note actions" className="-mr-2">
                <Ellipsis aria-hidden />
              </IconButton>
            }
          >
            <MenuItem icon={<Pencil aria-hidden />} onSelect={() => setEditing(true)}>
              Edit
            </MenuItem>
            {note.contact_id && note.content.length >= noteLength.min && (
              <MenuItem icon={<Sparkles aria-hidden />} onSelect={onAnalyse}>
                {note.analysis === 'done' ? 'Analyse again' : 'Analyse'}
              </MenuItem>
            )}
            <MenuItem danger icon={<Trash2 aria-hidden />} onSelect={onDelete}>
              Delete
            </MenuItem>
          </Menu>
        )}
      </header>
      {editing ? (
        <NoteForm note={note} onClose={() => setEditing(false)} />
      ) : (
        <>
          <p ref={text} dir="auto" className={`leading-relaxed whitespace-pre-wrap ${open ? '' : 'line-clamp-6'}`}>{note.content}</p>
          {(open || cut) && (
            <button type="button" className="link mt-1 min-h-6 text-sm coarse:min-h-11" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? 'Show less' : 'Show all'}
            </button>
          )}
        </>
      )}
    </article>
  );
}

function NoteForm({ note, onClose }: { note: Note; onClose: () => void }) {
  const [content, setContent] = useState(note.content);
  // What the words typed here go on top of. Once somebody was told that it changed, they may replace it.
  const [seen, setSeen] = useState(note);
  // The list behind the form is live: it may have the change before or after somebody was told of it.
  const [began] = useState(note.content);
  const update = useUpdateNote(note.contact_id);
  const queries = useQueryClient();
  const lookAgain = async () => {
    try {
      setSeen(await queries.fetchQuery({ ...noteQuery(note.id), staleTime: 0 }));
    } catch (error) {
      notifyError(error, 'Could not load what was changed elsewhere');
    }
  };
  const save = () =>
    update.mutate(
      { seen, content: content.trim() },
      {
        onSuccess: ({ action_id }) => {
          notify('Note changed', () => void undo(queries, action_id));
          onClose();
        },
        onError: (error) => {
          if (isStale(error)) void lookAgain();
        },
      },
    );
  const theirs = isStale(update.error) && seen.content !== began;
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => (event.preventDefault(), save())}
    >
      {theirs ? (
        <FormError error={new Error('This note was changed elsewhere while you wrote. Save again to replace it with your words. It now says:')}>
          <blockquote className="mt-1 max-h-40 overflow-y-auto border-l-2 border-danger/50 pl-2 whitespace-pre-wrap">{seen.content}</blockquote>
        </FormError>
      ) : (
        <FormError error={update.error} />
      )}
      <Textarea
        label="Note"
        labelHidden
        rows={Math.min(14, content.split('\n').length + 3)}
        value={content}
        onChange={(event) => setContent(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
          if (event.key === 'Escape') onClose();
        }}
        minLength={noteLength.min}
        maxLength={noteLength.max}
        autoFocus
        required
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={update.isPending} disabled={content.trim() === note.content}>
          Save
        </Button>
      </div>
    </form>
  );
}
