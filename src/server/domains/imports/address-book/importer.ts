import { createHash } from 'node:crypto';
import type { CountryCode } from 'libphonenumber-js/min';
import { z } from 'zod';
import { unacceptable } from '../../../platform/errors.ts';
import { uuidv7s } from '../../../platform/ids.ts';
import { getFile } from '../../../platform/storage/storage.ts';
import { getPreferences } from '../../accounts/index.ts';
import { addDatedNotes } from '../../notes/index.ts';
import { Analyse, analyseNotes } from '../analyse.ts';
import { addPeople, addTies, type BookKeys, bookKeys, bookOf, changePeople, foldNames, joinGroups, mergedInto, storePhoto, tagByName, type Tie, tieOf } from '../../people/index.ts';
import { Flag, type Importer, type ImportRun } from '../format.ts';
import type { Draft, Found, Group } from './draft.ts';
import { PeopleIndex } from './match.ts';
import { differing, knownOf, type Merged, mergeDraft, mergeExtra, STRATEGIES } from './merge.ts';
import { commonCountry, countryOfLocale } from './phones.ts';

/** What can be chosen for every address book. */
export const BookOptions = z.object({
  merge_strategy: z
    .enum(STRATEGIES)
    .default('merge_all')
    .meta({
      title: 'People who are here already',
      description: '`merge_all` adds what is missing and overwrites nothing: where both say something else, the other is kept beside it. `skip_existing` leaves them exactly as they are. `update_existing` takes name, company, title and birthday from the file where it says more.',
      labels: { merge_all: 'Add what is missing', skip_existing: 'Leave them as they are', update_existing: 'Take the file’s word' },
      hints: {
        merge_all: 'Nothing is overwritten. Where both say something else, the other is kept beside it.',
        skip_existing: 'Only people who are missing come in.',
        update_existing: 'Name, company, title and birthday come from the file, unless it says less.',
      },
    }),
  photos: Flag.default(true).meta({ title: 'Photos', description: 'Photos for people who have none.', hint: 'For people who have none.' }),
});
/** The same for books that have notes. */
export const BookWithNotesOptions = BookOptions.extend({ analyse: Analyse });
type Run = ImportRun<z.infer<typeof BookOptions> & { analyse?: boolean }>;

/** More people than this are no address book. */
const MOST_PEOPLE = 100_000;
const NEW_TAGS = 1000;
const NOTES_AT_ONCE = 500;
const MOST_GROUPS = 1000;
const MOST_TIES = 200_000;
const TIES_AT_ONCE = 5000;

/** What somebody else is to a person, before it is known who that is. */
type Reference = { id: string } & Draft['related'][number];

/** Somebody in a batch: who they are, as they were and as they will be. */
type Person = { id: string; by: string | null; is: Merged | undefined; will: Merged; drafts: Draft[]; photo_id: string | null; photo: Buffer | undefined };

/** Takes people in from any kind of address book. @param source what notes are said to come from */
export function bookImporter(run: Run, source: string): Importer<Found> {
  let index: PeopleIndex | undefined;
  let people = 0;
  const noted: string[] = [];
  const tags = new Set<string>();
  const groups: Group[] = [];
  const ties: Reference[] = [];
  return {
    async apply(rows) {
      const drafts = rows.flatMap((row) => {
        if ('draft' in row) return [row.draft];
        if ('group' in row) {
          if (groups.length < MOST_GROUPS) groups.push({ ...row.group, members: row.group.members.slice(0, MOST_PEOPLE) });
          else run.count('groups_skipped');
        } else if ('error' in row) run.fail(row.at, row.error);
        else run.count(`${row.skipped}s_skipped`);
        return [];
      });
      people += drafts.length;
      if (people > MOST_PEOPLE) throw unacceptable('file', `This file has more than ${MOST_PEOPLE.toLocaleString('en')} people. Divide it and import the parts one after the other.`);
      index ??= await loadIndex(run, drafts);
      const found = await recognise(run, index, drafts);
      limitTags(run, found, tags);
      noted.push(...(await write(run, index, found, source)));
      for (const { id, drafts: cards } of found) for (const related of cards.flatMap((card) => card.related)) if (ties.length < MOST_TIES) ties.push({ id, ...related });
    },
    // Who stands at the other end may come later in the file, so ties are knotted at its end.
    async finish() {
      if (index) await knot(run, index, ties, groups);
      if (run.options.analyse) await analyseNotes(run, noted);
    },
  };
}

