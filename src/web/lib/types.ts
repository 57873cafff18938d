import type { components } from './api.gen.ts';

/** The shapes of the API, by the names the product uses. */

export type Page<T> = { data: T[]; has_more: boolean; next_cursor: string | null };

type Schemas = components['schemas'];

export type User = Schemas['User'];
export type Space = Schemas['Space'];
export type Role = Space['role'];
export type Preferences = Schemas['Preferences'];
export type Session = Schemas['Session'];
export type Tag = Schemas['Tag'];
export type TagRef = Pick<Tag, 'id' | 'name' | 'color'>;
/** A person as a list shows them. */
export type ContactSummary = Schemas['ContactSummary'];
/** A person with everything known by heart. */
export type Contact = Schemas['Contact'];

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
export type DraftEntry = { category: Category; content: string; confidence: number | null; sources: SourceSpan[] };
export type Entry = DraftEntry & {
  id: string;
  contact_id: string;
  note_id: string | null;
  created_at: string;
  updated_at: string;
};

export type Note = {
  id: string;
  contact_id: string | null;
  contact_name: string | null;
  content: string;
  analysis: 'none' | 'pending' | 'done' | 'failed';
  ai_error: string | null;
  analysed_at: string | null;
  entry_count: number;
  created_at: string;
  updated_at: string;
};

export type Analysis = {
  success: boolean;
  /** Null for a preview, which saves nothing. */
  raw_note_id: string | null;
  synthesis: (DraftEntry & { id: string | null })[];
  contact_name: string;
  engine: string | null;
  ai_error?: string;
};

/** One row of the change feed; an update carries only the columns that changed. */
export type Change = {
  id: string;
  position: number | null;
  action_id: string;
  table_name: string;
  row_id: string;
  contact_id: string | null;
  operation: 'insert' | 'update' | 'delete';
  old: Record<string, unknown> | null;
  new: Record<string, unknown> | null;
  actor_id: string | null;
  actor_name: string | null;
  channel: string;
  created_at: string;
};

/** What one request or job did. */
export type Action = {
  id: string;
  created_at: string;
  channel: string;
  actor_id: string | null;
  actor_name: string | null;
  undoes: string | null;
  undone: boolean;
  undoable: boolean;
  changes: { table_name: string; operation: Change['operation']; count: number; label: string | null; contact_id: string | null }[];
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
