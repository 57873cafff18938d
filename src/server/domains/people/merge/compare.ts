import { fold as plain } from '../../../platform/fold.ts';
import { NICKNAMES } from '../../../platform/nicknames.ts';
import type { Reason } from './merge.schema.ts';
import { GENERATIONS, PUBLIC_DOMAINS, SHARED_MAILBOX, TITLES } from './words.ts';
import { samePhone } from './phones.ts';

/** What is compared of a person. */
export type Person = {
  full_name: string;
  nickname: string | null;
  company: string | null;
  city: string | null;
  birthday: string | null;
  emails: { value: string }[];
  phones: { value: string }[];
  social_handles: { network: string; handle: string }[];
  telegram_id: number | null;
  telegram_username: string | null;
};
export type Likeness = { score: number; reasons: { kind: Reason; text: string }[] };

/** Suggestions below this are not worth somebody's time. */
export const WORTH_ASKING = 0.5;

const fold = (value: string | null) => plain(value ?? '').replaceAll('ß', 'ss').replaceAll('ø', 'o').replaceAll('ł', 'l');
const known = new WeakMap<Person, string[]>();
/** The words of somebody's name, read once: each person is compared with several. */
function namedAs(person: Person): string[] {
  const words = known.get(person) ?? wordsOf(person.full_name);
  known.set(person, words);
  return words;
}
const wordsOf = (name: string) => fold(name).split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '' && !TITLES.includes(word));
const canonical = (word: string) => (Object.hasOwn(NICKNAMES, word) ? NICKNAMES[word]! : word);

/** How much two names say: the same; similar; nothing against it (one says too little); or that these are two people. */
type Names = 'same' | 'similar' | 'open' | 'different';

/**
 * How likely two records are of one person, from 0 to 1, and why. Undefined when it is not worth asking.
 * A shared way to reach them says most, unless the names say that two people share it (families do). The same name alone says little
 * where several carry it; half a name says something only together with a company, city, birthday or own mail domain.
 * @param namesakes how many people of the space have this very name
 */
export function compare(a: Person, b: Person, namesakes = 2): Likeness | undefined {
  const reasons: Likeness['reasons'] = [];
  const reached = reachedBy(a, b);
  reasons.push(...reached.reasons);
  const names = compareNames(a, b);
  if (names === 'same') reasons.push({ kind: 'same_name', text: a.full_name === b.full_name ? `Both are called ${a.full_name}` : `${a.full_name} and ${b.full_name} is one name` });
  if (names === 'similar') reasons.push({ kind: 'similar_name', text: `${a.full_name} and ${b.full_name} are much alike` });
  // that two people with one address have it at one domain is nothing new
  const agreed = agreements(a, b).filter((reason) => reason.kind !== 'domain' || !reached.reasons.some(({ kind }) => kind === 'email'));
  reasons.push(...agreed);
  const score = scoreOf(a, b, names, reached.strength, agreed, namesakes);
  return score >= WORTH_ASKING ? { score: Math.round(score * 100) / 100, reasons } : undefined;
}

function scoreOf(a: Person, b: Person, names: Names, reached: number, agreed: Likeness['reasons'], namesakes: number): number {
  if (reached === 3) return names === 'different' ? 0.9 : 0.99; // one account is one person, whatever it is called
  if (names === 'different' || birthdaysDiffer(a, b)) return 0;
  const more = Math.min(agreed.length, 3);
  if (reached >= 1) return names === 'same' ? 0.98 : names === 'similar' ? 0.93 : names === 'open' && reached === 2 ? 0.75 + 0.04 * more : 0.4;
  if (names === 'same') {
    if (agreed.length > 0) return contradictions(a, b) >= 3 ? 0 : 0.8 + 0.05 * more;
    return namesakes > 4 || contradictions(a, b) >= 2 ? 0 : 0.6;
  }
  if (names === 'similar') {
    // that two people of a city are called alike is nothing special
    const special = agreed.filter((reason) => reason.kind !== 'city').length;
    return special > 0 && contradictions(a, b) < 2 ? 0.62 + 0.06 * more : agreed.length > 0 && contradictions(a, b) === 0 && !initialOnly(a, b) ? 0.55 : 0;
  }
  return 0;
}

