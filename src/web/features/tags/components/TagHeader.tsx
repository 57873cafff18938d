import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Merge, Pencil, Trash2 } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { attempt } from '../../../lib/attempt.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import type { Tag } from '../../../lib/types.ts';
import { useTitle } from '../../../lib/useTitle.ts';
import { Dot } from '../../../ui/Badge.tsx';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { tagsQuery, useDeleteTag } from '../api/tags.ts';

const TagForm = lazyPart(async () => (await import('./TagForm.tsx')).TagForm);
const TagMerge = lazyPart(async () => (await import('./TagMerge.tsx')).TagMerge);

/** A tag by name and what can be done with it as a whole. */
export function TagHeader({ tag, onDeleted }: { tag: Tag; onDeleted: () => void }) {
  useTitle(tag.name);
  const canWrite = useCanWrite();
  const queries = useQueryClient();
  const remove = useDeleteTag();
  const { data: tags = [] } = useQuery(tagsQuery);
  const [open, setOpen] = useState<'edit' | 'merge' | null>(null);
  const onDelete = () => {
    onDeleted();
    void attempt(remove.mutateAsync(tag.id), { done: `Tag “${tag.name}” deleted`, failed: 'Could not delete the tag', queries, actionId: (id) => id });
  };
  return (
    <header className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-3">
      <div className="min-w-0 grow">
        <h1 className="flex items-center gap-3 text-2xl font-semibold tracking-tight">
          <Dot color={tag.color} className="size-4!" />
          <span className="min-w-0 wrap-anywhere">{tag.name}</span>
        </h1>
        {tag.description && <p className="mt-0.5 text-muted">{tag.description}</p>}
      </div>
      {canWrite && (
        <div className="flex items-center gap-2">
          <Button icon={<Pencil aria-hidden className="size-4" />} onClick={() => setOpen('edit')}>
            Edit
          </Button>
          {tags.length > 1 && (
            <Button icon={<Merge aria-hidden className="size-4" />} onClick={() => setOpen('merge')}>
              Merge
            </Button>
          )}
          <IconButton label="Delete tag" onClick={onDelete}>
            <Trash2 aria-hidden />
          </IconButton>
        </div>
      )}
      <Suspense>
        {open === 'edit' && <TagForm tag={tag} count={tags.length} onClose={() => setOpen(null)} />}
        {open === 'merge' && <TagMerge tag={tag} others={tags.filter((one) => one.id !== tag.id)} onClose={() => setOpen(null)} />}
      </Suspense>
    </header>
  );
}
