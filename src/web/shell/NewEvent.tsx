import { useState } from 'react';
import { useSession } from '../features/accounts/api/session.ts';
import { EventDialog, type Draft } from '../features/calendar/components/EventDialog.tsx';
import { addMinutes } from '../features/calendar/days.ts';
import { clockHere } from '../lib/format.ts';

/** A new event over any page; in the next full hour unless more is known of it. */
export function NewEvent({ draft, onClose }: { draft: Draft | undefined; onClose: () => void }) {
  const { preferences } = useSession();
  const [open] = useState(() => draft ?? { start: addMinutes(`${clockHere().slice(0, 13)}:00`, 60) });
  return <EventDialog open={open} zone={preferences.time_zone} onClose={onClose} />;
}
