import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Keyboard, LogOut, Monitor, Moon, Settings, Sun } from 'lucide-react';
import { useSession } from '../features/accounts/api/session.ts';
import { useSignOut } from '../features/accounts/api/sign-in.ts';
import { spacesQuery } from '../features/spaces/api/spaces.ts';
import { enterSpace } from '../lib/api.ts';
import { useThemeChoice } from '../lib/theme.ts';
import { MenuItem, MenuLabel, MenuRadio, MenuSeparator } from '../ui/Menu.tsx';
import { notifyError } from '../ui/toast.tsx';
import { useOverlays } from './overlays.ts';
import { useSetTheme } from './useTheme.ts';

/** Who is signed in, which space they work in, the theme, and the way out: the inside of a menu. */
export function UserMenuItems() {
  const { user, space } = useSession();
  const theme = useThemeChoice();
  const setTheme = useSetTheme();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const { show } = useOverlays();
  const name = user.full_name || user.username;
  return (
    <>
      <MenuLabel>
        <span className="block text-sm text-text">{name}</span>
        {space.kind === 'shared' ? `In ${space.name}` : user.username}
      </MenuLabel>
      <MenuSeparator />
      <Spaces current={space.id} />
      <MenuRadio
        label="Theme"
        value={theme}
        onChange={setTheme}
        options={[
          { value: 'dark', label: 'Dark', icon: <Moon aria-hidden /> },
          { value: 'light', label: 'Light', icon: <Sun aria-hidden /> },
          { value: 'system', label: 'Like the system', icon: <Monitor aria-hidden /> },
        ]}
      />
      <MenuSeparator />
      <MenuItem icon={<Settings aria-hidden />} onSelect={() => void navigate({ to: '/settings' })}>
        Settings
      </MenuItem>
      <MenuItem icon={<Keyboard aria-hidden />} shortcut="?" onSelect={() => show({ name: 'help' })}>
        Keyboard shortcuts
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<LogOut aria-hidden />} onSelect={() => signOut.mutate(undefined, { onError: (error) => notifyError(error, 'Could not sign out') })}>
        Sign out
      </MenuItem>
    </>
  );
}

/** Choosing another space; only for people who have one. */
function Spaces({ current }: { current: string }) {
  const { data: spaces = [] } = useQuery(spacesQuery);
  if (spaces.length < 2) return null;
  const choose = (id: string) => {
    const personal = spaces.find((space) => space.id === id)?.kind === 'personal';
    enterSpace(personal ? undefined : id);
    // Nothing of the one space may stay on screen in the other.
    location.assign('/');
  };
  return (
    <>
      <MenuRadio label="Space" value={current} onChange={choose} options={spaces.map((space) => ({ value: space.id, label: space.name }))} />
      <MenuSeparator />
    </>
  );
}
