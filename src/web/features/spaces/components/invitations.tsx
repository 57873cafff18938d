import { Copy, X } from 'lucide-react';
import { formatDate } from '../../../lib/format.ts';
import type { Invitation } from '../../../lib/types.ts';
import { IconButton } from '../../../ui/Button.tsx';
import { notify } from '../../../ui/toast.tsx';

/** A fresh link to pass on; it is shown only now. */
export function InviteLink({ link }: { link: string }) {
  return (
    <div className="mt-3 flex items-center gap-2 rounded-lg border border-line bg-bg p-3">
      <code className="min-w-0 grow font-mono text-sm break-all select-all">{link}</code>
      <IconButton label="Copy link" onClick={() => void navigator.clipboard.writeText(link).then(() => notify('Link copied'))}>
        <Copy aria-hidden />
      </IconButton>
    </div>
  );
}

/** Invitations that nobody has used yet. */
export function OpenInvitations({ invitations, onWithdraw }: { invitations: Invitation[]; onWithdraw: (id: string) => void }) {
  return (
    <ul className="mt-2">
      {invitations.map((invitation) => (
        <li key={invitation.id} className="flex min-h-12 items-center gap-3 text-sm">
          <span className="min-w-0 grow truncate text-muted">
            {[invitation.email ?? 'Anyone with the link', invitation.role, `until ${formatDate(invitation.expires_at)}`].filter(Boolean).join(' · ')}
          </span>
          <IconButton label="Withdraw invitation" onClick={() => onWithdraw(invitation.id)}>
            <X aria-hidden />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}
