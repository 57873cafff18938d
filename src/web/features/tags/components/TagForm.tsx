import type { Tag } from '../../../lib/types.ts';
import { LabelForm } from '../../../ui/LabelForm.tsx';
import { useSaveTag } from '../api/tags.ts';

/** Name, colour and description of a new or an existing tag. */
export function TagForm({ tag, count, onClose }: { tag?: Tag | undefined; count: number; onClose: () => void }) {
  const save = useSaveTag();
  return (
    <LabelForm
      title={tag ? 'Edit tag' : 'New tag'}
      label={tag}
      count={count}
      busy={save.isPending}
      error={save.error}
      onSave={(label) => save.mutate({ ...(tag ? { id: tag.id } : {}), ...label }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
