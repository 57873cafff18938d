import { Ellipsis, FolderInput, Pencil, Quote, Trash2 } from 'lucide-react';
import clsx from 'clsx';
import { Suspense, useState, type FormEvent } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { formatDate } from '../../../lib/format.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import { categories, type Category, type Entry } from '../../../lib/types.ts';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { Select, Textarea } from '../../../ui/Field.tsx';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../../../ui/Menu.tsx';
import { Confidence } from '../../../ui/Progress.tsx';
import type { EntryChange } from '../api/entries.ts';
import { categoryLook } from './category.tsx';
import { MentionText } from './MentionText.tsx';

const NoteDialog = lazyPart(async () => (await import('./NoteDialog.tsx')).NoteDialog);

export type EntryItemProps = { entry: Entry; fresh: boolean; onChange: (change: EntryChange) => void; onDelete: () => void };

/** One thing known about a person: what, how sure, and the sentence it comes from. */
export function EntryItem({ entry, fresh, onChange, onDelete }: EntryItemProps) {
  const canWrite = useCanWrite();
  const [editing, setEditing] = useState(false);
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState(false);
  const source = entry.sources.map((span) => span.text).join(' … ');

  if (editing) {
    return (
      <EntryForm
        entry={entry}
        onCancel={() => setEditing(false)}
        onSave={(change) => {
          setEditing(false);
          if (Object.keys(change).length > 0) onChange(change);
        }}
      />
    );
  }
  return (
    <div className={clsx('group px-4 py-2.5 transition-colors hover:bg-hover', fresh && 'bg-active/60 animate-[rise-in_300ms_ease-out]')}>
      <div className="flex items-start gap-3">
        <p className="min-w-0 grow pt-1">
          <MentionText content={entry.content} mentions={entry.mentions} />
        </p>
        <span className="flex shrink-0 items-center gap-1">
          {entry.confidence !== null && (
            <span className="px-1">
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
                <IconButton label="Entry actions" className="size-8">
                  <Ellipsis aria-hidden />
                </IconButton>
              }
            >
              <MenuItem icon={<Pencil aria-hidden />} onSelect={() => setEditing(true)}>
                Edit
              </MenuItem>
              <MenuSeparator />
              <MenuLabel>Move to</MenuLabel>
              {categories
                .filter((category) => category !== entry.category)
                .map((category) => {
                  const Icon = categoryLook[category].icon;
                  return (
                    <MenuItem key={category} icon={<Icon aria-hidden />} onSelect={() => onChange({ category })}>
                      {category}
                    </MenuItem>
                  );
                })}
              <MenuSeparator />
              <MenuItem danger icon={<Trash2 aria-hidden />} onSelect={onDelete}>
                Delete
              </MenuItem>
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

function EntryForm({ entry, onSave, onCancel }: { entry: Entry; onSave: (change: EntryChange) => void; onCancel: () => void }) {
  const [content, setContent] = useState(entry.content);
  const [category, setCategory] = useState<Category>(entry.category);
  const [confidence, setConfidence] = useState(entry.confidence);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const text = content.trim();
    onSave({
      ...(text && text !== entry.content ? { content: text } : {}),
      ...(category !== entry.category ? { category } : {}),
      ...(confidence !== entry.confidence ? { confidence } : {}),
    });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 bg-hover px-4 py-3">
      <Textarea
        label="Entry"
        labelHidden
        rows={2}
        value={content}
        onChange={(event) => setContent(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onCancel();
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
        }}
        maxLength={2000}
        autoFocus
        required
      />
      <div className="flex flex-wrap items-end gap-2">
        <Select label="Category" value={category} onChange={(event) => setCategory(event.target.value as Category)}>
          {categories.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </Select>
        <Select label="Confidence" value={confidence ?? ''} onChange={(event) => setConfidence(event.target.value ? Number(event.target.value) : null)}>
          <option value="">not given</option>
          {[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((option) => (
            <option key={option}>{option}</option>
          ))}
        </Select>
        <span className="grow" />
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary">
          Save
        </Button>
      </div>
    </form>
  );
}
