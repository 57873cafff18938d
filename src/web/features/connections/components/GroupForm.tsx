import { useState, type FormEvent } from 'react';
import { ApiError } from '../../../lib/api.ts';
import type { Group } from '../../../lib/types.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Field, Input } from '../../../ui/Field.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { useSaveGroup } from '../api/groups.ts';
import { groupColors, nextColor } from './colors.ts';

/** Name, colour and description of a new or an existing group. */
export function GroupForm({ group, count = 0, onClose, onSaved }: { group?: Group | undefined; count?: number; onClose: () => void; onSaved?: (group: Group) => void }) {
  const [name, setName] = useState(group?.name ?? '');
  const [color, setColor] = useState(group?.color ?? nextColor(count));
  const [description, setDescription] = useState(group?.description ?? '');
  const save = useSaveGroup();
  const atName = save.error instanceof ApiError && (save.error.field === 'name' || save.error.status === 409);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ ...(group ? { id: group.id } : {}), name: name.trim(), color, description: description.trim() || null }, { onSuccess: (saved) => (onClose(), onSaved?.(saved.group)) });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={group ? 'Edit group' : 'New group'}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="group-form" variant="primary" busy={save.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form id="group-form" onSubmit={submit} className="flex flex-col gap-4">
        <FormError error={atName ? undefined : save.error} />
        <Input label="Name" value={name} onChange={(event) => setName(event.target.value)} error={atName ? save.error?.message : undefined} maxLength={64} autoFocus required />
        <Field label="Colour">
          {(wiring) => (
            <div className="flex flex-wrap items-center gap-2">
              {groupColors.map((option) => (
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
