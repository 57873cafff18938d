import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { UsersRound } from 'lucide-react';
import { lazyPart } from '../../../lib/lazyPart.ts';
import { LabelsPage } from '../../../ui/LabelsPage.tsx';
import { groupsQuery, useDeleteGroup } from '../api/groups.ts';
import { GroupMark } from './GroupMark.tsx';

const GroupForm = lazyPart(async () => (await import('./GroupForm.tsx')).GroupForm);

/** All groups with how many people are in them. */
export function GroupsPage() {
  const query = useQuery(groupsQuery);
  const navigate = useNavigate();
  const remove = useDeleteGroup();
  return (
    <LabelsPage
      title="Groups"
      description="People who belong together: a family, a choir, a team."
      noun="group"
      icon={<UsersRound aria-hidden />}
      hint="Make one, then put everybody in who belongs to it, all at once."
      query={query}
      renderMark={(group) => <GroupMark color={group.color} />}
      renderLink={(group, look) => <Link to="/groups/$groupId" params={{ groupId: group.id }} {...look} />}
      onDelete={remove.mutateAsync}
      renderForm={(group, close) => (
        <GroupForm group={group} count={query.data?.length ?? 0} onClose={close} onSaved={(saved) => group === undefined && void navigate({ to: '/groups/$groupId', params: { groupId: saved.id } })} />
      )}
    />
  );
}
