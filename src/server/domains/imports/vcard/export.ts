import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { Ctx } from '../../../platform/context.ts';
import { notFound } from '../../../platform/errors.ts';
import { bookOf, type BookPerson, type PeopleFilter, groupsWithMembers, peopleInBatches, photoBytes, tiesOf } from '../../people/index.ts';
import { knownOf } from '../address-book/merge.ts';
import { type VCardVersion, writeCard, writeGroup } from './write.ts';

/** Text that is gathered before it is sent. */
const PIECE = 64 * 1024;

type How = { version: VCardVersion; photos: boolean };

/** The cards of people, by name, written as they are read. @throws 404 for an id there is not, before anything is written */
export async function exportCards(ctx: Ctx, filter: PeopleFilter, how: How): Promise<Readable> {
  const batches = peopleInBatches(ctx, filter);
  const first = await batches.next();
  const written = new Set<string>();
  async function* cards() {
    for (let batch = first; !batch.done; batch = await batches.next()) {
      const ids = batch.value.map(({ id }) => id);
      for (const id of ids) written.add(id);
      const ties = Map.groupBy(await tiesOf(ctx, ids), ({ id }) => id);
      const people = new Map((await bookOf(ctx, ctx, ids)).map((person) => [person.id, person]));
      let text = '';
      for (const { id } of batch.value) {
        const person = people.get(id); // none: deleted meanwhile
        if (person) text += await cardOf(ctx, person, how, 'all', ties.get(id));
        if (text.length < PIECE) continue;
        yield text;
        text = '';
        await setImmediate(); // others get their turn
      }
      if (text) yield text;
    }
    for (const { id, name, updated_at, members } of await groupsWithMembers(ctx)) {
      const here = members.filter((member) => written.has(member.id)).map(({ uid }) => uid);
      if (here.length) yield writeGroup({ name, uid: id, members: here, updated_at }, how.version);
    }
  }
  return Readable.from(cards(), { objectMode: false });
}

/** One person's card, to hand to somebody else or (`all`) with everything Kith knows. @throws 404 */
export async function shareCard(ctx: Ctx, id: string, how: How & { scope: 'all' | 'public' }): Promise<{ name: string; card: string }> {
  const [person] = await bookOf(ctx, ctx, [id]);
  if (!person) throw notFound('contact');
  return { name: person.full_name, card: await cardOf(ctx, person, how, how.scope) };
}

async function cardOf(ctx: Ctx, person: BookPerson, { version, photos }: How, scope: 'all' | 'public', ties: Awaited<ReturnType<typeof tiesOf>> = []): Promise<string> {
  const { fields, vcard_uid, vcard_extra, tags } = knownOf(person);
  const photo = photos && person.photo_id ? await photoBytes(ctx, person.photo_id) : undefined;
  const related = ties.map(({ word, label, uid }) => ({ type: word, label, uid }));
  return writeCard({ fields, tags, related, uid: vcard_uid ?? person.id, extra: vcard_extra, photo, updated_at: person.updated_at }, version, scope);
}
