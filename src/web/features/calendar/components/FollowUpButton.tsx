import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CalendarCheck2, CalendarPlus } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import { Button } from '../../../ui/Button.tsx';
import { followUpsQuery } from '../api/followups.ts';
import { whenText } from './follow-up-words.ts';

const FollowUpDialog = lazyPart(async () => (await import('./FollowUpDialog.tsx')).FollowUpDialog);

/** Of an Actionable entry: the way into the calendar, or the event it became. */
export function FollowUpButton({ contactId, entryId }: { contactId: string; entryId: string }) {
  const canWrite = useCanWrite();
  const { data } = useQuery(followUpsQuery(contactId));
  const [open, setOpen] = useState(false);
  const followUp = data?.find((one) => one.entry_id === entryId);
  if (!followUp) return null;
  if (followUp.event)
    return (
      <Link
        to="/calendar"
        search={{ date: followUp.event.starts_at.slice(0, 10), event: followUp.event.id }}
        className="inline-flex min-h-8 items-center gap-1.5 rounded-lg px-2 text-sm text-link hover:bg-hover coarse:min-h-11"
      >
        <CalendarCheck2 aria-hidden className="size-4" /> <span className="sr-only">In the calendar </span>
        {whenText(followUp.event.starts_at)}
      </Link>
    );
  if (!canWrite || followUp.done_at) return null;
  return (
    <>
      <Button size="sm" variant="ghost" icon={<CalendarPlus aria-hidden className="size-4" />} onClick={() => setOpen(true)}>
        Follow up
      </Button>
      <Suspense>{open && <FollowUpDialog followUp={followUp} onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
