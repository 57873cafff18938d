/** The shapes of the API, by the names the product uses. */

export type Page<T> = { data: T[]; has_more: boolean; next_cursor: string | null };

export type Role = 'owner' | 'editor' | 'viewer';
export type User = { id: string; username: string; email: string | null; full_name: string | null; role: 'admin' | 'user' };
export type Space = { id: string; name: string; kind: 'personal' | 'shared'; role: Role; member_count?: number };
export type Preferences = {
  time_zone: string;
  units: 'metric' | 'imperial';
  language: string;
  locale: string;
  response_style: 'concise' | 'friendly' | 'coach';
  emoji: boolean;
  detail_level: 'brief' | 'normal' | 'detailed';
  theme: 'dark' | 'light' | 'system';
  week_start: 'monday' | 'sunday' | 'saturday';
  currency: string;
};
export type Session = { user: User; space: Space; preferences?: Preferences };
export type Setup = { first_account: boolean; setup_code_required: boolean; registration: 'open' | 'invite' | 'closed' };

export type Labelled = { label: string; value: string };
export type Tag = { id: string; name: string; color: string; description?: string | null; contact_count?: number };
export type TagRef = Pick<Tag, 'id' | 'name' | 'color'>;

export type Contact = {
  id: string;
  full_name: string;
  first_name: string | null;
  middle_name: string | null;
  last_name: string | null;
  nickname: string | null;
  tier: 1 | 2;
  emails: Labelled[];
  phones: Labelled[];
  addresses: Labelled[];
  company: string | null;
  title: string | null;
  birthday: string | null;
  important_dates: { label: string; date: string }[];
  pronouns: string | null;
  how_we_met: string | null;
  social_handles: { network: string; handle: string }[];
  telegram_id: string | null;
  telegram_username: string | null;
  telegram_phone: string | null;
  telegram_handle: string | null;
  telegram_verified: boolean;
  telegram_premium: boolean;
  custom_fields: Labelled[];
  description: string | null;
  starred: boolean;
  archived: boolean;
  tags: TagRef[];
  entry_count: number;
  note_count: number;
  last_interaction_at: string | null;
  created_at: string;
  updated_at: string;
};

export const categories = [
  'Personal Details',
  'Interests',
  'Goals',
  'Challenges',
  'Actionable',
  'Professional',
  'Relationships',
  'Communication',
] as const;
export type Category = (typeof categories)[number];
export type SourceSpan = { start: number; end: number; text: string };
export type DraftEntry = { category: Category; content: string; confidence: number; sources: SourceSpan[] };
export type Entry = DraftEntry & {
  id: string;
  contact_id: string;
  raw_note_id: string | null;
  created_at: string;
  updated_at: string;
};

export type Note = {
  id: string;
  contact_id: string | null;
  contact_name?: string | null;
  content: string;
  analysed_at: string | null;
  entry_count: number;
  created_at: string;
  updated_at: string;
};

export type Analysis = {
  success: boolean;
  raw_note_id: string;
  synthesis: (DraftEntry & { id?: string })[];
  contact_name: string;
  engine: string;
  ai_error?: string | null;
};

export type Change = {
  position: number;
  action_id: string;
  table: string;
  row_id: string;
  contact_id?: string | null;
  operation: 'insert' | 'update' | 'delete';
  old: Record<string, unknown> | null;
  new: Record<string, unknown> | null;
  actor: { id: string; username: string } | null;
  channel: string;
  created_at: string;
};

export type Job = {
  id: string;
  kind: string;
  state: 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';
  progress: number;
  message: string | null;
  error: string | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
};

export type SearchKind = 'contact' | 'note' | 'entry';
export type SearchResult = {
  kind: SearchKind;
  id: string;
  contact_id: string | null;
  contact_name: string | null;
  title: string;
  snippet: string;
  highlights: { start: number; end: number }[];
  created_at: string;
};
