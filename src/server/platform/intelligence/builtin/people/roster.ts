/** The people of a space by every word of their names, so that a name in a note finds them. */
import { formsOf, genderOf, sameFirst, type Gender } from './names.ts';
import { shortForms } from './short.ts';
import { fold } from './text.ts';

/** Somebody who is in Kith. `pronouns` as they were written ("she/her"), if they were. */
export type Known = { id: string; full_name: string; nickname?: string | null; pronouns?: string | null };
/** Who a note is about, and everybody else there is; id, full name and nickname, so that thousands are cheap to send. */
export type Circle = { person: Known; others: readonly (readonly [id: string, full_name: string, nickname: string | null])[] };

export type Roster = {
  person: Known;
  personGender: Gender | 'p';
  /** Whether the words of a name mean the person the note is about. */
  isPerson(words: string[]): boolean;
  /** Ids of everybody else these words may name: full name, first name, nickname or (with a title) family name; "Tom R" is Tom Reed. */
  find(words: string[], titled?: boolean): string[];
  /** Ids of everybody, the note's person included, with this family name. */
  family(word: string): string[];
  /** Whether all these words stand in one name. */
  whole(words: string[]): boolean;
  nameOf(id: string): string | undefined;
  /** Ids of everybody, the note's person included, whose first name a word that is no known name may be short for ("dre", "q"); theirs alone when it may be the note's person's. */
  short(word: string): string[];
  /** Whether a single word is somebody's first name or nickname here. */
  has(word: string): boolean;
};

