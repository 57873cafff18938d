import { useState } from 'react';
import { ApiError } from '../lib/api.ts';
import { labelColors, nextColor } from './colors.ts';
import { FormDialog } from './Dialog.tsx';
import { Field, Input } from './Field.tsx';

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
  const submit = () => {
    onSave({ name: name.trim(), color, description: description.trim() || null });
  };
  return (
    <FormDialog onClose={onClose} title={title} submit="Save" busy={busy} error={atName ? undefined : error} onSubmit={submit}>
      <Input label="Name" value={name} onChange={(event) => setName(event.target.value)} error={atName ? error instanceof Error ? error.message : undefined : undefined} maxLength={64} autoFocus required />
      <Field label="Colour">
        {(wiring) => (
          <div className="flex flex-wrap items-center gap-2 sm:gap-1.5">
            {labelColors.map((option) => (
              <button
                key={option}
                type="button"
                aria-label={`Colour ${option}`}
                aria-pressed={option === color.toLowerCase()}
                onClick={() => setColor(option)}
                style={{ background: option }}
                className="size-7.5 rounded-full ring-text ring-offset-2 ring-offset-raised aria-pressed:ring-2 coarse:size-11"
              />
            ))}
            <input {...wiring} type="color" value={color} onChange={(event) => setColor(event.target.value)} className="h-8 w-10 cursor-pointer rounded border border-control bg-bg coarse:h-11" />
          </div>
        )}
      </Field>
      {described && <Input label="Description (optional)" value={description} onChange={(event) => setDescription(event.target.value)} maxLength={500} />}
    </FormDialog>
  );
}
