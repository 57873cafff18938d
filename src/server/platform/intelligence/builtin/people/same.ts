/** Whether a name means somebody the note has named already. */
import type { Cast, Entity } from './cast.ts';
import { formsOf, genderOf, isFirstName, sameFirst } from './names.ts';
import { PERSON, type Who } from './persons.ts';
import type { NameRef } from './refs.ts';
import { nameParts, type Roster } from './roster.ts';
import { mayBeShort } from './short.ts';
import { fold } from './text.ts';

type Said = Pick<NameRef, 'words' | 'titled' | 'gender' | 'plural'>;

/** Who in Kith a name may be; a family name alone counts when nobody goes by it as a first name. */
export function idsOf(roster: Roster, { words, titled, gender }: Said): string[] {
  const ids = roster.find(words, titled).filter((id) => !titled || gender === 'u' || [gender, 'u'].includes(genderOf(nameParts(roster.nameOf(id) ?? '')[0] ?? '')));
  const [only] = words;
  return ids.length > 0 || titled || words.length !== 1 || only === undefined || isFirstName(only) ? ids : roster.family(only);
}

/** The folded words of somebody who was named; asked for at every name of the note. */
const foldedWords = new WeakMap<readonly string[], string[]>();
function folded(words: readonly string[]): string[] {
  const known = foldedWords.get(words);
  if (known) return known;
  const out = words.map(fold);
  foldedWords.set(words, out);
  return out;
}

const initial = (a: string, b: string) => a === b || (a.length === 1 && b.startsWith(a)) || (b.length === 1 && a.startsWith(b));

/** Of whom a name tells whether they are a man or a woman, or who it can only be. */
export const genderFor = (roster: Roster, { gender, words }: Said, [id, ...more]: string[]) => (gender === 'u' && id !== undefined && more.length === 0 && words.length === 1 ? genderOf(nameParts(roster.nameOf(id) ?? '')[0] ?? '') : gender);

/** Who of the cast is called so; somebody who may be either when several are, null when nobody is. */
export function whoIsNamed(cast: Cast, ref: Said, ids: string[]): Who | null {
  const text = ref.words.map(fold);
  const [first = '', last = ''] = [text[0], text.at(-1)];
  const known = new Set(ids);
  const found = cast.all.map((_, i) => i).filter((i) => {
    const one = cast.entity(i);
    if (ref.titled && ids.length === 1 && one.contact_ids.length > 1) return false;
    return i > 1 && one.named && one.plural === ref.plural && (known.size === 0 || one.contact_ids.length === 0 || one.contact_ids.some((id) => known.has(id))) && sounds(one);
  });
  function sounds(one: Entity): boolean {
    const theirs = folded(one.words);
    if (ref.titled) return theirs.at(-1) === last && (ref.gender === 'u' || one.gender === 'u' || one.gender === ref.gender);
    return theirs.length > 0 && (sameFirst(theirs[0] as string, first) || (theirs.length > 1 && text.length === 1 && theirs.at(-1) === first)) && (text.length < 2 || theirs.length < 2 || initial(theirs.at(-1) as string, last));
  }
  // "dre", when the note has named Andre
  if (found.length === 0 && known.size > 0 && text.length === 1 && !ref.plural) found.push(...cast.all.keys().filter((i) => i > 1 && isShortOf(cast.entity(i))));
  function isShortOf(one: Entity): boolean {
    const theirs = folded(one.words)[0] ?? '';
    return one.named && !one.plural && one.contact_ids.some((id) => known.has(id)) && (mayBeShort(first, theirs) || mayBeShort(theirs, first) || (first.length === 1 && theirs.startsWith(first)));
  }
  const exact = found.filter((i) => folded(cast.entity(i).words)[0] === first);
  const all = exact.length > 0 ? exact : found;
  if (all.length < 2 || text.length > 1) return all[0] ?? family(cast, text, ids);
  // Two who are both known by more than this name were named: it may be either.
  const unsure = all.find((i) => cast.entity(i).words.length === 1);
  if (unsure !== undefined) return unsure;
  return cast.oneOf(all, ref.words);
}

/** A family name of several people in Kith, the note's person perhaps among them. */
function family(cast: Cast, text: string[], ids: string[]): Who | null {
  if (text.length !== 1 || !ids.includes(cast.roster.person.id)) return null;
  const others = ids.filter((id) => id !== cast.roster.person.id).map((id) => {
    const words = (cast.roster.nameOf(id) ?? '').split(' ');
    return cast.newcomer({ words, plural: false, gender: genderOf(words[0] as string) }, [id]);
  });
  return cast.oneOf([PERSON, ...others], text.map((word) => word.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())));
}

/** The first name of somebody in Kith, whatever they were called here. */
const firstOf = (cast: Cast, who: Who): string => {
  const [id, ...more] = cast.entity(who).contact_ids;
  return id === undefined || more.length > 0 ? '' : (nameParts(cast.roster.nameOf(id) ?? '')[0] ?? '');
};

