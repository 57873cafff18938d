import { History, House, ListChecks, Search, Settings, Tags, Users, Waypoints, type LucideIcon } from 'lucide-react';

export type Page = { to: '/' | '/people' | '/graph' | '/tags' | '/search' | '/activity' | '/jobs' | '/settings'; label: string; icon: LucideIcon; key: string };

/** The pages there are, in order, with the letter that follows `g`. */
export const pages: Page[] = [
  { to: '/', label: 'Today', icon: House, key: 't' },
  { to: '/people', label: 'People', icon: Users, key: 'p' },
  { to: '/graph', label: 'Graph', icon: Waypoints, key: 'g' },
  { to: '/tags', label: 'Tags', icon: Tags, key: 'l' },
  { to: '/search', label: 'Search', icon: Search, key: 's' },
  { to: '/activity', label: 'Activity', icon: History, key: 'a' },
  { to: '/jobs', label: 'Jobs', icon: ListChecks, key: 'j' },
  { to: '/settings', label: 'Settings', icon: Settings, key: ',' },
];
