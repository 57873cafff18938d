import sql, { raw } from 'sql-template-tag';
import { about, type TimelineSource, within } from '../../platform/timeline.ts';
import { CHANNELS } from './channels.ts';

const NOTES = { contact: sql`n.contact_id`, at: sql`n.created_at`, id: sql`n.id` };
const ENTRIES = { contact: sql`e.contact_id`, at: sql`e.created_at`, id: sql`e.id` };

const MENTIONS = { contact: sql`m.contact_id`, at: sql`m.noted_at`, id: sql`m.id` };
/** Not in their own notes, which are there themselves. */
const OF_OTHERS = sql`n.contact_id is distinct from m.contact_id`;

/** Written out, as the indexes of notes of chats say it. */
const OF_CHAT = raw(`n.source in (${CHANNELS.map((channel) => `'${channel}'`).join(', ')})`);

/** Notes, days of messages, what somebody wrote down about a person without one, and where notes of others mention them. */
export const noteTimeline: TimelineSource[] = [
  {
    kind: 'note',
    select: (scope) => sql`
      select n.id, n.contact_id, n.created_at, nullif(n.source, 'manual'), n.content, null::text,
        (select count(*)::int from entries e where e.space_id = n.space_id and e.note_id = n.id), n.id, false
      from notes n where n.space_id = ${scope.space_id} and not (${OF_CHAT}) ${about(scope, NOTES.contact)} ${within(scope, NOTES.at, NOTES.id)}`,
    moments: (scope) => sql`select n.created_at, 1 from notes n where n.space_id = ${scope.space_id} and not (${OF_CHAT}) ${about(scope, NOTES.contact)}`,
  },
  {
    kind: 'message',
    select: (scope) => sql`
      select n.id, n.contact_id, n.created_at, n.source, n.content, null::text,
        (select count(*)::int from entries e where e.space_id = n.space_id and e.note_id = n.id), n.id, false
      from notes n where n.space_id = ${scope.space_id} and ${OF_CHAT} ${about(scope, NOTES.contact)} ${within(scope, NOTES.at, NOTES.id)}`,
    moments: (scope) => sql`select n.created_at, 1 from notes n where n.space_id = ${scope.space_id} and ${OF_CHAT} ${about(scope, NOTES.contact)}`,
  },
  {
    kind: 'entry',
    select: (scope) => sql`
      select e.id, e.contact_id, e.created_at, null::text, e.content, e.category, null::int, null::uuid, false
      from entries e where e.space_id = ${scope.space_id} and e.note_id is null ${about(scope, ENTRIES.contact)} ${within(scope, ENTRIES.at, ENTRIES.id)}`,
    moments: (scope) => sql`select e.created_at, 1 from entries e where e.space_id = ${scope.space_id} and e.note_id is null ${about(scope, ENTRIES.contact)}`,
  },
  {
    kind: 'mention',
    personal: true,
    // The text around the first place that means the person.
    select: (scope) => sql`
      select m.id, n.contact_id, m.noted_at, null::text, case when f.start > 150 then '…' || substr(n.content, f.start - 150, 450) else n.content end, null::text, null::int, n.id, false
      from note_mentions m join notes n on n.space_id = m.space_id and n.id = m.note_id, lateral (select (m.spans -> 0 ->> 'start')::int as start) f
      where m.space_id = ${scope.space_id} and ${OF_OTHERS} ${about(scope, MENTIONS.contact)} ${within(scope, MENTIONS.at, MENTIONS.id)}`,
    moments: (scope) => sql`
      select m.noted_at, 1 from note_mentions m join notes n on n.space_id = m.space_id and n.id = m.note_id
      where m.space_id = ${scope.space_id} and ${OF_OTHERS} ${about(scope, MENTIONS.contact)}`,
  },
];
