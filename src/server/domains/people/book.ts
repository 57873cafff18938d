import type { Ctx } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import * as store from './book.store.ts';
import type { ContactPatch } from './people.schema.ts';

/** People as an address book knows them, many at once: for its import and export. */
export type { BookKeys } from './book.store.ts';

/** A contact with all an address book may say about it. */
export type BookPerson = Required<ContactPatch> & { id: string; vcard_uid: string | null; vcard_extra: unknown[]; photo_id: string | null; tags: string[]; updated_at: string };

const PAGE = 2000;

/** What tells the people of the space apart, page by page. */
export async function* bookKeys(db: Db, ctx: Ctx): AsyncGenerator<store.BookKeys[]> {
  for (let after: string | null = null; ; ) {
    const rows: store.BookKeys[] = await store.selectBookKeys(db, ctx.space.id, after, PAGE);
    if (rows.length) yield rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.id;
  }
}

/** The contacts with these ids, archived or not; unknown ids are passed over. */
export const bookOf = (db: Db, ctx: Ctx, ids: string[]): Promise<BookPerson[]> => (ids.length ? store.selectBook<BookPerson>(db, ctx.space.id, ids) : Promise.resolve([]));

/** Puts tags on contacts, by name; makes those that are not there. Three statements, however many. */
export async function tagByName(tx: Db, ctx: Ctx, tagged: { contact_id: string; tags: string[] }[]): Promise<void> {
  const names = [...new Set(tagged.flatMap(({ tags }) => tags))];
  if (names.length === 0) return;
  const ids = await store.ensureTags(tx, ctx.space.id, names);
  await store.insertContactTags(tx, ctx.space.id, tagged.flatMap(({ contact_id, tags }) => tags.map((tag) => ({ contact_id, tag_id: ids.get(tag)! }))));
}
