import { createFileRoute, Outlet } from '@tanstack/react-router';
import { KeyRound, Plug, ShieldCheck, SlidersHorizontal, User, Users } from 'lucide-react';
import { SubPages } from '../../shell/SubPages.tsx';

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
    <SubPages title="Settings" pages={pages}>
      <Outlet />
    </SubPages>
  );
}
