import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { formatRelative, plural } from '../../../lib/format.ts';
import type { AdminUser } from '../../../lib/types.ts';
import { useDebounced } from '../../../lib/useDebounced.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Badge } from '../../../ui/Badge.tsx';
import { Button, buttonClass } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Input } from '../../../ui/Field.tsx';
import { More } from '../../../ui/More.tsx';
import { DataView, SkeletonRows } from '../../../ui/states.tsx';
import { useImportAll, usersQuery } from '../api/users.ts';
import { CsvFile, type RenderJob } from './CsvFile.tsx';
import { UserCreate } from './UserCreate.tsx';
import { formatBytes, states } from './words.ts';

/** Every account: who, how much is in it, and when it was last used. */
export function Users({ renderJob }: { renderJob: RenderJob }) {
  const [text, setText] = useState('');
  const [creating, setCreating] = useState(false);
  const all = useImportAll();
  const query = useInfiniteQuery(usersQuery(useDebounced(text.trim())));
  return (
    <>
      <div className="mb-3 flex flex-wrap items-end gap-2">
        <Input label="Find an account" type="search" value={text} onChange={(event) => setText(event.target.value)} maxLength={100} className="min-w-48 grow" />
        <a href="/api/v1/admin/export/csv?bom=true" download className={buttonClass()}>
          Export all as CSV
        </a>
        <CsvFile label="Import for all" run={all} whom="all" renderJob={renderJob} />
        <Button variant="primary" icon={<UserPlus aria-hidden className="size-4" />} onClick={() => setCreating(true)}>
          New account
        </Button>
      </div>
      <Card>
        <DataView query={query} loading={<SkeletonRows rows={4} avatar />} isEmpty={({ pages }) => pages[0]!.data.length === 0} empty={<p className="px-4 py-8 text-center text-muted">No account has this in its name or email.</p>}>
          {({ pages }) => (
            <ul className="divide-y divide-line">
              {pages
                .flatMap((page) => page.data)
                .map((user) => (
                  <Row key={user.id} user={user} />
                ))}
            </ul>
          )}
        </DataView>
        <More query={query} inCard>Show more</More>
      </Card>
      {creating && <UserCreate onClose={() => setCreating(false)} />}
    </>
  );
}

function Row({ user }: { user: AdminUser }) {
  const state = states[user.state];
  return (
    <li>
      <Link to="/admin/users/$userId" params={{ userId: user.id }} className="flex min-h-16 items-center gap-3 px-4 py-2.5 hover:bg-hover focus-visible:-outline-offset-2">
        <Avatar name={user.full_name || user.username} seed={user.id} />
        <span className="min-w-0 grow">
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="min-w-0 truncate font-medium">{user.full_name || user.username}</span>
            {user.role === 'admin' && <Badge color="var(--hue-1)">Admin</Badge>}
            {user.state !== 'active' && <Badge color={state.color!}>{state.label}</Badge>}
          </span>
          <span className="block truncate text-sm text-muted">{[user.full_name && user.username, user.email].filter(Boolean).join(' · ') || 'No email'}</span>
          <span className="block text-sm text-faint sm:hidden">{plural(user.people, 'person', 'people')}, {plural(user.notes, 'note')}</span>
        </span>
        <span className="hidden shrink-0 text-right text-sm text-muted tabular-nums sm:block">
          {plural(user.people, 'person', 'people')} · {plural(user.notes, 'note')} · {plural(user.entries, 'entry', 'entries')}
          <span className="block text-faint">
            {formatBytes(user.storage_bytes)} of files · {user.last_active_at ? formatRelative(user.last_active_at) : 'never here'}
          </span>
        </span>
      </Link>
    </li>
  );
}
