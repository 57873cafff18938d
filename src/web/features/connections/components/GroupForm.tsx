import type { Group } from '../../../lib/types.ts';
import { LabelForm } from '../../../ui/LabelForm.tsx';
import { useSaveGroup } from '../api/groups.ts';

/** Name, colour and description of a new or an existing group. */
export function GroupForm({ group, count = 0, onClose, onSaved }: { group?: Group | undefined; count?: number; onClose: () => void; onSaved?: (group: Group) => void }) {
  const save = useSaveGroup();
  return (
    <LabelForm
      title={group ? 'Edit group' : 'New group'}
      label={group}
      count={count}
      busy={save.isPending}
      error={save.error}
      onSave={(label) => save.mutate({ ...(group ? { id: group.id } : {}), ...label }, { onSuccess: (saved) => (onClose(), onSaved?.(saved.group)) })}
      onClose={onClose}
    />
  );
}
