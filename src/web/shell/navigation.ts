import {
  CalendarClock,
  CalendarDays,
  ChartNoAxesColumn,
  FileInput,
  History,
  House,
  Hourglass,
  ListTodo,
  MessageCircleQuestionMark,
  type LucideIcon,
  Search,
  Settings,
  ShieldCheck,
  Tags,
  Users,
  UsersRound,
  Waypoints,
} from 'lucide-react';
import { useSession } from '../features/accounts/api/session.ts';

/** Days and people, what one wants to find out, and keeping Kith itself in order: each section in the order of use. */
const list = [
  { to: '/', label: 'Today', icon: House, key: 't', section: 'daily' },
  { to: '/people', label: 'People', icon: Users, key: 'p', section: 'daily' },
  { to: '/calendar', label: 'Calendar', icon: CalendarDays, key: 'c', section: 'daily' },
  { to: '/timeline', label: 'Timeline', icon: CalendarClock, key: 'm', section: 'daily' },
  { to: '/follow-ups', label: 'Follow-ups', icon: ListTodo, key: 'f', section: 'daily' },
  { to: '/search', label: 'Search', icon: Search, key: 's', section: 'explore' },
  { to: '/ask', label: 'Ask', icon: MessageCircleQuestionMark, key: 'q', section: 'explore' },
  { to: '/graph', label: 'Graph', icon: Waypoints, key: 'g', section: 'explore' },
  { to: '/insights', label: 'Insights', icon: ChartNoAxesColumn, key: 'i', section: 'explore' },
  { to: '/groups', label: 'Groups', icon: UsersRound, key: 'o', section: 'explore' },
  { to: '/tags', label: 'Tags', icon: Tags, key: 'l', section: 'explore' },
  { to: '/import', label: 'Import', icon: FileInput, key: 'x', section: 'manage' },
  { to: '/activity', label: 'Activity', icon: History, key: 'a', section: 'manage' },
  { to: '/jobs', label: 'Jobs', icon: Hourglass, key: 'j', section: 'manage' },
  { to: '/admin', label: 'Admin', icon: ShieldCheck, key: 'd', section: 'manage' },
  { to: '/settings', label: 'Settings', icon: Settings, key: ',', section: 'manage' },
] as const;

export type Page = { to: (typeof list)[number]['to']; label: string; icon: LucideIcon; key: string; section: 'daily' | 'explore' | 'manage' };

const forAdmins: readonly string[] = ['/admin'];
/** What support access opens. */
const forSupport: readonly string[] = ['/people', '/graph', '/groups', '/tags', '/insights'];

/** The pages there are for whoever is signed in, in order, with the letter that follows `g`. */
export function usePages(): readonly Page[] {
  const { user, support } = useSession();
  return support ? list.filter(({ to }) => forSupport.includes(to)) : user.role === 'admin' ? list : list.filter(({ to }) => !forAdmins.includes(to));
}

/** The same by section, without sections that have no page. */
export const bySection = (pages: readonly Page[]): Page[][] => (['daily', 'explore', 'manage'] as const).map((section) => pages.filter((page) => page.section === section)).filter((section) => section.length > 0);
