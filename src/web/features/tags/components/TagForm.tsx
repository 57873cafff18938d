import { useState, type FormEvent } from 'react';
import { ApiError } from '../../../lib/api.ts';
import type { Tag } from '../../../lib/types.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Field, Input } from '../../../ui/Field.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { useSaveTag } from '../api/tags.ts';
import { nextColor, tagColors } from './colors.ts';

/** Name, colour and description of a new or an existing tag. */
export function TagForm({ tag, count, onClose }: { tag?: Tag | undefined; count: number; onClose: () => void }) {
  const [name, setName] = useState(tag?.name ?? '');
  const [color, setColor] = useState(tag?.color ?? nextColor(count));
  const [description, setDescription] = useState(tag?.description ?? '');
  const save = useSaveTag();
  const atName = save.error instanceof ApiError && (save.error.field === 'name' || save.error.status === 409);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ ...(tag ? { id: tag.id } : {}), name: name.trim(), color, description: description.trim() || null }, { onSuccess: onClose });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={tag ? 'Edit tag' : 'New tag'}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="tag-form" variant="primary" busy={save.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form id="tag-form" onSubmit={submit} className="flex flex-col gap-4">
        <FormError error={atName ? undefined : save.error} />
        <Input label="Name" value={name} onChange={(event) => setName(event.target.value)} error={atName ? save.error?.message : undefined} maxLength={50} autoFocus required />
        <Field label="Colour">
          {(wiring) => (
            <div className="flex flex-wrap items-center gap-2">
              {tagColors.map((option) => (
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
        <Input label="Description (optional)" value={description} onChange={(event) => setDescription(event.target.value)} maxLength={500} />
      </form>
    </Dialog>
  );
}
