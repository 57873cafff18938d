import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Eye } from 'lucide-react';
import { useState } from 'react';
import { formatDateTime, formatTime, plural } from '../../../lib/format.ts';
import type { SupportAccess as Access } from '../../../lib/types.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { More } from '../../../ui/More.tsx';
import { DataView, SkeletonRows } from '../../../ui/states.tsx';
import { notify, notifyError } from '../../../ui/toast.tsx';
import { supportQuery, supportReadsQuery, useEndSupport } from '../api/support.ts';

/** Which admins have looked at this person's data: who, when, why, and what. First of all one who is looking now. */
export function SupportAccess() {
  const query = useQuery(supportQuery);
  if (query.data?.length === 0) return null;
  return (
    <Card title="Admins who looked at your data">
      <DataView query={query} compact loading={<SkeletonRows rows={1} />}>
        {(list) => (
          <ul className="divide-y divide-line pb-1">
            {list.map((access) => (
              <Item key={access.id} access={access} />
            ))}
          </ul>
        )}
      </DataView>
    </Card>
  );
}

function Item({ access }: { access: Access }) {
  const [open, setOpen] = useState(false);
  const end = useEndSupport();
  const until = access.ended_at ?? access.expires_at;
  return (
    <li className="px-4 py-3">
      <div role={access.active ? 'alert' : undefined} className="flex flex-wrap items-start gap-3">
        <Eye aria-hidden className={`mt-0.5 size-5 shrink-0 ${access.active ? 'text-danger' : 'text-faint'}`} />
        <div className="min-w-0 grow basis-60">
          <p className="flex flex-wrap items-center gap-2">
            <span>
              {access.admin_name} {access.active ? 'may look at your data' : 'looked at your data'} from {formatDateTime(access.created_at)} to {formatTime(until)}
            </span>
            {access.active && <Badge color="var(--danger)">Now</Badge>}
          </p>
          <p className="text-sm text-muted">“{access.reason}”</p>
          <p className="text-sm text-faint">Read-only · {plural(access.reads, 'request')}</p>
        </div>
        <div className="flex gap-2">
          {access.reads > 0 && (
            <Button size="sm" variant="ghost" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? 'Hide' : 'What they saw'}
            </Button>
          )}
          {access.active && (
            <Button size="sm" variant="danger" busy={end.isPending} onClick={() => end.mutate(access.id, { onSuccess: () => notify('Their access has ended'), onError: (error) => notifyError(error, 'Could not end it') })}>
              End now
            </Button>
          )}
        </div>
      </div>
      {open && <Reads id={access.id} />}
    </li>
  );
}

function Reads({ id }: { id: string }) {
  const query = useInfiniteQuery(supportReadsQuery(id));
  return (
    <DataView query={query} compact loading={<SkeletonRows rows={2} />}>
      {({ pages }) => (
        <>
          <ul className="mt-2 rounded-lg border border-line px-3 py-2 text-sm">
            {pages
              .flatMap((page) => page.data)
              .map((one) => (
                <li key={one.id} className="flex flex-wrap gap-x-3 py-0.5">
                  <code className="min-w-0 grow font-mono text-xs break-all text-muted">{one.route}</code>
                  <time dateTime={one.created_at} className="text-faint">
                    {formatDateTime(one.created_at)}
                  </time>
                </li>
              ))}
          </ul>
          <More query={query}>Show earlier</More>
        </>
      )}
    </DataView>
  );
}
