import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Pencil, Plus, Tags, Trash2 } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { attempt } from '../../../lib/attempt.ts';
import { plural } from '../../../lib/format.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import type { Tag } from '../../../lib/types.ts';
import { Dot } from '../../../ui/Badge.tsx';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { PageHead } from '../../../ui/Card.tsx';
import { DataView, EmptyState, SkeletonRows } from '../../../ui/states.tsx';
import { tagsQuery, useDeleteTag } from '../api/tags.ts';

const TagForm = lazyPart(async () => (await import('./TagForm.tsx')).TagForm);

/** All tags with how many people carry them. */
export function TagsPage() {
  const canWrite = useCanWrite();
  const query = useQuery(tagsQuery);
  const queries = useQueryClient();
  const remove = useDeleteTag();
  const [editing, setEditing] = useState<Tag | 'new' | null>(null);
  const onDelete = (tag: Tag) =>
    void attempt(remove.mutateAsync(tag.id), { done: `Tag “${tag.name}” deleted`, failed: 'Could not delete the tag', queries, actionId: (id) => id });
  const add = canWrite && (
    <Button variant="primary" icon={<Plus aria-hidden className="size-4" />} onClick={() => setEditing('new')}>
      New tag
    </Button>
  );
  return (
    <>
      <PageHead title="Tags" description="Your own groups of people: family, climbing, old colleagues.">
        {add}
      </PageHead>
      <div className="-mx-4 overflow-hidden border-y border-line bg-card sm:mx-0 sm:rounded-xl sm:border">
        <DataView
          query={query}
          loading={<SkeletonRows rows={5} />}
          isEmpty={(tags) => tags.length === 0}
          empty={
            <EmptyState icon={<Tags aria-hidden />} title="No tags yet" action={add}>
              {canWrite ? 'Put the same tag on several people, then filter the list by it.' : 'The tags of this space will appear here.'}
            </EmptyState>
          }
        >
          {(tags) => (
            <ul>
              {tags.map((tag) => (
                <li key={tag.id} className="flex min-h-16 items-center gap-1 border-b border-line pr-2 last:border-0 hover:bg-hover">
                  <Link to="/tags/$tagId" params={{ tagId: tag.id }} className="flex min-h-16 min-w-0 grow items-center gap-3 px-4 focus-visible:-outline-offset-2">
                    <Dot color={tag.color} className="size-3!" />
                    <span className="min-w-0 grow">
                      <span className="block truncate font-medium">{tag.name}</span>
                      {tag.description && <span className="block truncate text-sm text-muted">{tag.description}</span>}
                    </span>
                    <span className="shrink-0 text-sm text-muted tabular-nums">{plural(tag.contact_count ?? 0, 'person', 'people')}</span>
                  </Link>
                  {canWrite && (
                    <>
                      <IconButton label={`Edit ${tag.name}`} onClick={() => setEditing(tag)}>
                        <Pencil aria-hidden />
                      </IconButton>
                      <IconButton label={`Delete ${tag.name}`} onClick={() => onDelete(tag)}>
                        <Trash2 aria-hidden />
                      </IconButton>
                    </>
                  )}
                </li>
              ))}
            </ul>
          )}
        </DataView>
      </div>
      <Suspense>
        {editing && <TagForm tag={editing === 'new' ? undefined : editing} count={query.data?.length ?? 0} onClose={() => setEditing(null)} />}
      </Suspense>
    </>
  );
}
