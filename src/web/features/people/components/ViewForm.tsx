import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../../../lib/api.ts';
import type { SavedFilter } from '../../../lib/types.ts';
import { undo } from '../../../lib/undo.ts';
import { FormDialog } from '../../../ui/Dialog.tsx';
import { Input } from '../../../ui/Field.tsx';
import { notify } from '../../../ui/toast.tsx';
import type { ContactFilter } from '../api/filter.ts';
import { useSaveView } from '../api/views.ts';

/** The name of a new or an existing view. */
export function ViewForm({ view, filter, onSaved, onClose }: { view?: SavedFilter | undefined; filter: ContactFilter; onSaved: (view: SavedFilter) => void; onClose: () => void }) {
  const [name, setName] = useState(view?.name ?? '');
  const save = useSaveView();
  const queries = useQueryClient();
  const atName = save.error instanceof ApiError && save.error.field === 'name';
  const submit = () => {
    save.mutate(view ? { id: view.id, name: name.trim() } : { name: name.trim(), query: filter }, {
      onSuccess: ({ view: saved, action_id }) => {
        notify(view ? 'View renamed' : `View “${saved.name}” saved`, () => void undo(queries, action_id));
        onSaved(saved);
        onClose();
      },
    });
  };
  return (
    <FormDialog
      onClose={onClose}
      title={view ? 'Rename view' : 'Save as view'}
      description={view ? undefined : 'It keeps the filters and the order, and finds new people by itself. Everybody in this space sees it.'}
      submit="Save"
      busy={save.isPending}
      error={atName ? undefined : save.error}
      onSubmit={submit}
    >
      <Input label="Name" value={name} onChange={(event) => setName(event.target.value)} error={atName ? save.error?.message : undefined} maxLength={64} autoFocus required />
    </FormDialog>
  );
}
