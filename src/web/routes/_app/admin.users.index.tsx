import { useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { setupQuery } from '../../features/accounts/api/session.ts';
import { Users } from '../../features/admin/components/Users.tsx';
import { JobProgress } from '../../features/jobs/components/JobProgress.tsx';
import { InviteAccounts } from '../../features/spaces/components/InviteAccounts.tsx';

export const Route = createFileRoute('/_app/admin/users/')({ component: Accounts });

function Accounts() {
  const { data: setup } = useQuery(setupQuery);
  return (
    <div className="flex flex-col gap-4">
      <div>
        <Users renderJob={({ job_id, space_id }) => <JobProgress jobId={job_id} spaceId={space_id} />} />
      </div>
      {setup && <InviteAccounts closed={setup.registration === 'closed'} />}
    </div>
  );
}
