import sql, { raw } from 'sql-template-tag';
import type { Db } from '../../platform/database/database.ts';
import type { Known } from './engine/passages.ts';

/** The assistant owns no table: it reads what the other domains know, and writes nothing. */

const ENTRIES = 1000;
const NOTES = 200;
const MESSAGES = 500;
const NOTE_CHARACTERS = 20_000;
const CONTACTS = 100;

/** A moment as text that sorts, and its day in a zone. */
const iso = (moment: string) => sql`to_char(${raw(moment)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const day = (moment: string, zone: string) => sql`to_char(${raw(moment)} at time zone ${zone}, 'YYYY-MM-DD')`;

export type KnownRow = Omit<Known, 'events'>;

/** What is known of people, each newest first; days are those of a time zone. One query, whatever their number. Ids that are not in the space are left out. */
export const selectKnown = (db: Db, spaceId: string, ids: readonly string[], zone: string) =>
  db.query<KnownRow>(sql`
    select json_build_object('id', c.id, 'full_name', c.full_name, 'nickname', c.nickname, 'title', c.title, 'company', c.company, 'city', c.city, 'birthday', c.birthday, 'pronouns', c.pronouns,
        'how_we_met', c.how_we_met, 'description', c.description, 'tier', c.tier, 'emails', c.emails, 'phones', c.phones, 'addresses', c.addresses, 'important_dates', c.important_dates,
        'social_handles', c.social_handles, 'custom_fields', c.custom_fields) as contact,
      coalesce((select json_agg(x) from (
        select e.id, e.note_id, e.category, e.content, ${iso('coalesce(n.created_at, e.created_at)')} as said_at, ${day('coalesce(n.created_at, e.created_at)', zone)} as day,
          s.entry_id is not null as past, s.successor_id as superseded_by, e.sources
        from entries e left join notes n on n.space_id = e.space_id and n.id = e.note_id left join entry_successors s on s.space_id = e.space_id and s.entry_id = e.id
        where e.space_id = ${spaceId} and e.contact_id = c.id order by e.created_at desc, e.id desc limit ${ENTRIES}) x), '[]') as entries,
      coalesce((select json_agg(x) from (
        select n.id, left(n.content, ${NOTE_CHARACTERS}) as content, ${iso('n.created_at')} as created_at, ${day('n.created_at', zone)} as day
        from notes n where n.space_id = ${spaceId} and n.contact_id = c.id order by n.created_at desc, n.id desc limit ${NOTES}) x), '[]') as notes,
      coalesce((select json_agg(x) from (
        select r.id, r.type, r.label, r.inverse_label, r.until, o.id as other_id, o.full_name as other_name, r.source_contact_id = c.id as outgoing
        from (select * from relationships where space_id = ${spaceId} and source_contact_id = c.id union all select * from relationships where space_id = ${spaceId} and target_contact_id = c.id) r
        join contacts o on o.space_id = r.space_id and o.id = case when r.source_contact_id = c.id then r.target_contact_id else r.source_contact_id end
        order by r.id limit ${CONTACTS}) x), '[]') as relationships,
      coalesce((select json_agg(x) from (
        select i.id, i.kind, ${iso('i.at')} as at, ${day('i.at', zone)} as day, i.text
        from interactions i where i.space_id = ${spaceId} and i.contact_id = c.id order by i.at desc, i.id desc limit ${CONTACTS}) x), '[]') as interactions,
      coalesce((select json_agg(x) from (
        select m.id, m.direction, ${iso('m.sent_at')} as at, ${day('m.sent_at', zone)} as day, left(m.text, 2000) as text
        from chat_messages m where m.space_id = ${spaceId} and m.contact_id = c.id order by m.sent_at desc, m.id desc limit ${MESSAGES}) x), '[]') as messages
    from contacts c where c.space_id = ${spaceId} and c.id = any (${[...ids]}::uuid[]) order by c.name_folded, c.id`);

export type Hit = { kind: 'contact' | 'entry' | 'note'; id: string; contact_id: string; full_name: string; nickname: string | null; pronouns: string | null; term: string; text: string | null; category: string | null; at: string; day: string; past: boolean; title: string | null; company: string | null; city: string | null; description: string | null };

/** What has one of the words (or its beginning) in it: people, entries and notes about people, the best of each word first. One query. */
export const selectHits = (db: Db, spaceId: string, terms: readonly string[], zone: string) =>
  db.query<Hit>(sql`
    select f.kind, f.row_id as id, c.id as contact_id, c.full_name, c.nickname, c.pronouns, t.term, coalesce(e.content, left(n.content, ${NOTE_CHARACTERS})) as text, e.category,
      ${iso('coalesce(n.created_at, e.created_at, c.created_at)')} as at, ${day('coalesce(n.created_at, e.created_at, c.created_at)', zone)} as day, s.entry_id is not null as past, c.title, c.company, c.city, c.description
    from unnest(${[...terms]}::text[]) with ordinality as t (term, place)
    cross join unnest(array['contact', 'entry', 'note']) as k (kind)
    cross join lateral kith.search(${spaceId}, t.term, k.kind, null, null, null, null, null, null, 0, 40) f
    left join entries e on f.kind = 'entry' and e.space_id = ${spaceId} and e.id = f.row_id
    left join entry_successors s on s.space_id = e.space_id and s.entry_id = e.id
    left join notes n on f.kind = 'note' and n.space_id = ${spaceId} and n.id = f.row_id
    join contacts c on c.space_id = ${spaceId} and c.id = coalesce(e.contact_id, n.contact_id, case when f.kind = 'contact' then f.row_id end)
    order by t.place, f.class, f.created_at desc, f.row_id`);