const TITLE = /^(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|lord|lady|captain|herr|frau|rev|reverend|fr|sister|father|brother|mother|pastor|rabbi|imam|coach|nurse|uncle|aunt|auntie|aunty|gran|granny|grandma|grandad|grandpa|nana|cousin)$/;
/** A title that alone says who somebody is: "Pastor is ill". */
const CALLING = /^(?:pastor|father|rabbi|imam|coach|reverend|rev)$/;
/** The words of a name, a title before them left out. */
export const nameParts = (name: string): string[] => {
  const all = fold(name).split(/[^\p{L}\p{N}'-]+/u).filter(Boolean);
  return all.length > 1 && TITLE.test(all[0] as string) ? all.slice(all[1] && all.length > 2 && TITLE.test(all[1]) ? 2 : 1) : all;
};
/** "Reed", "R" and of Lister-Brown "L-B". */
const isIn = (names: readonly string[], word: string): boolean => names.includes(word) || (word.split('-').every((part) => part.length === 1) && names.slice(1).some((name) => (word.length === 1 ? name.startsWith(word) : name.split('-').map((part) => part.charAt(0)).join('-') === word)));

const rosters = new WeakMap<Circle, Roster>();
/** The index, built once for a circle; 5,000 people take some ten milliseconds. */
export function rosterOf(circle: Circle): Roster {
  const roster = rosters.get(circle) ?? build(circle);
  rosters.set(circle, roster);
  return roster;
}

function build({ person, others }: Circle): Roster {
  const byFirst = new Map<string, number[]>();
  const byLast = new Map<string, number[]>();
  const names = others.map(([, full, nickname]) => ({ all: nameParts(full), nick: nickname ? nameParts(nickname) : [] }));
  const put = (map: Map<string, number[]>, key: string | undefined, i: number) => {
    if (!key) return;
    const list = map.get(key);
    if (!list) map.set(key, [i]);
    else if (list.at(-1) !== i) list.push(i);
  };
  names.forEach(({ all, nick }, i) => {
    for (const form of all[0] ? formsOf(all[0]) : []) put(byFirst, form, i);
    put(byFirst, nick[0], i);
    const title = fold((others[i] as (typeof others)[number])[1]).split(/[ .]/)[0];
    if (title !== all[0] && CALLING.test(title ?? '')) put(byFirst, title, i);
    if (all.length > 1 || TITLE.test(fold((others[i] as (typeof others)[number])[1]).split(/[. ]/)[0] as string)) put(byLast, all.at(-1), i);
  });
  const own = nameParts(person.full_name);
  const ownNick = person.nickname ? nameParts(person.nickname) : [];
  const ids = new Map(others.map(([id, full]) => [id, full]));
  const id = (i: number) => (others[i] as (typeof others)[number])[0];

  function isPerson(words: string[]): boolean {
    const said = words.map(fold);
    const [first = '', ...rest] = said;
    if (ownNick.length > 0 && said.join(' ') === ownNick.join(' ')) return true;
    if (said.length === 1 && (first === ownNick[0] || sameFirst(first, own[0] ?? ''))) return true;
    if (said.length === 1 && own.length > 1 && first === own.at(-1)) return false;
    return rest.length > 0 && (sameFirst(first, own[0] ?? '') || first === ownNick[0]) && rest.every((word) => isIn(own, word));
  }

  const firsts = new Map<string, string[]>();
  names.forEach(({ all: [first] }, i) => {
    const same = firsts.get(first ?? '');
    if (same) same.push(id(i));
    else if (first !== undefined) firsts.set(first, [id(i)]);
  });
  const shortOf = shortForms(firsts);
  const shortOfOwn = shortForms(new Map(own[0] === undefined ? [] : [[own[0], [person.id]]]));
  const short = (word: string): string[] => {
    const said = fold(word);
    // an article, not an initial
    if (byFirst.has(said) || said === 'a' || said === 'i') return [];
    const mine = shortOfOwn(said);
    // "Clem" in a note about Clementine is her, "ander" may be Leander or Alexander
    return mine.length > 0 && said.length > 1 && own[0]?.slice(0, 2) === said.slice(0, 2) ? mine : [...mine, ...shortOf(said)];
  };

  const asked = new Map<string, string[]>();
  function find(words: string[], titled = false): string[] {
    const key = `${titled} ${words.join(' ')}`;
    const known = asked.get(key) ?? look(words, titled);
    asked.set(key, known);
    return known;
  }

  function look(words: string[], titled: boolean): string[] {
    const said = words.map(fold);
    const [first = '', ...rest] = said;
    if (titled && said.length === 1) return (byLast.get(first) ?? []).map(id);
    const found = (byFirst.get(first) ?? []).filter((i) => rest.every((word) => isIn((names[i] as (typeof names)[number]).all, word)));
    if (found.length > 0) {
      const exact = found.filter((i) => (names[i] as (typeof names)[number]).all[0] === first || (names[i] as (typeof names)[number]).nick[0] === first);
      return (exact.length > 0 ? exact : found).map(id);
    }
    // Somebody in Kith by first name only may be the one who has a family name here.
    if (rest.length > 0) return (byFirst.get(first) ?? []).filter((i) => (names[i] as (typeof names)[number]).all.length === 1).map(id);
    return rest.length === 0 && !titled ? short(first) : [];
  }

  const family = (word: string) => [...(own.length > 1 && own.at(-1) === fold(word) ? [person.id] : []), ...(byLast.get(fold(word)) ?? []).map(id)];
  const whole = (words: string[]) => {
    const said = words.map(fold);
    return said.every((word) => own.includes(word)) || (byFirst.get(said[0] ?? '') ?? []).some((i) => said.every((word) => word === said[0] || (names[i] as (typeof names)[number]).all.includes(word)));
  };

  const said = fold(person.pronouns ?? '');
  const personGender = /^(?:she|her)/.test(said) ? 'f' : /^(?:he|him)/.test(said) ? 'm' : /^(?:they|them)/.test(said) ? 'p' : genderOf(own[0] ?? '');
  return { person, personGender, isPerson, find, family, whole, short, nameOf: (wanted) => (wanted === person.id ? person.full_name : ids.get(wanted)), has: (word) => byFirst.has(fold(word)) };
}
