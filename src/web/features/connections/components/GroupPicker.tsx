import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { cloneElement, startTransition, Suspense, useState } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { attempt } from '../../../lib/attempt.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import type { Group } from '../../../lib/types.ts';
import { AddBadge, Badge } from '../../../ui/Badge.tsx';
import { groupsOfQuery, useChangeMembers } from '../api/groups.ts';
import { GroupMark } from './GroupMark.tsx';

const GroupChoices = lazyPart(async () => (await import('./GroupChoices.tsx')).GroupChoices);

/** The groups of a person as chips that lead to them, and a small list to choose, search and make them. */
export function GroupPicker({ contactId }: { contactId: string }) {
  const canWrite = useCanWrite();
  const queries = useQueryClient();
  const { data: groups = [] } = useQuery(groupsOfQuery(contactId));
  const [wanted, setWanted] = useState(false);
  const change = useChangeMembers();
  const onToggle = (group: Group, into: boolean) =>
    void attempt(change.mutateAsync({ id: group.id, contactIds: [contactId], into }), { failed: 'Could not change the groups', queries });
  const add = (
    <AddBadge aria-haspopup="dialog">Group</AddBadge>
  );
  return (
    <>
      {groups.map((group) => (
        <Link key={group.id} to="/groups/$groupId" params={{ groupId: group.id }} className="inline-flex max-w-full items-center rounded-md hover:bg-hover coarse:-my-2 coarse:min-h-11">
          <Badge className="py-0.5">
            <GroupMark color={group.color} size="sm" />
            <span className="truncate">{group.name}</span>
          </Badge>
        </Link>
      ))}
      {canWrite && <Suspense fallback={add}>{wanted ? <GroupChoices trigger={add} chosen={new Set(groups.map((group) => group.id))} onToggle={onToggle} /> : cloneElement(add, { onClick: () => startTransition(() => setWanted(true)) })}</Suspense>}
    </>
  );
}
