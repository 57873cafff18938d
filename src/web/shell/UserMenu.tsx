import { Suspense } from 'react';
import { useSession } from '../features/accounts/api/session.ts';
import { lazyPart } from '../lib/lazyPart.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Menu } from '../ui/Menu.tsx';

const load = () => import('./UserMenuItems.tsx');
const UserMenuItems = lazyPart(async () => (await load()).UserMenuItems);

/** Fetches what is in it ahead, so that somebody can sign out without a connection too. */
export const warmUserMenu = (): Promise<unknown> => load();

/** Whoever is signed in, as a button with a menu. */
export function UserMenu() {
  const { user } = useSession();
  const name = user.full_name || user.username;
  return (
    <Menu
      trigger={
        <button type="button" data-tip={`Account of ${name}`} className="inline-flex shrink-0 items-center justify-center rounded-full coarse:size-11">
          <span className="sr-only">Account of {name}</span>
          <Avatar name={name} seed={user.id} size="sm" />
        </button>
      }
    >
      <Suspense>
        <UserMenuItems />
      </Suspense>
    </Menu>
  );
}
