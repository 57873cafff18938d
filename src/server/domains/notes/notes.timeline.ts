import sql, { raw } from 'sql-template-tag';
import { about, type TimelineSource, within } from '../../platform/timeline.ts';
import { CHANNELS } from './channels.ts';

const NOTES = { contact: sql`n.contact_id`, at: sql`n.created_at`, id: sql`n.id` };
const ENTRIES = { contact: sql`e.contact_id`, at: sql`e.created_at`, id: sql`e.id` };

/** Written out, as the indexes of notes of chats say it. */
const OF_CHAT = raw(`n.source in (${CHANNELS.map((channel) => `'${channel}'`).join(', ')})`);

/** Notes, days of messages, and what somebody wrote down about a person without one. */
export const noteTimeline: TimelineSource[] = [
  {
    kind: 'note',
    select: (scope) => sql`
      select n.id, n.contact_id, n.created_at, nullif(n.source, 'manual'), n.content, null::text,
        (select count(*)::int from entries e where e.space_id = n.space_id and e.note_id = n.id)
      from notes n where n.space_id = ${scope.space_id} and not (${OF_CHAT}) ${about(scope, NOTES.contact)} ${within(scope, NOTES.at, NOTES.id)}`,
    moments: (scope) => sql`select n.created_at from notes n where n.space_id = ${scope.space_id} and not (${OF_CHAT}) ${about(scope, NOTES.contact)}`,
  },
  {
    kind: 'message',
    select: (scope) => sql`
      select n.id, n.contact_id, n.created_at, n.source, n.content, null::text,
        (select count(*)::int from entries e where e.space_id = n.space_id and e.note_id = n.id)
      from notes n where n.space_id = ${scope.space_id} and ${OF_CHAT} ${about(scope, NOTES.contact)} ${within(scope, NOTES.at, NOTES.id)}`,
    moments: (scope) => sql`select n.created_at from notes n where n.space_id = ${scope.space_id} and ${OF_CHAT} ${about(scope, NOTES.contact)}`,
  },
  {
    kind: 'entry',
    select: (scope) => sql`
      select e.id, e.contact_id, e.created_at, null::text, e.content, e.category, null::int
      from entries e where e.space_id = ${scope.space_id} and e.note_id is null ${about(scope, ENTRIES.contact)} ${within(scope, ENTRIES.at, ENTRIES.id)}`,
    moments: (scope) => sql`select e.created_at from entries e where e.space_id = ${scope.space_id} and e.note_id is null ${about(scope, ENTRIES.contact)}`,
  },
];