/** "Leo" in a note about Leocadia may be her, or somebody called Leo. */
export function maybePerson(cast: Cast, words: string[]): Who | null {
  const said = fold(words[0] as string);
  const first = nameParts(cast.roster.person.full_name)[0] ?? '';
  // or "Lex", when some form of her name is Lexi
  const forms = formsOf(first).some((form) => form.startsWith(said) && said.length > 2);
  if (words.length > 1 || said.length < 2 || said === first || !(first.startsWith(said) || forms)) return null;
  const old = cast.all.findIndex((one) => one.either[0] === PERSON && fold(one.name) === said);
  return old > 0 ? old : cast.oneOf([PERSON], words);
}

/** "Anne" in a note about Annie that has named Anne Cooper, too, may be either; null when it is the note's person. */
export function namesake(cast: Cast, words: string[]): Who | null {
  const { person } = cast.roster;
  const said = fold(words[0] as string);
  if (words.length > 1 || !person.nickname || nameParts(person.nickname)[0] === said) return null;
  const other = cast.all.findIndex((one, i) => i > 1 && one.named && one.either.length === 0 && one.words.length > 1 && fold(one.words[0] as string) === said);
  if (other < 0) return null;
  const old = cast.all.findIndex((one) => one.either[0] === PERSON && fold(one.name) === said);
  return old > 0 ? old : cast.oneOf([PERSON, other], words);
}

/** Titles that stand before a first name alone: "Fr Dominic". */
const FIRST_NAME_AFTER = /^(?:father|fr|sister|sr|rev|reverend|pastor|rabbi|imam|coach|sir|dame)$/;

/** "Fr Dominic" in a note about Dominic is he; "Dr Dominic" or "Uncle Dominic" may be. Null when it cannot be, or is a family name. */
export function titledPerson(cast: Cast, { words, title, gender }: Said & Pick<NameRef, 'title'>): Who | null {
  const { roster } = cast;
  const [word] = words;
  const person = cast.entity(PERSON).gender;
  if (words.length !== 1 || word === undefined || title === undefined || /^(?:mrs?|ms|miss)$/.test(title) || !roster.isPerson(words) || roster.family(word).length > 0) return null;
  if (gender !== 'u' && person !== 'u' && person !== 'p' && gender !== person) return null;
  // somebody else of that name has a title in Kith
  const rival = roster.find(words).some((id) => nameParts(roster.nameOf(id) ?? '').length < fold(roster.nameOf(id) ?? '').split(' ').length);
  if (FIRST_NAME_AFTER.test(title) && !rival) return PERSON;
  const old = cast.all.findIndex((one) => one.either[0] === PERSON && fold(one.name) === fold(word));
  return old > 0 ? old : cast.oneOf([PERSON], words);
}

/** "the other Anna": whoever of that name was not meant before; nobody in particular when that leaves none. */
export function otherNamed(cast: Cast, ref: Said): Who {
  const { roster } = cast;
  const before = cast.all.map((_, i) => i).filter((i) => i > 1 && cast.entity(i).named && cast.entity(i).either.length === 0 && (sameFirst(cast.entity(i).words[0] ?? '', ref.words[0] as string) || sameFirst(firstOf(cast, i), ref.words[0] as string)));
  const meant = new Set(before.flatMap((i) => (cast.entity(i).contact_ids.length === 1 ? cast.entity(i).contact_ids : [])));
  const ids = roster.find(ref.words).filter((id) => !meant.has(id));
  const [only] = ids;
  if (ids.length === 1 && only !== undefined) {
    const old = cast.all.findIndex((one) => one.contact_ids.length === 1 && one.contact_ids[0] === only);
    return old > 0 ? old : cast.newcomer({ ...ref, words: (roster.nameOf(only) ?? '').split(' ') }, ids);
  }
  return ids.length > 1 ? cast.newcomer(ref, ids) : cast.stranger({ word: `other ${ref.words[0]}`, gender: ref.gender, role: null }, null);
}

/** "The Smiths", "both Smiths": everybody of that name, when the note has named them all, or when "both" leaves no others. */
export function familyNamed(cast: Cast, { words, both }: NameRef): Who[] | null {
  const [word] = words;
  if (both && words.length === 1 && word !== undefined && cast.roster.family(word).length === 0) {
    // "the two Davids": nobody else may be called so
    const others = cast.roster.find([word]);
    const [other] = others;
    if (!cast.roster.isPerson([word]) || others.length !== 1 || other === undefined) return null;
    const old = cast.all.findIndex((one, i) => i > 1 && one.contact_ids.length === 1 && one.contact_ids[0] === other);
    return [PERSON, old > 0 ? old : cast.newcomer({ words: (cast.roster.nameOf(other) ?? '').split(' '), plural: false, gender: genderOf(word) }, [other])];
  }
  const ids = words.length === 1 ? cast.roster.family(words[0] as string) : [];
  if (ids.length < 2 || ids.length > 9 || ids.includes(cast.roster.person.id) || (both && ids.length > 2)) return null;
  const who = ids.map((id) => cast.all.findIndex((one, i) => i > 1 && one.contact_ids.length === 1 && one.contact_ids[0] === id));
  if (!both && who.includes(-1)) return null;
  return who.map((one, i) => {
    const named = (cast.roster.nameOf(ids[i] as string) ?? '').split(' ');
    return one > 0 ? one : cast.newcomer({ words: named, plural: false, gender: genderOf(named[0] as string) }, [ids[i] as string]);
  });
}