/** Ways to reach both. Strength: 0 none, 1 a mailbox that several may read, 2 a mailbox or number, 3 an account of one person. */
function reachedBy(a: Person, b: Person): { strength: number; reasons: Likeness['reasons'] } {
  const reasons: Likeness['reasons'] = [];
  let strength = 0;
  const say = (kind: Reason, text: string, weight: number) => {
    if (!reasons.some((reason) => reason.kind === kind)) reasons.push({ kind, text });
    strength = Math.max(strength, weight);
  };
  if (a.telegram_id !== null && a.telegram_id === b.telegram_id) say('telegram', 'One Telegram account', 3);
  const account = fold(a.telegram_username).replace(/^@/, '');
  if (account && account === fold(b.telegram_username).replace(/^@/, '')) say('telegram', `Telegram @${account}`, a.telegram_id !== null && b.telegram_id !== null && a.telegram_id !== b.telegram_id ? 1 : 3);
  for (const { value } of a.emails)
    if (b.emails.some((other) => other.value.toLowerCase() === value.toLowerCase())) say('email', value, SHARED_MAILBOX.test(value.toLowerCase()) ? 1 : 2);
  for (const { value } of a.phones) if (b.phones.some((other) => samePhone(value, other.value))) say('phone', value, 2);
  for (const { network, handle } of a.social_handles) {
    const same = b.social_handles.some((other) => fold(other.network) === fold(network) && fold(other.handle).replace(/^@/, '') === fold(handle).replace(/^@/, ''));
    if (same) say('handle', `${network}: ${handle}`, 2);
  }
  return { strength, reasons };
}

function agreements(a: Person, b: Person): Likeness['reasons'] {
  const reasons: Likeness['reasons'] = [];
  if (a.company && fold(a.company) === fold(b.company)) reasons.push({ kind: 'company', text: `Both at ${a.company}` });
  if (a.city && fold(a.city) === fold(b.city)) reasons.push({ kind: 'city', text: `Both in ${a.city}` });
  if (a.birthday && b.birthday && a.birthday.slice(-5) === b.birthday.slice(-5) && !birthdaysDiffer(a, b)) reasons.push({ kind: 'birthday', text: 'One birthday' });
  const domain = domainsOf(a).find((name) => domainsOf(b).includes(name));
  if (domain) reasons.push({ kind: 'domain', text: `Both have mail at ${domain}` });
  return reasons;
}

const domainsOf = (person: Person) => person.emails.map(({ value }) => value.toLowerCase().split('@')[1] ?? '').filter((domain) => domain !== '' && !PUBLIC_DOMAINS.includes(domain));

/** True for two known birthdays that cannot be one. */
function birthdaysDiffer(a: Person, b: Person): boolean {
  if (!a.birthday || !b.birthday) return false;
  if (a.birthday.slice(-5) !== b.birthday.slice(-5)) return true;
  return !a.birthday.startsWith('-') && !b.birthday.startsWith('-') && a.birthday !== b.birthday;
}

/** In how many ways both say something, and not the same. */
function contradictions(a: Person, b: Person): number {
  const differ = (x: string | null, y: string | null) => Boolean(x && y && fold(x) !== fold(y));
  const lists = (x: unknown[], y: unknown[]) => x.length > 0 && y.length > 0;
  return [
    differ(a.company, b.company),
    differ(a.city, b.city),
    lists(a.emails, b.emails) && !domainsOf(a).some((domain) => domainsOf(b).includes(domain)),
    lists(a.phones, b.phones),
    a.telegram_id !== null && b.telegram_id !== null && a.telegram_id !== b.telegram_id,
  ].filter(Boolean).length;
}

const generationOf = (words: string[]) => words.find((word) => GENERATIONS.has(word))?.replace('junior', 'jr').replace('senior', 'sr');
const initialOnly = (a: Person, b: Person) => [a, b].some((person) => namedAs(person).some((word) => word.length === 1));

const UMLAUTS: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue', Ø: 'Oe' };
/** The words of a name with its umlauts written out, when it has any: Müller, Mueller. */
function spelled(person: Person): string[] | undefined {
  const name = person.full_name.normalize('NFC').replace(/[äöüøÄÖÜØ]/g, (letter) => UMLAUTS[letter]!);
  return name === person.full_name.normalize('NFC') ? undefined : wordsOf(name);
}

