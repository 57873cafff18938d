import { useState } from 'react';
import { FormDialog } from '../../../ui/Dialog.tsx';
import { Input } from '../../../ui/Field.tsx';

/** Any number of weeks between two times of being in touch. */
export function CadenceForm({ weeks, busy, onSave, onClose }: { weeks: number | null; busy: boolean; onSave: (weeks: number) => unknown; onClose: () => void }) {
  const [value, setValue] = useState(String(weeks ?? 4));
  return (
    <FormDialog onClose={onClose} title="How often?" submit="Save" busy={busy} onSubmit={() => onSave(Number(value))}>
      <Input label="Weeks between two times" type="number" inputMode="numeric" min={1} max={104} step={1} value={value} onChange={(event) => setValue(event.target.value)} hint="1 to 104. Any note or talk starts it anew." autoFocus required />
    </FormDialog>
  );
}
