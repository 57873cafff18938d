import { useState, type FormEvent } from 'react';
import { categories, type Category, type Choices, type Proposal } from '../../../../lib/types.ts';
import { Button } from '../../../../ui/Button.tsx';
import { Input, Select, Textarea } from '../../../../ui/Field.tsx';

/** Corrects what is proposed before it is accepted. */
export function EditProposal({ proposal, onSave, onCancel }: { proposal: Proposal; onSave: (choices: Choices) => void; onCancel: () => void }) {
  const { payload, kind } = proposal;
  const [text, setText] = useState(kind === 'entry' ? proposal.payload.content : kind === 'person' ? proposal.payload.full_name : 'title' in payload ? payload.title : '');
  const [category, setCategory] = useState<Category>(kind === 'entry' ? proposal.payload.category : 'Personal Details');
  const [date, setDate] = useState('date' in payload ? (payload.date ?? '') : '');
  const [time, setTime] = useState('time' in payload ? (payload.time ?? '') : '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const said = text.trim();
    if (kind === 'entry') onSave({ content: said, category });
    else if (kind === 'person') onSave({ full_name: said });
    else onSave({ title: said, ...(date ? { date, time: time || null } : {}) });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 bg-hover px-4 py-3">
      {kind === 'entry' ? (
        <Textarea label="Entry" rows={2} value={text} onChange={(event) => setText(event.target.value)} maxLength={2000} autoFocus required />
      ) : (
        <Input label={kind === 'person' ? 'Full name' : 'What'} value={text} onChange={(event) => setText(event.target.value)} minLength={kind === 'person' ? 2 : 1} maxLength={255} autoFocus required />
      )}
      <div className="flex flex-wrap items-end gap-2">
        {kind === 'entry' && (
          <Select label="Category" value={category} onChange={(event) => setCategory(event.target.value as Category)}>
            {categories.map((option) => (
              <option key={option}>{option}</option>
            ))}
          </Select>
        )}
        {(kind === 'reminder' || kind === 'followup') && (
          <>
            <Input label="Date" type="date" value={date} onChange={(event) => setDate(event.target.value)} />
            <Input label="Time" type="time" value={time} onChange={(event) => setTime(event.target.value)} />
          </>
        )}
        <span className="grow" />
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary">
          Accept
        </Button>
      </div>
    </form>
  );
}
