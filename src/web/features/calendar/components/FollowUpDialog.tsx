import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { attempt } from '../../../lib/attempt.ts';
import type { FollowUp } from '../../../lib/types.ts';
import { FormDialog } from '../../../ui/Dialog.tsx';
import { Input } from '../../../ui/Field.tsx';
import { useFollowUp } from '../api/followups.ts';
import { whenText } from './follow-up-words.ts';

/** When to follow up: the date the text says stands there already. */
export function FollowUpDialog({ followUp, onClose }: { followUp: FollowUp; onClose: () => void }) {
  const queries = useQueryClient();
  const make = useFollowUp();
  const { starts_at = '', extracted_text = null } = followUp.suggestion ?? {};
  const [date, setDate] = useState(starts_at.slice(0, 10));
  const [time, setTime] = useState(starts_at.slice(11, 16));
  const submit = async () => {
    const chosen = time ? `${date}T${time}` : date;
    const same = chosen === (starts_at.length > 10 ? starts_at.slice(0, 16) : starts_at);
    const made = await attempt(make.mutateAsync({ entryId: followUp.entry_id, contactId: followUp.contact.id, ...(same ? {} : { starts_at: chosen }) }), {
      done: (result) => (result.event ? `In the calendar, ${whenText(result.event.starts_at)}` : 'It is in the calendar already'),
      failed: 'Could not make the event',
      queries,
      actionId: (result) => (result.event ? result.action_id : undefined),
    });
    if (made) onClose();
  };
  return (
    <FormDialog onClose={onClose} title={`Follow up with ${followUp.contact.full_name}`} description={followUp.content} submit="Make event" busy={make.isPending} onSubmit={submit}>
      <div className="grid grid-cols-2 gap-3">
        <Input label="Day" type="date" value={date} onChange={(event) => setDate(event.target.value)} min="1900-01-01" max="2199-12-31" required autoFocus />
        <Input label="Time" type="time" value={time} onChange={(event) => setTime(event.target.value)} />
      </div>
      <p className="text-sm text-muted">{extracted_text ? `The text says “${extracted_text}”.` : 'The text names no day, so tomorrow morning is proposed.'} Without a time it lasts the whole day.</p>
    </FormDialog>
  );
}
