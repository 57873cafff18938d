import sql, { join } from 'sql-template-tag';
import type { Db } from '../../../platform/database/database.ts';
import type { NewProposal, Proposal } from './proposals.schema.ts';

const PROPOSAL = sql`p.id, p.note_id, p.contact_id, c.full_name as contact_name, n.contact_id as note_contact_id, nc.full_name as note_contact_name,
  p.kind, p.payload, p.source, p.confidence, p.state, p.created, p.decided_at, p.created_at`;
const FROM = sql`proposals p join contacts c on c.space_id = p.space_id and c.id = p.contact_id
  join notes n on n.space_id = p.space_id and n.id = p.note_id left join contacts nc on nc.space_id = n.space_id and nc.id = n.contact_id`;

type Query = { limit: number; action_id?: string | undefined; contact_id?: string | undefined; note_id?: string | undefined; state: Proposal['state'] };
/** Up to `limit + 1` proposals, newest first. */
export function selectProposals(db: Db, spaceId: string, query: Query, before: string | undefined) {
  const where = [sql`p.space_id = ${spaceId}`, sql`p.state = ${query.state}`];
  if (query.action_id) where.push(sql`p.action_id = ${query.action_id}`);
  if (query.note_id) where.push(sql`p.note_id = ${query.note_id}`);
  if (query.contact_id) where.push(sql`(p.contact_id = ${query.contact_id} or n.contact_id = ${query.contact_id})`);
  if (before) where.push(sql`p.id < ${before}::uuid`);
  return db.query<Proposal>(sql`select ${PROPOSAL} from ${FROM} where ${join(where, ' and ')} order by p.id desc limit ${query.limit + 1}`);
}

export const selectProposal = async (db: Db, spaceId: string, id: string) => (await db.query<Proposal>(sql`select ${PROPOSAL} from ${FROM} where p.space_id = ${spaceId} and p.id = ${id}`))[0];

export const lockProposals = (db: Db, spaceId: string, ids: string[]) =>
  db.query<Proposal>(sql`select ${PROPOSAL} from ${FROM} where p.space_id = ${spaceId} and p.id = any (${ids}::uuid[]) order by p.id for update of p`);

/** Stores proposals that were not made before; a dismissed one stays dismissed. */
export const insertProposals = (db: Db, spaceId: string, noteId: string, proposals: NewProposal[]) =>
  db.query(sql`
    insert into proposals (space_id, note_id, contact_id, kind, key, payload, source, confidence, action_id)
    select ${spaceId}, ${noteId}, r.contact_id, r.kind, r.key, r.payload, r.source, r.confidence, kith.action_id()
    from jsonb_to_recordset(${JSON.stringify(proposals)}::jsonb) as r (contact_id uuid, kind text, key text, payload jsonb, source jsonb, confidence smallint)
    on conflict (space_id, key) do nothing`);

/** Takes back what was proposed of a note and nobody has decided on. */
export const deleteOpen = (db: Db, spaceId: string, noteId: string) => db.query(sql`delete from proposals where space_id = ${spaceId} and note_id = ${noteId} and state = 'open'`);

/** Open proposals of an action. */
export const countOpen = async (db: Db, spaceId: string, actionId: string) =>
  (await db.query<{ n: number }>(sql`select count(*)::int as n from proposals where space_id = ${spaceId} and action_id = ${actionId} and state = 'open'`))[0]!.n;

/** Leaves so many of the open proposals of an action: who is who before what is to be done, and what was written last first. @returns how many went */
export const trimOpen = async (db: Db, spaceId: string, actionId: string, most: number) =>
  (await db.query(sql`
    delete from proposals where space_id = ${spaceId} and id in (
      select p.id from proposals p join notes n on n.space_id = p.space_id and n.id = p.note_id
      where p.space_id = ${spaceId} and p.action_id = ${actionId} and p.state = 'open'
      order by array_position(array['person', 'relationship', 'followup', 'reminder', 'entry'], p.kind), n.created_at desc, p.id offset ${most}) returning id`)).length;

export const decide = (db: Db, spaceId: string, id: string, state: Proposal['state'], created: Proposal['created']) =>
  db.query(sql`update proposals set state = ${state}, created = ${JSON.stringify(created)}::jsonb, decided_at = now(), updated_at = now() where space_id = ${spaceId} and id = ${id}`);

