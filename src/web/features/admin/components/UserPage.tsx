import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import { formatDate, formatDateTime, formatNumber, formatRelative } from '../../../lib/format.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Badge } from '../../../ui/Badge.tsx';
import { Card } from '../../../ui/Card.tsx';
import { DataView, SkeletonRows } from '../../../ui/states.tsx';
import { userQuery } from '../api/users.ts';
import type { RenderJob } from './CsvFile.tsx';
import { UserAccount } from './UserAccount.tsx';
import { UserData } from './UserData.tsx';
import { formatBytes, states } from './words.ts';

/** One account: how much is in it, and what an admin may do with it. `me`: of the admin who looks. */
export function UserPage({ userId, me, onDeleted, renderJob }: { userId: string; me: string; onDeleted: () => void; renderJob: RenderJob }) {
  const query = useQuery(userQuery(userId));
  return (
    <>
      <Link to="/admin/users" className="mb-3 inline-flex min-h-9 items-center gap-1 text-sm text-muted hover:text-text coarse:min-h-11">
        <ChevronLeft aria-hidden className="size-4" /> Accounts
      </Link>
      <DataView query={query} loading={<SkeletonRows rows={3} avatar />}>
        {({ user, access }) => (
          <div className="flex flex-col gap-4">
            <Card>
              <div className="flex flex-wrap items-center gap-4 p-4">
                <Avatar name={user.full_name || user.username} seed={user.id} size="lg" />
                <div className="min-w-0 grow basis-52">
                  <h2 className="text-xl font-semibold break-words">{user.full_name || user.username}</h2>
                  <p className="break-words text-muted">{[user.username, user.email].filter(Boolean).join(' · ')}</p>
                </div>
                <div className="flex flex-wrap gap-2">
                  <Badge color={states[user.state].color!}>{states[user.state].label}</Badge>
                  {user.role === 'admin' && <Badge color="var(--hue-1)">Admin</Badge>}
                  {user.totp_enabled && <Badge>Two-factor</Badge>}
                </div>
              </div>
              <dl className="grid grid-cols-2 gap-x-4 gap-y-3 border-t border-line p-4 sm:grid-cols-4">
                {[
                  ['People', formatNumber(user.people)],
                  ['Notes', formatNumber(user.notes)],
                  ['Entries', formatNumber(user.entries)],
                  ['Files', formatBytes(user.storage_bytes)],
                  ['Shared spaces', formatNumber(user.shared_spaces)],
                  ['Since', formatDate(user.created_at)],
                  ['Last here', user.last_active_at ? formatRelative(user.last_active_at) : 'Never'],
                ].map(([name, value]) => (
                  <div key={name}>
                    <dt className="text-sm text-muted">{name}</dt>
                    <dd className="font-medium tabular-nums" title={name === 'Last here' && user.last_active_at ? formatDateTime(user.last_active_at) : undefined}>
                      {value}
                    </dd>
                  </div>
                ))}
              </dl>
            </Card>
            {user.id !== me && <UserData user={user} access={access} renderJob={renderJob} />}
            <UserAccount user={user} mine={user.id === me} onDeleted={onDeleted} />
          </div>
        )}
      </DataView>
    </>
  );
}
