import { CalendarDays, ChartNoAxesColumn, History, House, ListChecks, Search, Settings, Tags, Users, type LucideIcon } from 'lucide-react';

export type Page = { to: '/' | '/people' | '/calendar' | '/tags' | '/search' | '/insights' | '/activity' | '/jobs' | '/settings'; label: string; icon: LucideIcon; key: string };

/** The pages there are, in order, with the letter that follows `g`. */
export const pages: Page[] = [
  { to: '/', label: 'Today', icon: House, key: 't' },
  { to: '/people', label: 'People', icon: Users, key: 'p' },
  { to: '/calendar', label: 'Calendar', icon: CalendarDays, key: 'c' },
  { to: '/tags', label: 'Tags', icon: Tags, key: 'l' },
  { to: '/search', label: 'Search', icon: Search, key: 's' },
  { to: '/insights', label: 'Insights', icon: ChartNoAxesColumn, key: 'i' },
  { to: '/activity', label: 'Activity', icon: History, key: 'a' },
  { to: '/jobs', label: 'Jobs', icon: ListChecks, key: 'j' },
  { to: '/settings', label: 'Settings', icon: Settings, key: ',' },
];
