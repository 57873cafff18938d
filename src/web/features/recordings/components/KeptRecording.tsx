import { PencilLine, Trash2 } from 'lucide-react';
import { useQueryClient } from '@tanstack/react-query';
import { attempt } from '../../../lib/attempt.ts';
import { formatDateTime } from '../../../lib/format.ts';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { notifyError } from '../../../ui/toast.tsx';
import { soundUrl, useForgetRecording, useTranscribeAgain, type Heard, type Recording } from '../api/recordings.ts';

/** A recording whose text is not saved yet: to be heard again, written down again, or thrown away. */
export function KeptRecording({ contactId, recording, onHeard }: { contactId: string; recording: Recording; onHeard: (heard: Heard) => void }) {
  const queries = useQueryClient();
  const again = useTranscribeAgain(contactId);
  const remove = useForgetRecording(contactId);
  const insert = () => {
    if (recording.text !== null) return onHeard({ recording, text: recording.text, problem: null, job_id: null });
    again.mutate(recording.id, { onSuccess: onHeard, onError: (error) => notifyError(error, 'Could not write it down') });
  };
  return (
    <li className="flex flex-wrap items-center gap-2 rounded-lg bg-bg px-2.5 py-1.5 text-sm">
      <span className="text-faint">{formatDateTime(recording.created_at)}</span>
      {/* What is said is the text that Kith offers beside it. */}
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
      <audio controls preload="none" src={soundUrl(recording.id)} aria-label={`Recording of ${formatDateTime(recording.created_at)}`} className="h-9 min-w-40 grow" />
      <Button size="sm" variant="ghost" busy={again.isPending} icon={<PencilLine aria-hidden className="size-4" />} onClick={insert}>
        {recording.text === null ? 'Write it down' : 'Into the note'}
      </Button>
      <IconButton
        label="Throw the recording away"
        onClick={() => void attempt(remove.mutateAsync(recording.id), { done: 'Recording thrown away', failed: 'Could not throw it away', queries, actionId: (id) => id })}
      >
        <Trash2 aria-hidden className="size-4" />
      </IconButton>
    </li>
  );
}
