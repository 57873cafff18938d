import { createHash } from 'node:crypto';
import type { CountryCode } from 'libphonenumber-js/min';
import { digest, DigestTable, Shelf } from './digests.ts';
import type { PersonFields } from './draft.ts';
import { phoneKey } from './phones.ts';

/** What tells a person apart, as it is written. Names are folded (case and accents aside). */
type Told = { name: string; uid: string | null; emails: string[]; phones: string[]; facts: string[] };
/** The same as it is compared and kept: digests, but for what has to be read. A fact has its weight in front. */
export type Keys = Told & { born: string | null };
/** `ours`: who came with this import. */
type Known = Keys & { id: string; ours: boolean };
/** Without the names of the fields, which would be a third of it. */
type Kept = [id: string, ours: 0 | 1, name: string, uid: string | null, born: string | null, emails: string, phones: string, facts: string];

/** So many people share an address or a name at most; more is no sign of anybody. */
const SHARED = 50;
/** Facts that two people of one name may well share, and those that are a sign even without a name. */
const [WEAK, PLAIN, STRONG] = ['w', 'p', 's'];
const weightOf = (fact: string) => (/^(title|field) /.test(fact) ? WEAK : /^(born|company) /.test(fact) ? STRONG : PLAIN);

/**
 * Who is already known, and by what. A person is found by the id of their card; by email or phone, unless the names say that these
 * are two people of one household or firm; else by the very same name when something else agrees or nothing else is known.
 * All that an import holds of a person to its end: 0.4 kB (bench/README.md).
 */
export class PeopleIndex {
  /** Where numbers without a country code are from. */
  readonly country: CountryCode | undefined;
  /** Where on the shelf those stand who have a key. */
  readonly #people = new DigestTable();
  readonly #shelf = new Shelf<Kept>();

  constructor(country?: CountryCode) {
    this.country = country;
  }

  keysOf(fields: PersonFields, foldedName: string, uid: string | null): Keys {
    return this.compared({ name: foldedName, uid, emails: fields.emails.map(({ value }) => value.toLowerCase()), phones: fields.phones.map(({ value }) => value), facts: factsOf(fields) });
  }

  /** What is told of somebody as it is compared. */
  compared({ name, uid, emails, phones, facts }: Told): Keys {
    const numbers = phones.map((phone) => phoneKey(phone, this.country)).filter((phone) => phone !== undefined);
    return {
      name,
      uid: uid && cardKey(uid),
      born: facts.find((fact) => fact.startsWith('born ')) ?? null,
      emails: emails.map((email) => digest(`email ${email}`)),
      phones: numbers.map((number) => digest(`phone ${number}`)),
      facts: facts.map((fact) => weightOf(fact) + digest(fact).slice(1, FACT)),
    };
  }

