import { Eye } from 'lucide-react';
import { useState } from 'react';
import { endSupport } from '../features/accounts/api/support.ts';
import { enterSpace } from '../lib/api.ts';
import { formatTime } from '../lib/format.ts';
import { leaveBy } from '../lib/leave.ts';
import type { Session } from '../lib/types.ts';
import { notifyError } from '../ui/toast.tsx';

/** Over every page while an admin reads somebody else's space: whose it is, until when, and the way out. */
export function SupportBanner({ support }: { support: NonNullable<Session['support']> }) {
  const [busy, setBusy] = useState(false);
  const end = async () => {
    setBusy(true);
    try {
      // Nothing of theirs may stay on screen.
      await leaveBy(() => endSupport(support.id), () => enterSpace(undefined), `/admin/users/${support.user_id}`);
    } catch (error) {
      setBusy(false);
      notifyError(error, 'Could not end it');
    }
  };
  return (
    <aside aria-label="Support access" className="sticky top-14 z-20 flex flex-wrap items-center gap-x-4 gap-y-2 bg-danger-fill px-4 py-2.5 text-sm text-white sm:px-6 lg:px-8">
      <Eye aria-hidden className="size-5 shrink-0" />
      <p className="min-w-0 grow basis-60">
        <strong className="font-semibold">You are looking at the data of {support.person}.</strong> Read-only, until {formatTime(support.expires_at)}. They see every request you make.
      </p>
      <button type="button" disabled={busy} onClick={() => void end()} className="min-h-9 rounded-lg border border-white/70 px-3 font-medium hover:bg-white/15 disabled:opacity-60 coarse:min-h-11">
        Stop looking
      </button>
    </aside>
  );
}
