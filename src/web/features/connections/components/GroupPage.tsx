import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronLeft, Pencil, Trash2, UserMinus, UserPlus, UsersRound } from 'lucide-react';
import { Suspense, useMemo, useState } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { attempt } from '../../../lib/attempt.ts';
import { plural } from '../../../lib/format.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import type { Group } from '../../../lib/types.ts';
import { useDebounced } from '../../../lib/useDebounced.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Badge } from '../../../ui/Badge.tsx';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { PageHead } from '../../../ui/Card.tsx';
import { inputClass } from '../../../ui/Field.tsx';
import { More } from '../../../ui/More.tsx';
import { DataView, EmptyState, SkeletonRows } from '../../../ui/states.tsx';
import { groupQuery, membersQuery, useChangeMembers, useDeleteGroup } from '../api/groups.ts';

const GroupForm = lazyPart(async () => (await import('./GroupForm.tsx')).GroupForm);
const AddMembers = lazyPart(async () => (await import('./AddMembers.tsx')).AddMembers);

/** One group and the people in it. */
export function GroupPage({ groupId, onDeleted }: { groupId: string; onDeleted: () => void }) {
  const canWrite = useCanWrite();
  const queries = useQueryClient();
  const query = useQuery(groupQuery(groupId));
  const remove = useDeleteGroup();
  const [open, setOpen] = useState<'edit' | 'add' | null>(null);
  const close = () => setOpen(null);
  const onDelete = (group: Group) => {
    onDeleted();
    void attempt(remove.mutateAsync(group.id), { done: `Group “${group.name}” deleted`, failed: 'Could not delete the group', queries, actionId: (id) => id });
  };
  const add = canWrite && (
    <Button variant="primary" icon={<UserPlus aria-hidden className="size-4" />} onClick={() => setOpen('add')}>
      Add people
    </Button>
  );
  return (
    <>
      <Link to="/groups" className="mb-3 inline-flex min-h-9 items-center gap-1 text-sm text-muted hover:text-text coarse:min-h-11">
        <ChevronLeft aria-hidden className="size-4" /> Groups
      </Link>
      <DataView page query={query} loading={<SkeletonRows rows={4} avatar />}>
        {(group) => (
          <>
            <div style={{ borderColor: group.color }} className="mb-4 border-l-4 pl-3 [&>div]:mb-0">
              <PageHead title={group.name} description={[group.description, plural(group.contact_count, 'person', 'people')].filter(Boolean).join(' · ')}>
                {canWrite && (
                  <>
                    {add}
                    <IconButton label="Edit group" onClick={() => setOpen('edit')}>
                      <Pencil aria-hidden />
                    </IconButton>
                    <IconButton label="Delete group" onClick={() => onDelete(group)}>
                      <Trash2 aria-hidden />
                    </IconButton>
                  </>
                )}
              </PageHead>
            </div>
            <Members group={group} add={add} />
            <Suspense>
              {open === 'edit' && <GroupForm group={group} onClose={close} />}
              {open === 'add' && <AddMembers group={group} onClose={close} />}
            </Suspense>
          </>
        )}
      </DataView>
    </>
  );
}

function Members({ group, add }: { group: Group; add: React.ReactNode }) {
  const canWrite = useCanWrite();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const query = useInfiniteQuery(membersQuery(group.id, useDebounced(text.trim(), 180)));
  const members = useMemo(() => query.data?.pages.flatMap((page) => page.data), [query.data]);
  const change = useChangeMembers();
  const onRemove = ({ id, full_name }: { id: string; full_name: string }) =>
    void attempt(change.mutateAsync({ id: group.id, contactIds: [id], into: false }), { done: `${full_name} taken out of ${group.name}`, failed: 'Could not change the group', queries, actionId: (action) => action });
  return (
    <>
      {group.contact_count > 8 && <input type="search" aria-label="Search in this group" placeholder="Search by name" data-search value={text} onChange={(event) => setText(event.target.value)} className={`${inputClass} mb-3 max-w-md`} />}
      <div className="-mx-4 overflow-hidden border-y border-line bg-card sm:mx-0 sm:rounded-xl sm:border">
        <DataView
          query={{ data: members, error: query.error, refetch: query.refetch }}
          loading={<SkeletonRows rows={6} avatar />}
          isEmpty={(list) => list.length === 0}
          empty={
            text.trim() ? (
              <EmptyState title={`Nobody here matches “${text.trim()}”`} />
            ) : (
              <EmptyState icon={<UsersRound aria-hidden />} title="Nobody in this group yet" action={add}>
                Somebody can be in several groups.
              </EmptyState>
            )
          }
        >
          {(list) => (
            <ul>
              {list.map((person) => (
                <li key={person.id} className="flex min-h-16 items-center gap-1 border-b border-line pr-2 last:border-0 hover:bg-hover">
                  <Link to="/people/$contactId" params={{ contactId: person.id }} className="flex min-h-16 min-w-0 grow items-center gap-3 px-4 focus-visible:-outline-offset-2">
                    <Avatar name={person.full_name} seed={person.id} />
                    <span className="min-w-0 grow">
                      <span className="block truncate font-medium">{person.full_name}</span>
                      <span className="block truncate text-sm text-muted">{[person.title, person.company].filter(Boolean).join(', ')}</span>
                    </span>
                    {person.archived && <Badge color="var(--warning)">Archived</Badge>}
                  </Link>
                  {canWrite && (
                    <IconButton label={`Take ${person.full_name} out`} onClick={() => onRemove(person)}>
                      <UserMinus aria-hidden />
                    </IconButton>
                  )}
                </li>
              ))}
            </ul>
          )}
        </DataView>
      </div>
      <More query={query}>More</More>
    </>
  );
}
