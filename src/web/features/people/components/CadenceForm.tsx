import { useState, type FormEvent } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Input } from '../../../ui/Field.tsx';

/** Any number of weeks between two times of being in touch. */
export function CadenceForm({ weeks, busy, onSave, onClose }: { weeks: number | null; busy: boolean; onSave: (weeks: number) => unknown; onClose: () => void }) {
  const [value, setValue] = useState(String(weeks ?? 4));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave(Number(value));
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="How often?"
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="cadence-form" variant="primary" busy={busy}>
            Save
          </Button>
        </>
      }
    >
      <form id="cadence-form" onSubmit={submit}>
        <Input label="Weeks between two times" type="number" inputMode="numeric" min={1} max={104} step={1} value={value} onChange={(event) => setValue(event.target.value)} hint="1 to 104. Any note or talk starts it anew." autoFocus required />
      </form>
    </Dialog>
  );
}