/** Everybody who is known, by what tells them apart. */
async function loadIndex(run: Run, drafts: Draft[]): Promise<PeopleIndex> {
  const pages = bookKeys(run.tx, run.ctx);
  const first = await pages.next();
  const known: BookKeys[] = first.done ? [] : first.value;
  const phones = [...known.flatMap((person) => person.phones ?? []), ...drafts.flatMap(({ fields }) => fields.phones.map(({ value }) => value))];
  const country: CountryCode | undefined = commonCountry(phones) ?? countryOfLocale((await getPreferences(run.ctx)).locale);
  const index = new PeopleIndex(country);
  for (let page = first; !page.done; page = await pages.next()) {
    for (const { id, ...keys } of page.value) index.add(id, index.compared({ ...keys, emails: keys.emails ?? [], phones: keys.phones ?? [] }));
    await new Promise((next) => void setImmediate(next)); // others are served meanwhile
  }
  for (const one of await mergedInto(run.tx, run.ctx)) index.alias(one);
  return index;
}

/** Who the drafts are about, and what becomes of them. Two drafts of one person become one. */
async function recognise(run: Run, index: PeopleIndex, drafts: Draft[]): Promise<Person[]> {
  const folded = await foldNames(run.tx, [...new Set(drafts.map(({ fields }) => fields.full_name))]);
  const ids = uuidv7s(drafts.length); // in the order of the file, so that it is that of another export
  const found = drafts.map((draft, i) => {
    const keys = index.keysOf(draft.fields, folded.get(draft.fields.full_name)!, draft.uid);
    const who = index.find(keys, draft.own);
    const id = who?.id ?? ids[i]!;
    index.add(id, keys, !who);
    return { id, by: who?.by ?? null, draft };
  });
  const fresh = new Set(found.filter(({ by }) => by === null).map(({ id }) => id));
  const known = new Map((await bookOf(run.tx, run.ctx, [...new Set(found.map(({ id }) => id).filter((id) => !fresh.has(id)))])).map((person) => [person.id, person]));
  const people = new Map<string, Person>();
  for (const { id, by, draft } of found) {
    let person = people.get(id);
    if (!person) {
      const row = known.get(id);
      const is = row && knownOf(row);
      people.set(id, (person = { id, by, is, will: is ?? { fields: draft.fields, vcard_uid: draft.uid, vcard_extra: draft.extra, tags: draft.tags }, drafts: [], photo_id: row?.photo_id ?? null, photo: undefined }));
    }
    // Somebody who came with this file is put together from all their cards, whatever is to be done with people who were here.
    const ours = !person.is || index.isOurs(id);
    const strategy = ours ? 'merge_all' : run.options.merge_strategy;
    if (strategy !== 'skip_existing' && (person.is || person.drafts.length)) person.will = mergeDraft(person.will, draft, strategy, index.country);
    if (draft.photo && run.options.photos && strategy !== 'skip_existing' && (strategy === 'update_existing' || (!person.photo_id && !person.photo))) person.photo = draft.photo;
    person.drafts.push(draft);
  }
  return [...people.values()];
}

/** A file that would make thousands of tags means something else by them. */
function limitTags(run: Run, people: Person[], tags: Set<string>) {
  for (const { will } of people) {
    for (const tag of will.tags) if (tags.size < NEW_TAGS) tags.add(tag.toLowerCase());
    if (will.tags.every((tag) => tags.has(tag.toLowerCase()))) continue;
    will.tags = will.tags.filter((tag) => tags.has(tag.toLowerCase()));
    run.count('tags_skipped');
  }
}

/** @returns the notes that are new */
async function write(run: Run, index: PeopleIndex, people: Person[], source: string): Promise<string[]> {
  const photos = await storePhotos(run, people);
  const created = people.filter(({ is }) => !is);
  await addPeople(run.tx, run.ctx, created.map(({ id, will }) => ({ id, ...will.fields, vcard_uid: will.vcard_uid, vcard_extra: will.vcard_extra, ...(photos.has(id) ? { photo_id: photos.get(id)! } : {}) })));
  const changes = people.filter(({ is }) => is).map(({ id, is, will }) => ({ id, patch: { ...differing(is!, will), ...(photos.has(id) ? { photo_id: photos.get(id)! } : {}) } }));
  const changed = new Set(changes.filter(({ patch }) => Object.keys(patch).length > 0).map(({ id }) => id));
  await changePeople(run.tx, run.ctx, changes.filter(({ id }) => changed.has(id)));
  const tagged = people.map(({ id, is, will }) => ({ contact_id: id, tags: will.tags.filter((tag) => !is?.tags.includes(tag)) })).filter((one) => one.tags.length > 0);
  await tagByName(run.tx, run.ctx, tagged);
  for (const { contact_id } of tagged) changed.add(contact_id);
  const notes = people.filter(({ id, is }) => !is || index.isOurs(id) || run.options.merge_strategy !== 'skip_existing').flatMap(({ id, drafts }) => drafts.flatMap((draft) => draft.notes.map((note) => ({ contact_id: id, source, ...note }))));
  const noted: string[] = [];
  for (let at = 0; at < notes.length; at += NOTES_AT_ONCE) noted.push(...(await addDatedNotes(run.tx, run.ctx, notes.slice(at, at + NOTES_AT_ONCE))));
  run.count('notes', noted.length);
  run.count('people_created', created.length);
  for (const { id, is, by, will, drafts } of people) {
    const what = !is ? 'new' : run.options.merge_strategy === 'skip_existing' && !index.isOurs(id) ? 'skipped' : changed.has(id) ? 'changed' : 'same';
    if (what === 'changed' && !index.isOurs(id)) run.count('people_updated');
    else if (what !== 'new') run.count('people_skipped');
    if (drafts.length > 1) run.count('duplicates_skipped', drafts.length - 1);
    for (const draft of drafts) for (const issue of draft.issues) run.warn(`Line ${draft.at}, ${draft.fields.full_name.slice(0, 60)}: ${issue}`);
    run.show({ line: drafts[0]!.at, what, name: will.fields.full_name, detail: detailOf(drafts[0]!, by) });
  }
  return noted;
}

