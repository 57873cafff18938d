import { createFileRoute } from '@tanstack/react-router';
import { Users } from '../../features/admin/components/Users.tsx';
import { InviteAccounts } from '../../features/spaces/components/InviteAccounts.tsx';

export const Route = createFileRoute('/_app/admin/users/')({ component: Accounts });

function Accounts() {
  return (
    <div className="flex flex-col gap-4">
      <div>
        <Users />
      </div>
      <InviteAccounts />
    </div>
  );
}
