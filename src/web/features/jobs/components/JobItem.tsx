import { Link } from '@tanstack/react-router';
import { useCanWrite } from '../../../lib/access.ts';
import { formatRelative } from '../../../lib/format.ts';
import type { Job } from '../../../lib/types.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { ProgressBar } from '../../../ui/Progress.tsx';
import { notifyError } from '../../../ui/toast.tsx';
import { isOver, useCancelJob, useRetryJob } from '../api/jobs.ts';

const names: Record<string, string> = { admin_import: 'Importing for accounts', update_contacts: 'Changing people', delete_contacts: 'Deleting people', 'notes.process': 'Reading a note', 'note.process': 'Reading a note', process_note: 'Reading a note' };
const looks: Record<Job['state'], { label: string; color?: string }> = {
  queued: { label: 'Waiting' },
  running: { label: 'Running', color: 'var(--hue-1)' },
  completed: { label: 'Done', color: 'var(--success)' },
  failed: { label: 'Failed', color: 'var(--danger)' },
  cancelled: { label: 'Cancelled' },
};

function jobName(kind: string): string {
  return names[kind] ?? kind.replaceAll(/[._-]/g, ' ').replace(/^./, (first) => first.toUpperCase());
}

/** Seconds until a running job is done at its pace, if that is known. */
function remaining(job: Job): number | undefined {
  if (job.state !== 'running' || !job.estimate_at) return undefined;
  return Math.max(0, Math.round((Date.parse(job.estimate_at) - Date.now()) / 1000));
}

/** A piece of background work: how far, how long, and the way to stop it. `spaceId`: of one's own space, while one works elsewhere. */
export function JobItem({ job, spaceId }: { job: Job; spaceId?: string | undefined }) {
  const canWrite = useCanWrite() || spaceId !== undefined;
  const cancel = useCancelJob(spaceId);
  const retry = useRetryJob();
  const look = looks[job.state];
  const left = remaining(job);
  return (
    <div className="px-4 py-3">
      <div className="flex min-h-9 items-center gap-3">
        <div className="min-w-0 grow">
          <p className="flex flex-wrap items-center gap-2 font-medium">
            {job.contact_id ? (
              <Link to="/people/$contactId" params={{ contactId: job.contact_id }} className="hover:underline coarse:inline-flex coarse:min-h-11 coarse:items-center">
                {jobName(job.kind)}
              </Link>
            ) : (
              jobName(job.kind)
            )}
            <Badge {...(look.color ? { color: look.color } : {})}>{look.label}</Badge>
          </p>
          <p className="text-sm text-faint">
            {formatRelative(job.finished_at ?? job.started_at ?? job.created_at)}
            {/* how far it was is no news of what is done */}
            {job.message && job.state !== 'completed' && ` · ${job.message}`}
            {left !== undefined && left > 3 && ` · about ${left > 90 ? `${Math.round(left / 60)} min` : `${left} s`} left`}
          </p>
        </div>
        {canWrite && !isOver(job) && (
          <Button size="sm" busy={cancel.isPending} onClick={() => cancel.mutate(job.id, { onError: (error) => notifyError(error, 'Could not cancel') })}>
            Cancel
          </Button>
        )}
        {canWrite && job.state === 'failed' && (
          <Button size="sm" busy={retry.isPending} onClick={() => retry.mutate(job.id, { onError: (error) => notifyError(error, 'Could not try again') })}>
            Try again
          </Button>
        )}
      </div>
      {!isOver(job) && (
        <div className="mt-2">
          <ProgressBar label={jobName(job.kind)} {...(job.state === 'running' ? { value: job.progress } : {})} />
        </div>
      )}
      {job.error && <p className="mt-1 text-sm text-danger">{job.error}</p>}
    </div>
  );
}
