import { createFileRoute } from '@tanstack/react-router';
import { useSession } from '../../features/accounts/api/session.ts';
import { UserPage } from '../../features/admin/components/UserPage.tsx';
import { JobProgress } from '../../features/jobs/components/JobProgress.tsx';

export const Route = createFileRoute('/_app/admin/users/$userId')({ component: Account });

function Account() {
  const { userId } = Route.useParams();
  const { user } = useSession();
  const navigate = Route.useNavigate();
  return <UserPage key={userId} userId={userId} me={user.id} onDeleted={() => void navigate({ to: '/admin/users', replace: true })} renderJob={({ job_id, space_id }) => <JobProgress jobId={job_id} spaceId={space_id} />} />;
}
