import { useQuery } from '@tanstack/react-query';
import { Copy, KeyRound, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { formatDate, formatRelative } from '../../../lib/format.ts';
import type { ApiKey } from '../../../lib/types.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Confirm, Dialog, FormDialog } from '../../../ui/Dialog.tsx';
import { Input, Select } from '../../../ui/Field.tsx';
import { DataView, EmptyState, SkeletonRows } from '../../../ui/states.tsx';
import { notify, notifyError } from '../../../ui/toast.tsx';
import { keysQuery, useCreateKey, useRevokeKey } from '../api/keys.ts';

/** Keys for programs: what they may do, until when, and when they were last used. */
export function KeySettings() {
  const query = useQuery(keysQuery);
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const revoke = useRevokeKey();
  const add = (
    <Button size="sm" icon={<Plus aria-hidden className="size-4" />} onClick={() => setCreating(true)}>
      New key
    </Button>
  );
  return (
    <Card title="API keys" actions={add}>
      <p className="px-4 pt-1 pb-2 text-sm text-muted">
        For scripts and other programs. The whole API is described at{' '}
        <a className="link" href="/api/docs" target="_blank" rel="noreferrer">
          /api/docs
        </a>
        .
      </p>
      <DataView
        query={query}
        compact
        loading={<SkeletonRows rows={2} />}
        isEmpty={(keys) => keys.length === 0}
        empty={
          <EmptyState compact icon={<KeyRound aria-hidden />} title="No keys">
            A key stands in for your password, with only the rights you give it.
          </EmptyState>
        }
      >
        {(keys) => (
          <ul className="divide-y divide-line border-t border-line">
            {keys.map((key) => (
              <li key={key.id} className="flex min-h-16 items-center gap-3 px-4 py-2">
                <div className="min-w-0 grow">
                  <p className="flex flex-wrap items-center gap-2">
                    <span className="font-medium">{key.name}</span>
                    <code className="font-mono text-sm text-faint">{key.prefix}…</code>
                    <Badge>{key.scopes.includes('write') ? 'read and write' : 'read only'}</Badge>
                  </p>
                  <p className="text-sm text-faint">
                    {key.last_used_at ? `Last used ${formatRelative(key.last_used_at)}` : 'Never used'}
                    {key.expires_at && ` · until ${formatDate(key.expires_at)}`}
                  </p>
                </div>
                <IconButton label={`Revoke ${key.name}`} onClick={() => setRevoking(key)}>
                  <Trash2 aria-hidden />
                </IconButton>
              </li>
            ))}
          </ul>
        )}
      </DataView>
      {creating && <CreateKey onClose={() => setCreating(false)} />}
      <Confirm
        open={revoking !== null}
        title={`Revoke “${revoking?.name}”?`}
        confirm="Revoke"
        busy={revoke.isPending}
        onClose={() => setRevoking(null)}
        onConfirm={() =>
          revoking &&
          revoke.mutate(revoking.id, {
            onSuccess: () => notify('Key revoked'),
            onError: (error) => notifyError(error, 'Could not revoke'),
            onSettled: () => setRevoking(null),
          })
        }
      >
        Programs that use it stop working at once. This cannot be undone.
      </Confirm>
    </Card>
  );
}

function CreateKey({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [rights, setRights] = useState<'read' | 'write'>('read');
  const [days, setDays] = useState('90');
  const create = useCreateKey();
  const submit = () => {
    const expires = days ? { expires_at: new Date(Date.now() + Number(days) * 86_400_000).toISOString() } : {};
    create.mutate({ name: name.trim(), scopes: rights === 'write' ? ['read', 'write'] : ['read'], ...expires });
  };
  const made = create.data;
  if (made) {
    return (
      <Dialog
        open
        onClose={onClose}
        title="Your new key"
        description="Copy it now. It is not shown again."
        footer={
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <div className="flex items-center gap-2 rounded-lg border border-line bg-bg p-3">
          <code className="min-w-0 grow font-mono text-sm break-all select-all">{made.key}</code>
          <IconButton label="Copy key" onClick={() => void navigator.clipboard.writeText(made.key).then(() => notify('Copied'))}>
            <Copy aria-hidden />
          </IconButton>
        </div>
      </Dialog>
    );
  }
  return (
    <FormDialog onClose={onClose} title="New API key" submit="Make key" busy={create.isPending} error={create.error} onSubmit={submit}>
      <Input label="What is it for?" placeholder="Shortcut on my phone" value={name} onChange={(event) => setName(event.target.value)} maxLength={100} autoFocus required />
      <Select label="May" value={rights} onChange={(event) => setRights(event.target.value as 'read' | 'write')}>
        <option value="read">Only read</option>
        <option value="write">Read and write</option>
      </Select>
      <Select label="Works" value={days} onChange={(event) => setDays(event.target.value)}>
        <option value="30">for 30 days</option>
        <option value="90">for 90 days</option>
        <option value="365">for a year</option>
        <option value="">until it is revoked</option>
      </Select>
    </FormDialog>
  );
}
