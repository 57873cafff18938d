import { useQueryClient } from '@tanstack/react-query';
import { createFileRoute, Outlet } from '@tanstack/react-router';
import { ChartNoAxesColumn, Coins, HardDrive, ShieldCheck, Users } from 'lucide-react';
import { useSession } from '../../features/accounts/api/session.ts';
import { Reauthenticate } from '../../features/accounts/components/Reauthenticate.tsx';
import { setAway, useAway } from '../../features/admin/api/away.ts';
import { SubPages } from '../../shell/SubPages.tsx';
import { PageHead } from '../../ui/Card.tsx';
import { EmptyState } from '../../ui/states.tsx';

export const Route = createFileRoute('/_app/admin')({ component: Admin });

const pages = [
  { to: '/admin', label: 'Overview', icon: ChartNoAxesColumn },
  { to: '/admin/users', label: 'Accounts', icon: Users },
  { to: '/admin/costs', label: 'Costs', icon: Coins },
  { to: '/admin/system', label: 'System', icon: HardDrive },
] as const;

/** The pages of those who run the installation. */
function Admin() {
  const { user } = useSession();
  const away = useAway();
  const queries = useQueryClient();
  if (user.role !== 'admin')
    return (
      <>
        <PageHead title="Admin" />
        <EmptyState icon={<ShieldCheck aria-hidden />} title="For admins">
          These pages are for whoever runs this Kith.
        </EmptyState>
      </>
    );
  const back = () => {
    setAway(false);
    void queries.resetQueries({ queryKey: ['admin'] });
  };
  if (away)
    return (
      <>
        <PageHead title="Admin" />
        <Reauthenticate username={user.username} onDone={back} />
      </>
    );
  return (
    <SubPages title="Admin" pages={pages}>
      <Outlet />
    </SubPages>
  );
}
