import { useState } from 'react';
import { formatTime } from '../../../lib/format.ts';
import type { AdminUser } from '../../../lib/types.ts';
import { Button, buttonClass } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { FormDialog } from '../../../ui/Dialog.tsx';
import { Textarea } from '../../../ui/Field.tsx';
import { look, useImportFor, useLook } from '../api/users.ts';
import { CsvFile, type RenderJob } from './CsvFile.tsx';
import { Row } from './UserAccount.tsx';

/** Somebody's data, which an admin reaches only where the person sees it: looking, exporting, importing. */
export function UserData({ user, access, renderJob }: { user: AdminUser; access: { space_id: string; expires_at: string } | null; renderJob: RenderJob }) {
  const [asking, setAsking] = useState(false);
  const run = useImportFor(user);
  return (
    <Card title="Their data">
      <p className="px-4 text-sm text-muted">Everything here is shown to them, with your name.</p>
      <div className="divide-y divide-line">
        <Row title="Look at it" text={access ? `Open until ${formatTime(access.expires_at)}.` : 'People, entries, notes, graph and insights; read-only, for half an hour, with a reason.'}>
          {access ? (
            <Button onClick={() => look(access.space_id)}>
              Go on looking
            </Button>
          ) : (
            <Button onClick={() => setAsking(true)}>
              View as {user.username}
            </Button>
          )}
        </Row>
        <Row title="Export" text="Everybody they know and what is known about them, as Kith’s CSV.">
          <a href={`/api/v1/admin/users/${user.id}/export/csv?bom=true`} download className={buttonClass()}>
            Export CSV
          </a>
        </Row>
        <Row title="Import" text="Kith’s CSV into their personal space. What is there is not overwritten, and they can undo it.">
          <CsvFile label="Choose a file" run={run} whom={user.username} renderJob={renderJob} />
        </Row>
      </div>
      {asking && <Reason user={user} onClose={() => setAsking(false)} />}
    </Card>
  );
}

function Reason({ user, onClose }: { user: AdminUser; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const open = useLook(user);
  const submit = () => {
    open.mutate(reason.trim());
  };
  return (
    <FormDialog
      onClose={onClose}
      title={`Look at the data of ${user.full_name || user.username}`}
      description="Read-only, for half an hour. They are told now, see every request you make, and can end it."
      size="md"
      submit="Look"
      busy={open.isPending}
      disabled={reason.trim().length < 5}
      error={open.error}
      onSubmit={submit}
    >
      <Textarea label="Reason, as they will read it" value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} rows={3} required />
    </FormDialog>
  );
}
