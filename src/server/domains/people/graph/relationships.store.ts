import sql, { join } from 'sql-template-tag';
import type { Db } from '../../../platform/database/database.ts';
import { CONTACT_SUMMARY } from '../people.store.ts';
import type { ContactRelationship, Relationship } from './graph.schema.ts';

/** What a person may say about a relationship. */
export type Fields = Pick<Relationship, 'source_contact_id' | 'target_contact_id' | 'type' | 'label' | 'inverse_label' | 'since' | 'until' | 'note'>;
/** `today` where the user lives: what is over is told in the past tense. */
type Told = { today: string };
/** A relationship without its sentence, which the verbs add. */
export type RelationshipRow = Omit<Relationship, 'sentence'> & Told;

export const TODAY = sql`(select (now() at time zone kith.time_zone())::date::text) as today`;
const FIELDS = sql`r.type, r.label, r.inverse_label, r.since, r.until, r.note, r.created_at, r.updated_at, ${TODAY}`;
const COLUMNS = sql`r.id, r.source_contact_id, r.target_contact_id, ${FIELDS},
  json_build_object('id', s.id, 'full_name', s.full_name) as source, json_build_object('id', t.id, 'full_name', t.full_name) as target`;
const BOTH = sql`join contacts s on s.space_id = r.space_id and s.id = r.source_contact_id join contacts t on t.space_id = r.space_id and t.id = r.target_contact_id`;

/** Up to `limit + 1` relationships, newest first, before the cursor `[id]`. */
export const selectRelationships = (db: Db, spaceId: string, query: { limit: number; contact_id?: string | undefined; type?: string | undefined }, before: [string] | undefined): Promise<RelationshipRow[]> => {
  const where = [sql`r.space_id = ${spaceId}`];
  if (before) where.push(sql`r.id < ${before[0]}::uuid`);
  if (query.contact_id) where.push(sql`(r.source_contact_id = ${query.contact_id} or r.target_contact_id = ${query.contact_id})`);
  if (query.type) where.push(sql`r.type = ${query.type}`);
  return db.query(sql`select ${COLUMNS} from relationships r ${BOTH} where ${join(where, ' and ')} order by r.id desc limit ${query.limit + 1}`);
};

export const selectRelationship = async (db: Db, spaceId: string, id: string) =>
  (await db.query<RelationshipRow>(sql`select ${COLUMNS} from relationships r ${BOTH} where r.space_id = ${spaceId} and r.id = ${id}`))[0];

/** Locks the row so that what is read holds until the transaction ends. */
export const lockRelationship = async (db: Db, spaceId: string, id: string) =>
  (await db.query<RelationshipRow>(sql`select ${COLUMNS} from relationships r ${BOTH} where r.space_id = ${spaceId} and r.id = ${id} for update of r`))[0];

/** @returns undefined when one of the two people does not exist @throws 23505 when they have this relationship already */
export const insertRelationship = async (db: Db, spaceId: string, f: Fields) =>
  (
    await db.query<RelationshipRow>(sql`
      with r as (
        insert into relationships (space_id, source_contact_id, target_contact_id, type, label, inverse_label, since, until, note)
        select s.space_id, s.id, t.id, ${f.type}, ${f.label}, ${f.inverse_label}, ${f.since}, ${f.until}, ${f.note}
        from contacts s join contacts t on t.space_id = s.space_id and t.id = ${f.target_contact_id} where s.space_id = ${spaceId} and s.id = ${f.source_contact_id}
        returning *)
      select ${COLUMNS} from r ${BOTH}`)
  )[0];

/** @throws 23505 when these two have such a relationship already */
export const updateRelationship = (db: Db, spaceId: string, id: string, f: Fields) =>
  db.query(sql`
    update relationships set source_contact_id = ${f.source_contact_id}, target_contact_id = ${f.target_contact_id}, type = ${f.type}, label = ${f.label},
      inverse_label = ${f.inverse_label}, since = ${f.since}, until = ${f.until}, note = ${f.note}, updated_at = now()
    where space_id = ${spaceId} and id = ${id}`);

export const deleteRelationship = async (db: Db, spaceId: string, id: string) =>
  (await db.query(sql`delete from relationships where space_id = ${spaceId} and id = ${id} returning id`)).length === 1;

export type SeenRow = Omit<ContactRelationship, 'role' | 'own_role' | 'sentence'> & Told & { own_name: string; sort_value: string };

/** Up to `limit + 1` relationships of a person by the name of the other, after the cursor `[name_folded, id]`. */
export const selectRelationshipsOfContact = (db: Db, spaceId: string, contactId: string, limit: number, after: [string, string] | undefined): Promise<SeenRow[]> =>
  db.query(sql`
    select r.id, ${FIELDS}, r.is_source, own.full_name as own_name, c.name_folded as sort_value, (select to_json(x) from (select ${CONTACT_SUMMARY}) x) as contact
    from (
      select x.*, x.target_contact_id as other_id, true as is_source from relationships x where x.space_id = ${spaceId} and x.source_contact_id = ${contactId}
      union all
      select x.*, x.source_contact_id, false from relationships x where x.space_id = ${spaceId} and x.target_contact_id = ${contactId}) r
    join contacts c on c.space_id = r.space_id and c.id = r.other_id
    join contacts own on own.space_id = r.space_id and own.id = ${contactId}
    where ${after ? sql`(c.name_folded, r.id) > (${after[0]}, ${after[1]}::uuid)` : sql`true`}
    order by c.name_folded, r.id limit ${limit + 1}`);