function compareNames(a: Person, b: Person): Names {
  const plain = compareWords(a, b, namedAs(a), namedAs(b));
  const [x, y] = [spelled(a), spelled(b)];
  if (plain === 'same' || (!x && !y)) return plain;
  const written = [x && compareWords(a, b, x, namedAs(b)), y && compareWords(a, b, namedAs(a), y)];
  return written.includes('same') ? 'same' : written.includes('similar') ? 'similar' : plain;
}

function compareWords(a: Person, b: Person, x: string[], y: string[]): Names {
  if (x.length === 0 || y.length === 0) return 'open';
  const [one, two] = [generationOf(x), generationOf(y)];
  if (one && two && one !== two) return 'different';
  if ((one || two) && one !== two && x.filter((word) => !GENERATIONS.has(word)).join(' ') === y.filter((word) => !GENERATIONS.has(word)).join(' ')) return 'different'; // "Tom Berg" and "Tom Berg jr."
  const [p, q] = [x.filter((word) => !GENERATIONS.has(word)), y.filter((word) => !GENERATIONS.has(word))];
  if (p.toSorted().join(' ') === q.toSorted().join(' ')) return 'same';
  const [shorter, longer] = p.length <= q.length ? [p, q] : [q, p];
  // what somebody is called instead: Grandma, "Bob", anna.s
  if (shorter.length === 1) return longer.length === 1 ? alike(p[0]!, q[0]!) : longer.some((word) => alike(word, shorter[0]!) !== 'different') || nicknamed(a, b) ? 'similar' : isGiven(shorter[0]!) ? 'different' : 'open';
  const straight = together(shorter[0]!, longer[0]!, shorter.at(-1)!, longer.at(-1)!);
  const reversed = together(shorter[0]!, longer.at(-1)!, shorter.at(-1)!, longer[0]!);
  if (straight !== 'different' || reversed !== 'different') return straight === 'similar' || reversed === 'similar' ? 'similar' : 'open';
  return nicknamed(a, b) ? 'similar' : 'different';
}

const GIVEN = new Set([...Object.keys(NICKNAMES), ...Object.values(NICKNAMES)]);
const isGiven = (word: string) => GIVEN.has(word);
/** Given and family name: both must go together. Another family name with the same given name may be a wedding. */
function together(given: string, otherGiven: string, family: string, otherFamily: string): Names {
  const [first, last] = [alike(given, otherGiven), alike(family, otherFamily, true)];
  if (first !== 'different' && last !== 'different') return 'similar';
  return given === otherGiven && given.length > 2 && last === 'different' ? 'open' : 'different';
}
const nicknamed = (a: Person, b: Person) => [[a, b], [b, a]].some(([x, y]) => x!.nickname && wordsOf(x!.nickname).length > 0 && wordsOf(x!.nickname).every((word) => namedAs(y!).includes(word)));

/** Two words of names: the same, a short form or initial of it, or a slip of the pen. Maria and Marie, Paul and Paula are two given names. */
function alike(a: string, b: string, isFamily = false): Names {
  if (canonical(a) === canonical(b)) return a === b ? 'same' : 'similar';
  if (a.length === 1 || b.length === 1) return a[0] === b[0] && /\p{L}/u.test(a[0]!) ? 'similar' : 'different';
  if (Math.min(a.length, b.length) < 5 || /\d/.test(a + b) || (!isFamily && isGiven(a) && isGiven(b))) return 'different';
  return (isFamily || !sameButEnding(a, b)) && oneSlip(a, b) ? 'similar' : 'different';
}

const sameButEnding = (a: string, b: string) => a.slice(0, -1) === b || b.slice(0, -1) === a || a.slice(0, -1) === b.slice(0, -1);

/** One letter too many, missing, wrong, or two swapped. */
function oneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (a[i] === b[i] && i < a.length && i < b.length) i++;
  const [x, y] = [a.slice(i), b.slice(i)];
  return x.slice(1) === y.slice(1) || x.slice(1) === y || y.slice(1) === x || (x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2));
}
