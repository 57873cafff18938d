import { useState } from 'react';
import { useSession } from '../features/accounts/api/session.ts';
import { EventDialog } from '../features/calendar/components/EventDialog.tsx';
import { addMinutes } from '../features/calendar/days.ts';
import { clockHere } from '../lib/format.ts';

/** A new event in the next full hour, over any page. */
export function NewEvent({ onClose }: { onClose: () => void }) {
  const { preferences } = useSession();
  const [start] = useState(() => addMinutes(`${clockHere().slice(0, 13)}:00`, 60));
  return <EventDialog open={{ start }} zone={preferences.time_zone} onClose={onClose} />;
}
