import { useQueryClient } from '@tanstack/react-query';
import { createFileRoute, Link, Outlet } from '@tanstack/react-router';
import { ChartNoAxesColumn, Coins, HardDrive, Users } from 'lucide-react';
import { useSession } from '../../features/accounts/api/session.ts';
import { Reauthenticate } from '../../features/accounts/components/Reauthenticate.tsx';
import { setAway, useAway } from '../../features/admin/api/away.ts';
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
        <EmptyState title="For admins">
          These pages are for whoever runs this Kith.
        </EmptyState>
      </>
    );
  const back = () => {
    setAway(false);
    void queries.resetQueries({ queryKey: ['admin'] });
  };
  return (
    <>
      <PageHead title="Admin" />
      {away ? (
        <Reauthenticate username={user.username} onDone={back} />
      ) : (
        <div className="grid items-start gap-5 md:grid-cols-[12rem_minmax(0,1fr)]">
          <nav aria-label="Admin" className="-mx-4 flex gap-1 overflow-x-auto px-4 pb-1 md:mx-0 md:flex-col md:px-0">
            {pages.map(({ to, label, icon: Icon }) => (
              <Link
                key={to}
                to={to}
                activeOptions={{ exact: to === '/admin' }}
                className="flex min-h-10 shrink-0 items-center gap-2.5 rounded-lg px-3 text-sm text-muted hover:bg-hover hover:text-text data-[status=active]:bg-active data-[status=active]:text-text coarse:min-h-11"
              >
                <Icon aria-hidden className="size-4 max-md:hidden" /> {label}
              </Link>
            ))}
          </nav>
          <div className="min-w-0">
            <Outlet />
          </div>
        </div>
      )}
    </>
  );
}
