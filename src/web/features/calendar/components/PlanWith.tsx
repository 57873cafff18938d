import { clockHere } from '../../../lib/format.ts';
import { addDays } from '../days.ts';
import { EventDialog } from './EventDialog.tsx';

/** A follow-up with somebody that no entry asks for: an event, tomorrow at nine unless they say otherwise. */
export function PlanWith({ person, zone, onClose }: { person: { id: string; full_name: string }; zone: string; onClose: () => void }) {
  const start = `${addDays(clockHere(), 1)}T09:00`;
  return <EventDialog open={{ start, title: `Follow up with ${person.full_name}`, people: [{ id: person.id, full_name: person.full_name }] }} zone={zone} onClose={onClose} />;
}
