import { useState, type FormEvent } from 'react';
import { categories, type Category, type Entry } from '../../../lib/types.ts';
import { Button } from '../../../ui/Button.tsx';
import { Select, Textarea } from '../../../ui/Field.tsx';
import type { EntryChange } from '../api/entries.ts';

/** Its buttons too, when the entry stands at the edge of the screen. */
const intoView = (form: HTMLFormElement | null) => form?.scrollIntoView({ block: 'nearest' });

/** An entry while somebody edits it. */
export function EntryForm({ entry, onSave, onCancel }: { entry: Entry; onSave: (change: EntryChange) => void; onCancel: () => void }) {
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
    <form ref={intoView} onSubmit={submit} className="flex scroll-mb-24 flex-col gap-3 bg-hover px-4 py-3 lg:scroll-mb-4">
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
