import { createFileRoute, Link, Outlet } from '@tanstack/react-router';
import { KeyRound, Plug, ShieldCheck, SlidersHorizontal, User, Users } from 'lucide-react';
import { PageHead } from '../../ui/Card.tsx';

export const Route = createFileRoute('/_app/settings')({ component: Settings });

const pages = [
  { to: '/settings/profile', label: 'Profile', icon: User },
  { to: '/settings/preferences', label: 'Preferences', icon: SlidersHorizontal },
  { to: '/settings/security', label: 'Security', icon: ShieldCheck },
  { to: '/settings/keys', label: 'API keys', icon: KeyRound },
  { to: '/settings/connections', label: 'Connections', icon: Plug },
  { to: '/settings/spaces', label: 'Spaces', icon: Users },
] as const;

function Settings() {
  return (
    <>
      <PageHead title="Settings" />
      <div className="grid items-start gap-5 md:grid-cols-[12rem_minmax(0,1fr)]">
        <nav aria-label="Settings" className="-mx-4 flex gap-1 overflow-x-auto px-4 pb-1 md:mx-0 md:flex-col md:px-0">
          {pages.map(({ to, label, icon: Icon }) => (
            <Link
              key={to}
              to={to}
              className="flex min-h-10 shrink-0 items-center gap-2.5 rounded-lg px-3 text-sm text-muted hover:bg-hover hover:text-text data-[status=active]:bg-active data-[status=active]:text-text coarse:min-h-11"
            >
              <Icon aria-hidden className="size-4 max-md:hidden" /> {label}
            </Link>
          ))}
        </nav>
        <Outlet />
      </div>
    </>
  );
}
