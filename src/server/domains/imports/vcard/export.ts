import type { Ctx } from '../../../platform/context.ts';
import { bookIds, bookOf, type BookPerson, photoBytes } from '../../people/index.ts';
import { knownOf } from '../address-book/merge.ts';
import { type VCardVersion, writeCard } from './write.ts';

/** People read at once: few enough to be nothing in memory, with photos one at a time. */
const PAGE = 200;
const MOST = 100_000;

type Which = { version: VCardVersion; photos: boolean; ids?: string[] | undefined; tag?: string | undefined; archived: boolean };

/**
 * The cards of people, by name. Who is exported is decided before the first is written; who is deleted meanwhile is left out.
 * @throws 404 for an unknown tag, before anything is written
 */
export async function exportCards(ctx: Ctx, which: Which): Promise<AsyncGenerator<string>> {
  const ids = await bookIds(ctx, which, MOST);
  return (async function* () {
    for (let at = 0; at < ids.length; at += PAGE) {
      const page = ids.slice(at, at + PAGE);
      const people = new Map((await bookOf(ctx, ctx, page)).map((person) => [person.id, person]));
      let text = '';
      for (const id of page) {
        const person = people.get(id);
        if (!person) continue;
        text += await cardOf(ctx, person, which, 'all');
        if (text.length > 256 * 1024) {
          yield text;
          text = '';
        }
      }
      if (text) yield text;
    }
  })();
}

/** One person's card, to hand to somebody else or (`all`) with everything Kith knows. @throws 404 */
export async function shareCard(ctx: Ctx, id: string, which: { version: VCardVersion; photos: boolean; scope: 'all' | 'public' }): Promise<{ name: string; card: string }> {
  await bookIds(ctx, { ids: [id], archived: true }, 1);
  const [person] = await bookOf(ctx, ctx, [id]);
  return { name: person!.full_name, card: await cardOf(ctx, person!, which, which.scope) };
}

async function cardOf(ctx: Ctx, person: BookPerson, { version, photos }: { version: VCardVersion; photos: boolean }, scope: 'all' | 'public'): Promise<string> {
  const { fields, vcard_uid, vcard_extra, tags } = knownOf(person);
  const photo = photos && person.photo_id ? await photoBytes(ctx, person.photo_id) : undefined;
  return writeCard({ fields, tags, uid: vcard_uid ?? person.id, extra: vcard_extra, photo, updated_at: person.updated_at }, version, scope);
}
