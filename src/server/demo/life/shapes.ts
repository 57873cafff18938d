/** What the files of this folder hold. */
export type LifeTag = { name: string; color: string; description: string | null };
type Labelled = { label: string; value: string };
/** A fixed day, or one that is always soon: so many days from now, of that year. */
type Birthday = string | { in_days: number; year: number };
export type LifePerson = {
  /** How notes name the person. */
  key: string;
  full_name: string;
  tier: 1 | 2;
  tags: string[];
  birthday?: Birthday;
  name_prefix?: string;
  nickname?: string;
  pronouns?: string;
  company?: string;
  title?: string;
  how_we_met?: string;
  description?: string;
  starred?: boolean;
  archived?: boolean;
  emails?: Labelled[];
  phones?: Labelled[];
  addresses?: { label: string; street: string; city: string; region: string; postal_code: string; country: string }[];
  important_dates?: { label: string; date: string }[];
  social_handles?: { network: string; handle: string }[];
  custom_fields?: Labelled[];
};
/** Who is what to whom: the first is the type of the second. */
export type LifeTie = [who: string, type: string, whom: string];
/** A note about somebody, written so many days ago at that time. */
export type LifeNote = { about: string; days: number; at: string; tags?: string[]; text: string };
/** An event so many days from today: at a time for so many minutes, or whole days up to the last. */
export type LifeEvent = {
  title: string;
  days: number;
  at?: string;
  minutes?: number;
  last?: number;
  rrule?: string;
  with: string[];
  invites?: [who: string, status: 'accepted' | 'declined' | 'tentative'][];
  place?: string;
  description?: string;
  color?: string;
  reminders?: ({ minutes_before: number } | { days_before: number; at_time: string })[];
};
export type LifeGroup = { name: string; color: string; description: string | null; members: string[] };
