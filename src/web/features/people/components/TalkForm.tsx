import { useState } from 'react';
import { today } from '../../../lib/format.ts';
import { FormDialog } from '../../../ui/Dialog.tsx';
import { Input, Select, Textarea } from '../../../ui/Field.tsx';
import type { Talk } from '../api/touch.ts';
import { talkKinds } from './cadence.ts';

/** How, when and about what somebody talked to a person. */
export function TalkForm({ name, busy, onTalk, onClose }: { name: string; busy: boolean; onTalk: (talk: Talk) => unknown; onClose: () => void }) {
  const [kind, setKind] = useState<Talk['kind']>('call');
  const [day, setDay] = useState(today());
  const [note, setNote] = useState('');
  const submit = () => {
    // Noon of a day is that day in nearly every zone.
    onTalk({ kind, ...(day === today() ? {} : { at: `${day}T12:00:00Z` }), ...(note.trim() ? { note: note.trim() } : {}) });
  };
  return (
    <FormDialog onClose={onClose} title={`In touch with ${name}`} submit="Remember" busy={busy} onSubmit={submit}>
      <div className="grid grid-cols-2 gap-4">
        <Select label="How" value={kind} onChange={(event) => setKind(event.target.value as Talk['kind'])}>
          {talkKinds.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
        <Input label="When" type="date" max={today()} value={day} onChange={(event) => setDay(event.target.value)} required />
      </div>
      <Textarea label="To remember (optional)" rows={3} maxLength={2000} value={note} onChange={(event) => setNote(event.target.value)} />
    </FormDialog>
  );
}
