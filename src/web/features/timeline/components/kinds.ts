import { CalendarDays, Cake, FileText, MessageSquare, MessagesSquare, NotebookPen, PencilLine, Phone, type LucideIcon } from 'lucide-react';

/** How each kind of thing on a timeline is called and drawn. */
export const KINDS: Record<string, { one: string; many: string; icon: LucideIcon }> = {
  note: { one: 'Note', many: 'Notes', icon: NotebookPen },
  entry: { one: 'Entry', many: 'Entries', icon: PencilLine },
  interaction: { one: 'Contact', many: 'Calls and meetings', icon: Phone },
  event: { one: 'Event', many: 'Events', icon: CalendarDays },
  message: { one: 'Message', many: 'Messages', icon: MessageSquare },
  mention: { one: 'Mentioned', many: 'Mentions', icon: MessagesSquare },
  date: { one: 'Date', many: 'Birthdays and dates', icon: Cake },
};

/** A kind that a newer server may know and this page does not. */
export const kindOf = (kind: string) => KINDS[kind] ?? { one: kind, many: kind, icon: FileText };
