import {
  CalendarClock,
  CalendarDays,
  ChartNoAxesColumn,
  FileInput,
  History,
  House,
  ListChecks,
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

const list = [
  { to: '/', label: 'Today', icon: House, key: 't' },
  { to: '/people', label: 'People', icon: Users, key: 'p' },
  { to: '/calendar', label: 'Calendar', icon: CalendarDays, key: 'c' },
  { to: '/timeline', label: 'Timeline', icon: CalendarClock, key: 'm' },
  { to: '/graph', label: 'Graph', icon: Waypoints, key: 'g' },
  { to: '/groups', label: 'Groups', icon: UsersRound, key: 'o' },
  { to: '/tags', label: 'Tags', icon: Tags, key: 'l' },
  { to: '/insights', label: 'Insights', icon: ChartNoAxesColumn, key: 'i' },
  { to: '/search', label: 'Search', icon: Search, key: 's' },
  { to: '/ask', label: 'Ask', icon: MessageCircleQuestionMark, key: 'q' },
  { to: '/import', label: 'Import', icon: FileInput, key: 'x' },
  { to: '/activity', label: 'Activity', icon: History, key: 'a' },
  { to: '/jobs', label: 'Jobs', icon: ListChecks, key: 'j' },
  { to: '/admin', label: 'Admin', icon: ShieldCheck, key: 'd' },
  { to: '/settings', label: 'Settings', icon: Settings, key: ',' },
] as const;

export type Page = { to: (typeof list)[number]['to']; label: string; icon: LucideIcon; key: string };

const forAdmins: readonly string[] = ['/admin'];
/** What support access opens. */
const forSupport: readonly string[] = ['/people', '/graph', '/groups', '/tags', '/insights'];

/** The pages there are for whoever is signed in, in order, with the letter that follows `g`. */
export function usePages(): readonly Page[] {
  const { user, support } = useSession();
  return support ? list.filter(({ to }) => forSupport.includes(to)) : user.role === 'admin' ? list : list.filter(({ to }) => !forAdmins.includes(to));
}
