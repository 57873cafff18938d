import { useState, type FormEvent } from 'react';
import { ApiError } from '../lib/api.ts';
import { Button } from './Button.tsx';
import { labelColors, nextColor } from './colors.ts';
import { Dialog } from './Dialog.tsx';
import { Field, Input } from './Field.tsx';
import { FormError } from './FormError.tsx';

export type Label = { name: string; color: string; description: string | null };

type LabelFormProps = {
  title: string;
  /** What is edited; a new one without. */
  label?: Label | undefined;
  /** Whether it has a description. */
  described?: boolean;
  /** How many there are, for the next colour in turn. */
  count: number;
  busy: boolean;
  error: unknown;
  onSave: (label: Label) => void;
  onClose: () => void;
};

/** Name, colour and description of something coloured: a tag, a group, a calendar. */
export function LabelForm({ title, label, described = true, count, busy, error, onSave, onClose }: LabelFormProps) {
  const [name, setName] = useState(label?.name ?? '');
  const [color, setColor] = useState(label?.color ?? nextColor(count));
  const [description, setDescription] = useState(label?.description ?? '');
  const atName = error instanceof ApiError && (error.field === 'name' || error.status === 409);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave({ name: name.trim(), color, description: description.trim() || null });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="label-form" variant="primary" busy={busy}>
            Save
          </Button>
        </>
      }
    >
      <form id="label-form" onSubmit={submit} className="flex flex-col gap-4">
        <FormError error={atName ? undefined : error} />
        <Input label="Name" value={name} onChange={(event) => setName(event.target.value)} error={atName ? error instanceof Error ? error.message : undefined : undefined} maxLength={64} autoFocus required />
        <Field label="Colour">
          {(wiring) => (
            <div className="flex flex-wrap items-center gap-2">
              {labelColors.map((option) => (
                <button
                  key={option}
                  type="button"
                  aria-label={`Colour ${option}`}
                  aria-pressed={option === color.toLowerCase()}
                  onClick={() => setColor(option)}
                  style={{ background: option }}
                  className="size-8 rounded-full ring-text ring-offset-2 ring-offset-raised aria-pressed:ring-2 coarse:size-11"
                />
              ))}
              <input {...wiring} type="color" value={color} onChange={(event) => setColor(event.target.value)} className="h-8 w-12 cursor-pointer rounded border border-control bg-bg coarse:h-11" />
            </div>
          )}
        </Field>
        {described && <Input label="Description (optional)" value={description} onChange={(event) => setDescription(event.target.value)} maxLength={500} />}
      </form>
    </Dialog>
  );
}
