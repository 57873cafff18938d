import { z } from 'zod';
import type { Ctx } from '../../../platform/context.ts';
import { conflict, notFound, unacceptable } from '../../../platform/errors.ts';
import { requireVersion } from '../../../platform/http/etag.ts';
import { decodeCursor, type Page, toPage } from '../../../platform/http/shapes.ts';
import { requireContact } from '../people.ts';
import type { ContactRelationship, Relationship, RelationshipBody, RelationshipPatch } from './graph.schema.ts';
import { hasEnded, RELATIONSHIPS, rolesOf, sentenceOf, typeOf } from './relationship-types.schema.ts';
import * as store from './relationships.store.ts';

const withSentence = ({ today, ...row }: store.RelationshipRow): Relationship => ({ ...row, sentence: sentenceOf(row, row.source.full_name, row.target.full_name, hasEnded(row.until, today)) });

/** One page of relationships, newest first. */
export async function listRelationships(ctx: Ctx, query: { limit: number; cursor?: string | undefined; contact_id?: string | undefined; type?: string | undefined }): Promise<Page<Relationship>> {
  const rows = await store.selectRelationships(ctx, ctx.space.id, query, decodeCursor(query.cursor, z.tuple([z.uuid()])));
  const list = toPage(rows, query.limit, (row) => [row.id]);
  return { ...list, data: list.data.map(withSentence) };
}

/** @throws 404 */
export async function getRelationship(ctx: Ctx, id: string): Promise<Relationship> {
  const row = await store.selectRelationship(ctx, ctx.space.id, id);
  if (!row) throw notFound('relationship');
  return withSentence(row);
}

/**
 * Connects two people.
 * @throws 404 for either person; 409 when they have this relationship already; 422 for what makes no sense
 */
export async function createRelationship(ctx: Ctx, body: RelationshipBody): Promise<Relationship> {
  const { type: word, source_contact_id, target_contact_id, label = null, inverse_label = null, since = null, until = null, note = null } = body;
  const fields = sensible(towardsType(word, { source_contact_id, target_contact_id, label, inverse_label, since, until, note }));
  const row = await once(() => ctx.tx((tx) => store.insertRelationship(tx, ctx.space.id, fields)));
  if (!row) throw notFound('contact');
  return withSentence(row);
}

/** Changes the given fields. Another type takes the labels of the old one with it, unless new ones are given. @throws 404, 409 (also when changed since `versions`), 422 */
export function updateRelationship(ctx: Ctx, id: string, patch: RelationshipPatch, versions?: string[]): Promise<Relationship> {
  return once(() =>
    ctx.tx(async (tx) => {
      const current = await store.lockRelationship(tx, ctx.space.id, id);
      if (!current) throw notFound('relationship');
      requireVersion(current, versions, 'relationship');
      const { type: word = current.type, ...given } = patch;
      const labels = word === current.type ? {} : { label: null, inverse_label: null };
      const { type: _type, ...rest } = { ...current, ...labels, ...given };
      await store.updateRelationship(tx, ctx.space.id, id, sensible(towardsType(word, rest)));
      return withSentence((await store.selectRelationship(tx, ctx.space.id, id))!);
    }),
  );
}

/** @throws 404, 409 when it was changed since one of `versions` */
export const deleteRelationship = (ctx: Ctx, id: string, versions?: string[]): Promise<void> =>
  ctx.tx(async (tx) => {
    const current = await store.lockRelationship(tx, ctx.space.id, id);
    if (!current) throw notFound('relationship');
    requireVersion(current, versions, 'relationship');
    await store.deleteRelationship(tx, ctx.space.id, id);
  });

/** One page of a person's relationships as that person has them, by the name of the other. @throws 404 */
export async function relationshipsOfContact(ctx: Ctx, contactId: string, query: { limit: number; cursor?: string | undefined }): Promise<Page<ContactRelationship>> {
  const rows = await store.selectRelationshipsOfContact(ctx, ctx.space.id, contactId, query.limit, decodeCursor(query.cursor, z.tuple([z.string(), z.uuid()])));
  if (rows.length === 0) await requireContact(ctx, contactId);
  const list = toPage(rows, query.limit, (row) => [row.sort_value, row.id]);
  return { ...list, data: list.data.map(seenBy) };
}

function seenBy({ own_name, sort_value: _sorted, today, ...row }: store.SeenRow): ContactRelationship {
  const [source, target] = row.is_source ? [own_name, row.contact.full_name] : [row.contact.full_name, own_name];
  const roles = rolesOf(row);
  const [role, own_role] = row.is_source ? [roles.target, roles.source] : [roles.source, roles.target];
  return { ...row, role, own_role, sentence: sentenceOf(row, source, target, hasEnded(row.until, today)) };
}

/** "Tom is the child of Anna" as it is kept: "Anna is the parent of Tom". */
function towardsType(word: string, fields: Omit<store.Fields, 'type'>): store.Fields {
  const { type, reversed } = typeOf(word);
  if (!reversed) return { ...fields, type };
  const { source_contact_id, target_contact_id, label, inverse_label, ...rest } = fields;
  return { ...rest, type, source_contact_id: target_contact_id, target_contact_id: source_contact_id, label: inverse_label, inverse_label: label };
}

/** @throws 422 for what makes no sense */
function sensible(fields: store.Fields): store.Fields {
  const { type, label, inverse_label, since, until } = fields;
  if (fields.source_contact_id === fields.target_contact_id) throw unacceptable('target_contact_id', 'A relationship is between two different people.');
  if (type === 'other' && !label) throw unacceptable('label', 'Say in your own words what they are to each other.');
  if (RELATIONSHIPS[type].symmetric && inverse_label && !label) throw unacceptable('label', 'Say also what the first person is to the second.');
  const shared = since && until && !since.startsWith('-') && !until.startsWith('-') ? Math.min(since.length, until.length) : 0;
  if (since && until && until.slice(0, shared) < since.slice(0, shared)) throw unacceptable('until', 'It cannot end before it began.');
  return fields;
}

async function once<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if ((error as { code?: string }).code === '23505') throw conflict('relationship_exists', 'These two people have this relationship already.', 'type');
    throw error;
  }
}
