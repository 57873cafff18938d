import { CalendarDays, Cake, FileText, MessageSquare, MessagesSquare, NotebookPen, PencilLine, Phone, type LucideIcon } from 'lucide-react';
import { plural } from '../../../lib/format.ts';
import type { TimelineItem } from '../api/timeline.ts';

/** How each kind of thing on a timeline is called and drawn. */
const KINDS: Record<string, { one: string; many: string; icon: LucideIcon }> = {
  note: { one: 'Note', many: 'Notes', icon: NotebookPen },
  entry: { one: 'Entry', many: 'Entries', icon: PencilLine },
  interaction: { one: 'Contact', many: 'Calls and meetings', icon: Phone },
  event: { one: 'Event', many: 'Events', icon: CalendarDays },
  message: { one: 'Messages', many: 'Messages', icon: MessageSquare },
  mention: { one: 'Mentioned', many: 'Mentions', icon: MessagesSquare },
  date: { one: 'Date', many: 'Birthdays and dates', icon: Cake },
};

/** A kind that a newer server may know and this page does not. */
export const kindOf = (kind: string) => KINDS[kind] ?? { one: kind, many: kind, icon: FileText };

const TITLES: Record<string, string> = { demo: 'Note', sms: 'SMS', imessage: 'iMessage', whatsapp: 'WhatsApp', other: 'In touch', pasted: 'Pasted messages' };

/** What an item is called in a few words: "Call", "WhatsApp", "Birthday, 34 years", "Dinner". */
export function titleOf({ kind, title, count }: TimelineItem): string {
  if (!title) return kindOf(kind).one;
  if (kind === 'event') return title;
  const words = TITLES[title] ?? `${title.charAt(0).toLocaleUpperCase()}${title.slice(1)}`;
  return kind === 'date' && count ? `${words}, ${plural(count, 'year')}` : words;
}