  /** Remembers that these keys are of this person; once more with what was learnt about them. */
  add(id: string, keys: Keys, ours = false): void {
    const own = cardKey(id);
    const before = this.#get(own).find((one) => one.id === id);
    if (before && saysNothingNew(before, keys)) return; // most cards of a file that comes again
    const at = this.#shelf.put([id, ours || before?.ours ? 1 : 0, keys.name, keys.uid, keys.born, keys.emails.join(''), keys.phones.join(''), keys.facts.join('')]);
    if (keys.uid) this.#put(keys.uid, at);
    this.#put(own, at); // how Kith names a card that came from nowhere else
    for (const key of [...keys.emails, ...keys.phones]) if (!this.#put(key, at)) this.#put(of(key, keys), at);
    this.#put(nameKey(keys), at);
  }

  /** Somebody who was merged: their old id and card mean who they are now. */
  alias({ id, contact_id, vcard_uid }: { id: string; contact_id: string; vcard_uid: string | null }): void {
    const [known] = this.#people.get(cardKey(contact_id));
    if (known === undefined) return;
    for (const uid of [id, vcard_uid]) if (uid && this.#people.get(cardKey(uid)).length === 0) this.#put(cardKey(uid), known);
  }

  /** @returns false when too many have this key already */
  #put(key: string, at: number): boolean {
    const room = this.#people.get(key).length < SHARED;
    if (room) this.#people.put(key, at);
    return room;
  }

  /** Whoever has this key. */
  #get(key: string): Known[] {
    return this.#people.get(key).map((at) => {
      const [id, ours, name, uid, born, emails, phones, facts] = this.#shelf.get(at);
      return { id, ours: ours === 1, name, uid, born, emails: parts(emails, DIGEST), phones: parts(phones, DIGEST), facts: parts(facts, FACT) };
    });
  }

  /** Whose card bears this id. */
  ofCard(uid: string): string | undefined {
    return this.#get(cardKey(uid))[0]?.id;
  }

  /** Whether this person came with this import. */
  isOurs(id: string): boolean {
    return this.#get(cardKey(id)).some((one) => one.id === id && one.ours);
  }

  /** Who these keys are about. `by`: what told. `own`: each person of this file has an id of their own, so nobody of it is another of it. */
  find(keys: Keys, own = false): { id: string; by: 'card' | 'email' | 'phone' | 'name' } | undefined {
    const sameCard = keys.uid && this.#get(keys.uid)[0]?.id;
    if (sameCard) return { id: sameCard, by: 'card' };
    const having = (key: string) => this.#get(key).filter((one) => !(own && one.ours && one.uid && keys.uid));
    for (const [by, marks] of [['email', keys.emails], ['phone', keys.phones]] as const) {
      for (const mark of marks) {
        const sharing = having(mark);
        const found = sharing.find((one) => one.name === keys.name) ?? having(of(mark, keys))[0] ?? sharing.find((one) => namesAgree(one.name, keys.name) || signs(one, keys) > 1);
        if (found && (by === 'email' || !bornApart(found, keys))) return { id: found.id, by };
      }
    }
    const named = having(nameKey(keys)).filter((one) => !bornApart(one, keys));
    const found = named.find((one) => agree(one, keys)) ?? named.find((one) => isBare(one));
    return found && { id: found.id, by: 'name' };
  }
}

const DIGEST = 11;
/** Its weight and 42 bits, which are only compared among a few people. */
const FACT = 8;
const parts = (text: string, size: number) => Array.from({ length: text.length / size }, (_, n) => text.slice(n * size, (n + 1) * size));
const cardKey = (uid: string) => digest(`card ${uid.replace(/^urn:uuid:/i, '').toLowerCase()}`);
const nameKey = ({ name }: Keys) => digest(`name ${name}`);
/** An address or number that many share, of one with this name. */
const of = (mark: string, { name }: Keys) => digest(`${mark} ${name}`);

const saysNothingNew = (before: Keys, keys: Keys) =>
  before.name === keys.name && (!keys.uid || before.uid === keys.uid) && (['emails', 'phones', 'facts'] as const).every((list) => keys[list].every((one) => before[list].includes(one)));

/** One name, one phone, two birthdays: a father and a son. */
const bornApart = ({ born: a }: Keys, { born: b }: Keys) => a !== null && b !== null && a.slice(-5) !== b.slice(-5);

const isBare = ({ emails, phones, facts }: Keys) => emails.length === 0 && phones.length === 0 && facts.length === 0;

/** True when something that means this person is the same; of a title or a custom field all must be. */
function agree(one: Keys, other: Keys): boolean {
  const there = new Set(one.facts);
  if (other.facts.some((fact) => fact[0] !== WEAK && there.has(fact))) return true;
  return other.facts.length > 0 && other.emails.length === 0 && other.phones.length === 0 && other.facts.every((fact) => there.has(fact));
}

/** How many addresses, numbers and strong facts are the same. */
function signs(one: Keys, other: Keys): number {
  const there = new Set([...one.emails, ...one.phones, ...one.facts.filter((fact) => fact[0] === STRONG)]);
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
