import { createHash, hash } from 'node:crypto';
import type { CountryCode } from 'libphonenumber-js/min';
import type { PersonFields } from './draft.ts';
import { phoneKey } from './phones.ts';

/** What tells a person apart. Names are folded (case and accents aside). */
export type Keys = { name: string; uid: string | null; emails: string[]; phones: string[]; facts: string[] };
type Known = Keys & { id: string };

/** So many people share an address or a name at most; more is no sign of anybody. */
const SHARED = 50;
/** Facts that two people of one name may well share. */
const WEAK = /^(title|field) /;

/**
 * Who is already known, and by what. A person is found by the id of their card; by email or phone, unless the names say that these
 * are two people of one household or firm; else by the very same name when something else agrees or nothing else is known.
 */
export class PeopleIndex {
  /** Where numbers without a country code are from. */
  readonly country: CountryCode | undefined;
  /** Keys as digests, people as JSON: all that an import holds of a person to its end, and as objects it would be three times as much. */
  readonly #people = new Map<string, string | string[]>();

  constructor(country?: CountryCode) {
    this.country = country;
  }

  keysOf(fields: PersonFields, foldedName: string, uid: string | null): Keys {
    return this.compared({ name: foldedName, uid, emails: fields.emails.map(({ value }) => value.toLowerCase()), phones: fields.phones.map(({ value }) => value), facts: factsOf(fields) });
  }

  /** Keys with their phone numbers as they are compared. */
  compared(keys: Keys): Keys {
    return { ...keys, phones: keys.phones.map((phone) => phoneKey(phone, this.country)).filter((phone) => phone !== undefined) };
  }

  /** Remembers that these keys are of this person; once more with what was learnt about them. */
  add(id: string, keys: Keys): void {
    const before = this.#get(cardKey(id)).find((one) => one.id === id);
    if (before && saysNothingNew(before, keys)) return; // most cards of a file that comes again
    const known = JSON.stringify({ ...keys, id } satisfies Known);
    if (keys.uid) this.#put(cardKey(keys.uid), known);
    this.#put(cardKey(id), known); // how Kith names a card that came from nowhere else
    for (const [by, values] of [['email', keys.emails], ['phone', keys.phones]] as const)
      for (const value of values) if (!this.#put(`${by} ${value}`, known)) this.#put(`${by} ${value} ${keys.name}`, known);
    this.#put(`name ${keys.name}`, known);
  }

  /** Somebody who was merged: their old id and card mean who they are now. */
  alias({ id, contact_id, vcard_uid }: { id: string; contact_id: string; vcard_uid: string | null }): void {
    const [known] = this.#get(cardKey(contact_id));
    if (!known) return;
    for (const uid of [id, vcard_uid]) if (uid && this.#get(cardKey(uid)).length === 0) this.#put(cardKey(uid), JSON.stringify(known));
  }

  /** @returns false when too many have this key already */
  #put(key: string, known: string): boolean {
    const short = digest(key);
    const there = this.#people.get(short);
    if (!there) this.#people.set(short, known);
    else if (!Array.isArray(there)) this.#people.set(short, [there, known]);
    else if (there.length < SHARED) there.push(known);
    else return false;
    return true;
  }

  /** Whoever has this key; in the index a single one stands without a list, which halves what it takes. */
  #get(key: string): Known[] {
    const there = this.#people.get(digest(key));
    return there === undefined ? [] : (Array.isArray(there) ? there : [there]).map((known) => JSON.parse(known) as Known);
  }

  /** Whose card bears this id. */
  ofCard(uid: string): string | undefined {
    return this.#get(cardKey(uid))[0]?.id;
  }

  /** Who these keys are about. `by`: what told. */
  find(keys: Keys): { id: string; by: 'card' | 'email' | 'phone' | 'name' } | undefined {
    const sameCard = keys.uid ? this.ofCard(keys.uid) : undefined;
    if (sameCard) return { id: sameCard, by: 'card' };
    for (const [by, values] of [['email', keys.emails], ['phone', keys.phones]] as const) {
      for (const value of values) {
        const sharing = this.#get(`${by} ${value}`);
        const found = sharing.find((one) => one.name === keys.name) ?? this.#get(`${by} ${value} ${keys.name}`)[0] ?? sharing.find((one) => namesAgree(one.name, keys.name) || signs(one, keys) > 1);
        if (found && (by === 'email' || !bornApart(found, keys))) return { id: found.id, by };
      }
    }
    const named = this.#get(`name ${keys.name}`).filter((one) => !bornApart(one, keys));
    const found = named.find((one) => agree(one, keys)) ?? named.find((one) => isBare(one));
    return found && { id: found.id, by: 'name' };
  }
}