/** Whoever was unknown by this name in the open proposals of a note is this person now. */
export const nameKnown = (db: Db, spaceId: string, noteId: string, name: string, contactId: string) =>
  db.query(sql`
    update proposals set payload = jsonb_set(payload, '{who,contact_id}', to_jsonb(${contactId}::text)), contact_id = case when kind = 'entry' then ${contactId}::uuid else contact_id end, updated_at = now()
    where space_id = ${spaceId} and note_id = ${noteId} and state = 'open' and payload #>> '{who,name}' = ${name} and payload #> '{who,contact_id}' = 'null' and payload #> '{who,candidates}' = '[]'`);
/** Open proposals of a note to make a person who is there now. */
export const settlePerson = (db: Db, spaceId: string, noteId: string, name: string) =>
  db.query<{ id: string }>(sql`select id from proposals where space_id = ${spaceId} and note_id = ${noteId} and state = 'open' and kind = 'person' and payload ->> 'full_name' = ${name}`);

/** Open follow-ups of entries that became one are about that one. */
export const pointFollowUps = (db: Db, spaceId: string, into: string, entries: { id: string; note_id: string | null }[]) =>
  db.query(sql`
    update proposals set payload = jsonb_set(payload, '{entry_id}', to_jsonb(${into}::text)), updated_at = now()
    where space_id = ${spaceId} and note_id = any (${entries.map((entry) => entry.note_id).filter((id) => id !== null)}::uuid[]) and state = 'open' and payload ->> 'entry_id' = any (${entries.map((entry) => entry.id)}::text[])`);

type Spans = { start: number; end: number; text: string }[];
/** Replaces whom a note mentions. */
export const setNoteMentions = async (db: Db, spaceId: string, noteId: string, mentions: { contact_id: string; spans: Spans }[]) => {
  await db.query(sql`delete from note_mentions where space_id = ${spaceId} and note_id = ${noteId} and not contact_id = any (${mentions.map((one) => one.contact_id)}::uuid[])`);
  await addNoteMentions(db, spaceId, noteId, mentions);
};
export const addNoteMentions = (db: Db, spaceId: string, noteId: string, mentions: { contact_id: string; spans: Spans }[]) =>
  db.query(sql`
    insert into note_mentions (space_id, note_id, contact_id, spans)
    select ${spaceId}, ${noteId}, r.contact_id, r.spans from jsonb_to_recordset(${JSON.stringify(mentions)}::jsonb) as r (contact_id uuid, spans jsonb)
    where exists (select 1 from contacts c where c.space_id = ${spaceId} and c.id = r.contact_id)
    on conflict (space_id, note_id, contact_id) do update set spans = excluded.spans where note_mentions.spans is distinct from excluded.spans`);
export const selectNoteMentions = (db: Db, spaceId: string, noteId: string) =>
  db.query<{ contact_id: string; spans: Spans }>(sql`select contact_id, spans from note_mentions where space_id = ${spaceId} and note_id = ${noteId}`);

/** Says whom entries mention, once each. */
export const addEntryMentions = (db: Db, spaceId: string, mentions: { entry_id: string; contact_id: string; text: string }[]) =>
  db.query(sql`
    insert into entry_mentions (space_id, entry_id, contact_id, text)
    select ${spaceId}, r.entry_id, r.contact_id, r.text from jsonb_to_recordset(${JSON.stringify(mentions)}::jsonb) as r (entry_id uuid, contact_id uuid, text text)
    where exists (select 1 from contacts c where c.space_id = ${spaceId} and c.id = r.contact_id)
    on conflict (space_id, entry_id, contact_id) do nothing`);
/** Entries of a note whose words contain a name mention that person. */
export const mentionInEntries = (db: Db, spaceId: string, noteId: string, contactId: string, text: string) =>
  db.query(sql`
    insert into entry_mentions (space_id, entry_id, contact_id, text)
    select e.space_id, e.id, ${contactId}, ${text} from entries e
    where e.space_id = ${spaceId} and e.note_id = ${noteId} and e.contact_id <> ${contactId} and strpos(e.content, ${text}) > 0
    on conflict (space_id, entry_id, contact_id) do nothing`);
