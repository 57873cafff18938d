import { z } from 'zod';
import type { Ctx } from '../../../platform/context.ts';
import { conflict, notFound, unacceptable } from '../../../platform/errors.ts';
import { decodeCursor, type Page, toPage } from '../../../platform/http/shapes.ts';
import { requireContact } from '../people.ts';
import { contactExists, selectContact } from '../people.store.ts';
import type { Contact } from '../people.schema.ts';
import type { Due, DueQuery, Interaction, InteractionBody, SnoozeBody } from './touch.schema.ts';
import * as store from './touch.store.ts';

const Cursor = z.tuple([z.string(), z.uuid()]);
const MOST_DAYS = 730;
/** A clock may be this much ahead of ours. */
const CLOCK_MS = 5 * 60_000;

/** One page of the people it is time to talk to, the longest overdue first. Archived people never are. */
export async function listDue(ctx: Ctx, query: DueQuery): Promise<Page<Due>> {
  const rows = toPage(await store.selectDue(ctx, ctx.space.id, query, decodeCursor(query.cursor, Cursor)), query.limit, (row) => [row.sort_value, row.id]);
  const data = rows.data.map(({ days_overdue, why, kind, text, sort_value: _sorted, ...contact }) => ({
    contact,
    days_overdue,
    last_interaction: contact.last_interaction_at ? { at: contact.last_interaction_at, kind, text } : null,
    why,
  }));
  return { ...rows, data };
}

/**
 * Puts off when to be in touch. Contact before that day makes it void.
 * @throws 404; 409 without a cadence; 422 when the day is not after today or too far
 */
export function snooze(ctx: Ctx, contactId: string, body: SnoozeBody): Promise<Contact> {
  return ctx.tx(async (tx) => {
    if (!(await contactExists(tx, ctx.space.id, contactId))) throw notFound('contact');
    const { moment, ahead } = await store.resolveDay(tx, body);
    if (ahead < 1 || ahead > MOST_DAYS) throw unacceptable('until', 'Choose a day after today and at most two years ahead.');
    if (!(await store.setSnooze(tx, ctx.space.id, contactId, moment))) throw conflict('no_cadence', 'First choose how often you want to be in touch with this person.');
    return (await selectContact(tx, ctx.space.id, contactId))!;
  });
}

/** What was put off is due again when it was. @throws 404 */
export function unsnooze(ctx: Ctx, contactId: string): Promise<void> {
  return ctx.tx(async (tx) => {
    if (!(await store.setSnooze(tx, ctx.space.id, contactId, null)) && !(await contactExists(tx, ctx.space.id, contactId))) throw notFound('contact');
  });
}

/** Remembers that somebody talked to a person: the next time is counted from it. @throws 404; 422 in the future */
export function addInteraction(ctx: Ctx, contactId: string, { kind, at, note }: InteractionBody): Promise<Interaction> {
  if (at !== undefined && Date.parse(at) > Date.now() + CLOCK_MS) throw unacceptable('at', 'This has not happened yet.');
  return ctx.tx(async (tx) => {
    if (!(await contactExists(tx, ctx.space.id, contactId))) throw notFound('contact');
    return store.insertInteraction(tx, ctx.space.id, ctx.identity.user.id, { contact_id: contactId, kind, at: at ?? null, text: note ?? null });
  });
}

/** One page of the contact with a person that left no note, newest first. @throws 404 */
export async function listInteractions(ctx: Ctx, contactId: string, query: { limit: number; cursor?: string | undefined }): Promise<Page<Interaction>> {
  const rows = await store.selectInteractions(ctx, ctx.space.id, contactId, query.limit, decodeCursor(query.cursor, Cursor));
  if (rows.length === 0) await requireContact(ctx, contactId);
  return toPage(rows, query.limit, (row) => [row.at, row.id]);
}

/** It did not happen: what it moved moves back. @throws 404 */
export async function deleteInteraction(ctx: Ctx, id: string): Promise<void> {
  if (!(await ctx.tx((tx) => store.deleteInteraction(tx, ctx.space.id, id)))) throw notFound('interaction');
}
