import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Pencil, Plus, Trash2, UsersRound } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { attempt } from '../../../lib/attempt.ts';
import { plural } from '../../../lib/format.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import type { Group } from '../../../lib/types.ts';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { PageHead } from '../../../ui/Card.tsx';
import { DataView, EmptyState, SkeletonRows } from '../../../ui/states.tsx';
import { groupsQuery, useDeleteGroup } from '../api/groups.ts';
import { GroupMark } from './GroupMark.tsx';

const GroupForm = lazyPart(async () => (await import('./GroupForm.tsx')).GroupForm);

/** All groups with how many people are in them. */
export function GroupsPage() {
  const canWrite = useCanWrite();
  const query = useQuery(groupsQuery);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const remove = useDeleteGroup();
  const [editing, setEditing] = useState<Group | 'new' | null>(null);
  const onDelete = (group: Group) =>
    void attempt(remove.mutateAsync(group.id), { done: `Group “${group.name}” deleted`, failed: 'Could not delete the group', queries, actionId: (id) => id });
  const add = canWrite && (
    <Button variant="primary" icon={<Plus aria-hidden className="size-4" />} onClick={() => setEditing('new')}>
      New group
    </Button>
  );
  return (
    <>
      <PageHead title="Groups" description="People who belong together: a family, a choir, a team.">
        {add}
      </PageHead>
      <div className="-mx-4 overflow-hidden border-y border-line bg-card sm:mx-0 sm:rounded-xl sm:border">
        <DataView
          query={query}
          loading={<SkeletonRows rows={5} />}
          isEmpty={(groups) => groups.length === 0}
          empty={
            <EmptyState icon={<UsersRound aria-hidden />} title="No groups yet" action={add}>
              {canWrite ? 'Make one, then put everybody in who belongs to it, all at once.' : 'The groups of this space will appear here.'}
            </EmptyState>
          }
        >
          {(groups) => (
            <ul>
              {groups.map((group) => (
                <li key={group.id} className="flex min-h-16 items-center gap-1 border-b border-line pr-2 last:border-0 hover:bg-hover">
                  <Link to="/groups/$groupId" params={{ groupId: group.id }} className="flex min-h-16 min-w-0 grow items-center gap-3 px-4 focus-visible:-outline-offset-2">
                    <GroupMark color={group.color} />
                    <span className="min-w-0 grow">
                      <span className="block truncate font-medium">{group.name}</span>
                      {group.description && <span className="block truncate text-sm text-muted">{group.description}</span>}
                    </span>
                    <span className="shrink-0 text-sm text-muted tabular-nums">{plural(group.contact_count, 'person', 'people')}</span>
                  </Link>
                  {canWrite && (
                    <>
                      <IconButton label={`Edit ${group.name}`} onClick={() => setEditing(group)}>
                        <Pencil aria-hidden />
                      </IconButton>
                      <IconButton label={`Delete ${group.name}`} onClick={() => onDelete(group)}>
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
        {editing && (
          <GroupForm
            group={editing === 'new' ? undefined : editing}
            count={query.data?.length ?? 0}
            onClose={() => setEditing(null)}
            onSaved={(saved) => editing === 'new' && void navigate({ to: '/groups/$groupId', params: { groupId: saved.id } })}
          />
        )}
      </Suspense>
    </>
  );
}