function toTie({ id, type, label }: Reference, other_id: string): Tie {
  const tie = tieOf(type);
  return { id, other_id, ...tie, label: label ?? tie.label };
}

/** Relationships and groups between people who are known by now. A reference to a card that is nowhere is kept with the person. */
async function knot(run: Run, index: PeopleIndex, ties: Reference[], groups: Group[]) {
  const wanted = run.options.merge_strategy !== 'skip_existing' ? ties : ties.filter(({ id }) => index.isOurs(id));
  const [known, lost]: [Tie[], typeof ties] = [[], []];
  for (const tie of wanted) {
    const other_id = index.ofCard(tie.uid);
    if (other_id) known.push(toTie(tie, other_id));
    else lost.push(tie);
  }
  for (let at = 0; at < known.length; at += TIES_AT_ONCE) run.count('relationships', await addTies(run.tx, run.ctx, known.slice(at, at + TIES_AT_ONCE)));
  const without = Map.groupBy(lost, ({ id }) => id);
  const people = await bookOf(run.tx, run.ctx, [...without.keys()].slice(0, TIES_AT_ONCE));
  const changes = people.flatMap((person) => {
    const is = knownOf(person).vcard_extra;
    const will = mergeExtra(is, without.get(person.id)!.map(({ uid, type }) => ({ name: 'RELATED', params: { TYPE: [type] }, value: `urn:uuid:${uid}` })));
    return will === is ? [] : [{ id: person.id, patch: { vcard_extra: will } }];
  });
  await changePeople(run.tx, run.ctx, changes);
  const members = groups.map(({ name, members: uids }) => ({ name, contact_ids: uids.map((uid) => index.ofCard(uid)).filter((id) => id !== undefined) }));
  if (groups.length) run.count('group_members', await joinGroups(run.tx, run.ctx, members));
}

/** Keeps the photos that are new. @returns file ids by person */
async function storePhotos(run: Run, people: Person[]): Promise<Map<string, string>> {
  const stored = new Map<string, string>();
  for (const { id, photo, photo_id, drafts } of people) {
    if (!photo) continue;
    if (photo_id) {
      const there = await getFile(run.tx, run.ctx.space.id, photo_id);
      if (there?.sha256.equals(createHash('sha256').update(photo).digest())) continue;
    }
    const file = await storePhoto(run.tx, run.ctx, photo);
    if (file) stored.set(id, file);
    else drafts[0]!.issues.push('The photo is no JPEG, PNG, GIF or WebP picture and was left out.');
  }
  run.count('photos', stored.size);
  return stored;
}

/** What a row of the preview says: how somebody was recognised, and what the file tells. */
function detailOf({ fields, tags, notes, photo }: Draft, by: string | null): string {
  const many = (n: number, word: string) => (n ? [`${n} ${word}${n === 1 ? '' : 's'}`] : []);
  const told = [fields.company, fields.emails[0]?.value, fields.phones[0]?.value].filter((told) => told && told !== fields.full_name);
  return [...(by ? [`recognised by ${by}`] : []), ...told, ...many(tags.length, 'tag'), ...many(notes.length, 'note'), ...(photo ? ['photo'] : [])].join(' · ') || (fields.emails.length + fields.phones.length ? 'No name given' : 'Only a name');
}

/** What a draft weighs: photos are heavy, the rest is not. */
export const weighFound = (row: Found): number => ('draft' in row ? (row.draft.photo?.length ?? 0) + row.draft.notes.reduce((sum, note) => sum + note.content.length, 0) : 0);
