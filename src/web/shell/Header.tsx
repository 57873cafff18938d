import { Link } from '@tanstack/react-router';
import { Search, Users } from 'lucide-react';
import { useSession } from '../features/accounts/api/session.ts';
import { isMac } from '../lib/hotkeys.ts';
import { Badge } from '../ui/Badge.tsx';
import { IconButton } from '../ui/Button.tsx';
import { Logo } from '../ui/Logo.tsx';
import { ConnectionState } from './ConnectionState.tsx';
import { useOverlays } from './overlays.ts';
import { UserMenu } from './UserMenu.tsx';

export function Header() {
  const { show } = useOverlays();
  const { space } = useSession();
  const open = () => show({ name: 'palette' });
  return (
    <header className="line-fades sticky top-0 z-20 flex h-14 items-center gap-3 border-b border-line bg-bg/90 px-4 backdrop-blur sm:px-6 lg:px-8">
      <Link to="/" className="flex min-h-11 items-center gap-2.5 lg:hidden">
        <Logo className="size-7" />
        <span className="text-lg font-semibold tracking-tight">Kith</span>
      </Link>
      <div className="grow lg:hidden">
        <ConnectionState onlyTrouble />
      </div>
      <button
        type="button"
        onClick={open}
        aria-keyshortcuts="Control+K Meta+K"
        className="hidden h-9 w-full max-w-md items-center gap-2.5 rounded-lg border border-line bg-card px-3 text-sm text-faint transition-colors hover:border-control lg:flex"
      >
        <Search aria-hidden className="size-4" />
        <span className="grow text-left">Search or do anything</span>
        <kbd className="rounded border border-line px-1.5 font-sans text-xs">{isMac ? '⌘' : 'Ctrl'} K</kbd>
      </button>
      <div className="hidden grow lg:block" />
      <IconButton label="Search or do anything" className="lg:hidden" onClick={open}>
        <Search aria-hidden />
      </IconButton>
      {space.kind === 'shared' && (
        <Badge className="shrink-0">
          <Users aria-hidden className="size-3.5" />
          <span className="sr-only">Space:</span> {space.name}
        </Badge>
      )}
      <UserMenu />
    </header>
  );
}