/** 72 bits of a key; no more than 12 characters, as V8 would keep the whole text of a longer part alive. */
const digest = (key: string) => hash('sha1', key, 'base64').slice(0, 12);
const cardKey = (uid: string) => `card ${uid.replace(/^urn:uuid:/i, '').toLowerCase()}`;

const saysNothingNew = (before: Keys, keys: Keys) =>
  before.name === keys.name && (!keys.uid || before.uid === keys.uid) && (['emails', 'phones', 'facts'] as const).every((list) => keys[list].every((one) => before[list].includes(one)));

/** One name, one phone, two birthdays: a father and a son. */
const bornApart = (one: Keys, other: Keys) => {
  const [a, b] = [born(one), born(other)];
  return a !== undefined && b !== undefined && a.slice(-5) !== b.slice(-5);
};
const born = ({ facts }: Keys) => facts.find((fact) => fact.startsWith('born '));

const isBare = ({ emails, phones, facts }: Keys) => emails.length === 0 && phones.length === 0 && facts.length === 0;

/** True when something that means this person is the same; of a title or a custom field all must be. */
function agree(one: Keys, other: Keys): boolean {
  const there = new Set(one.facts);
  if (other.facts.some((fact) => !WEAK.test(fact) && there.has(fact))) return true;
  return other.facts.length > 0 && other.emails.length === 0 && other.phones.length === 0 && other.facts.every((fact) => there.has(fact));
}

/** How many addresses, numbers and strong facts are the same. */
function signs(one: Keys, other: Keys): number {
  const there = new Set([...one.emails, ...one.phones, ...one.facts.filter((fact) => /^(born|company) /.test(fact))]);
  return [...other.emails, ...other.phones, ...other.facts].filter((sign) => there.has(sign)).length;
}

/**
 * True when two names can be of one person: one holds all words of the other ("Anna", "Dr. Anna Berg"), initials count for words,
 * and a name of one word, or an address used as a name, contradicts nothing. "Anna Berg" and "Otto Berg" are two.
 */
export function namesAgree(a: string, b: string): boolean {
  const [x, y] = [wordsOf(a), wordsOf(b)];
  if (x.length < 2 || y.length < 2 || a.includes('@') || b.includes('@')) return true;
  const [fewer, more] = x.length <= y.length ? [x, y] : [y, x];
  return fewer.every((word) => more.some((other) => other === word || (word.length === 1 && other.startsWith(word)) || (other.length === 1 && word.startsWith(other))));
}

const wordsOf = (name: string) => name.split(/[\s.,;()"'’-]+/).filter(Boolean);

const md5 = (text: string) => createHash('md5').update(text).digest('hex');
/** The same as selectBookKeys of the people makes of a row. */
function factsOf(fields: PersonFields): string[] {
  const said = (word: string, value: string | null) => (value ? [`${word} ${value}`] : []);
  return [
    ...said('company', fields.company?.toLowerCase() ?? null), ...said('born', fields.birthday), ...said('nick', fields.nickname?.toLowerCase() ?? null), ...said('title', fields.title?.toLowerCase() ?? null),
    ...said('telegram', fields.telegram_id === null ? null : String(fields.telegram_id)), ...said('about', fields.description && md5(fields.description)), ...said('met', fields.how_we_met && md5(fields.how_we_met)),
    ...fields.addresses.map(({ street, city }) => `at ${`${street} ${city}`.toLowerCase()}`),
    ...fields.social_handles.map(({ network, handle }) => `on ${`${network} ${handle}`.toLowerCase()}`),
    ...fields.important_dates.map(({ date }) => `day ${date}`),
    ...fields.custom_fields.map(({ label, value }) => `field ${md5(`${label} ${value}`)}`),
  ];
}
