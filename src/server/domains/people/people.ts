import type { Ctx } from '../../platform/context.ts';
import { mergedAway, notFound } from '../../platform/errors.ts';
import { decodeCursor, type Page, toPage } from '../../platform/http/shapes.ts';
import { requireVersion } from '../../platform/http/etag.ts';
import { z } from 'zod';
import type { ListFilter } from './contact-filter.store.ts';
import type { Contact, ContactPatch, ContactQuery, ContactSummary, Facets } from './people.schema.ts';
import { selectMergedInto } from './merge/merge.store.ts';
import * as store from './people.store.ts';

const ContactCursor = z.tuple([z.string(), z.uuid()]);

/** One page of contacts of the working space, archived ones only when asked for. */
export async function listContacts(ctx: Ctx, query: ContactQuery): Promise<Page<ContactSummary>> {
  const rows = await store.selectContacts(ctx, ctx.space.id, query, decodeCursor(query.cursor, ContactCursor));
  const list = toPage(rows, query.limit, (row) => [row.sort_value, row.id]);
  return { ...list, data: list.data.map(({ sort_value: _sorted, ...contact }) => contact) };
}

/** How many people a filter matches, archived ones only when asked for. */
export const countContacts = (ctx: Ctx, filter: ListFilter): Promise<number> => store.countContacts(ctx, ctx.space.id, filter);

/** What the menus of the filters offer: at most 50 companies, cities and tags, those of most people first. */
export const listFacets = (ctx: Ctx, q?: string): Promise<Facets> => store.selectFacets(ctx, ctx.space.id, q || undefined);

/** @throws 404; of somebody who was merged away, with the one they were merged into */
export async function getContact(ctx: Ctx, id: string): Promise<Contact> {
  const contact = await store.selectContact(ctx, ctx.space.id, id);
  if (!contact) {
    const into = await selectMergedInto(ctx, ctx.space.id, id);
    throw into ? mergedAway('contact', into) : notFound('contact');
  }
  return contact;
}

/** @throws 404 when the contact does not exist: for verbs of other domains that hang something on a person */
export async function requireContact(ctx: Ctx, id: string): Promise<void> {
  if (!(await store.contactExists(ctx, ctx.space.id, id))) throw notFound('contact');
}

/** Adds a person. */
export const createContact = (ctx: Ctx, contact: ContactPatch): Promise<Contact> => ctx.tx((tx) => store.insertContact(tx, ctx.space.id, ctx.identity.user.id, contact));

/**
 * Changes the given fields.
 * @param versions what the caller last read (If-Match): a contact that has changed since is refused
 * @throws 404, 409
 */
export function updateContact(ctx: Ctx, id: string, patch: ContactPatch, versions?: string[]): Promise<Contact> {
  return ctx.tx(async (tx) => {
    if (versions) {
      const current = await store.lockContact(tx, ctx.space.id, id);
      if (!current) throw notFound('contact');
      requireVersion(current, versions, 'contact');
    }
    const contact = await store.updateContact(tx, ctx.space.id, id, patch);
    if (!contact) throw notFound('contact');
    return contact;
  });
}

/** Deletes contacts with everything that hangs on them; undo brings all of it back. Unknown ids are passed over. */
export const deleteContacts = (ctx: Ctx, ids: string[]): Promise<string[]> => ctx.tx((tx) => store.deleteContacts(tx, ctx.space.id, ids), { timeout: 'complex' });

/** @param versions what the caller last read (If-Match) @throws 404, 409 stale */
export const deleteContact = (ctx: Ctx, id: string, versions?: string[]): Promise<void> =>
  ctx.tx(
    async (tx) => {
      const current = await store.lockContact(tx, ctx.space.id, id);
      if (!current) throw notFound('contact');
      requireVersion(current, versions, 'contact');
      await store.deleteContacts(tx, ctx.space.id, [id]);
    },
    { timeout: 'complex' },
  );
