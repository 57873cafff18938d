/** Finds what in a sentence refers to people: names, pronouns, "her older brother Tom", "Anna's boss"; and what only looks so. */
import { isIn, lookUp } from '../lexicon.ts';
import { words as lexiconWords } from '../words.ts';
import { type Gender, genderOf, isFirstName, isWordToo } from './names.ts';
import type { Roster } from './roster.ts';
import { severalAt } from './several.ts';
import { newcomerAt, strangerAt } from './strangers.ts';
import { fold, type Token } from './text.ts';
import { BEFORE_ROLE, type Role, roleOf } from './ties.ts';
import { AUX, verbish } from './verbs.ts';

type Place = { from: number; to: number };
export type PronounForm = 'he' | 'she' | 'they' | 'i' | 'we' | 'you' | 'former' | 'latter';
/** `other`: "the other Anna", somebody else of that name. */
export type NameRef = Place & { kind: 'name'; words: string[]; titled: boolean; gender: Gender; plural: boolean; other?: boolean };
/** `count`: "both of them" are two, "all of them" are 0, any number. `emphatic`: "he himself". */
export type PronounRef = Place & { kind: 'pronoun'; form: PronounForm; possessive: boolean; count?: number; emphatic?: boolean };
export type RoleRef = Place & { kind: 'role'; role: Role; word: string; of: Ref | null; names: NameRef[] };
/** Somebody nobody here knows: "the vet", "some guy", "a friend of hers". */
export type StrangerRef = Place & { kind: 'stranger'; word: string; gender: Gender; role: Role | null };
/** A thing, an animal or an organisation; `of`: whose. */
export type ThingRef = Place & { kind: 'thing'; of: Ref | null; pet: string | null };
/** What a word refers to; places are token indexes, end exclusive. */
export type Ref = NameRef | PronounRef | RoleRef | StrangerRef | ThingRef;

/** What is known of the note while its sentences are read. */
export type Reading = { roster: Roster; pets: Set<string>; lowercase: boolean; names: Set<string> };

const PRONOUNS: Record<string, [PronounForm, boolean]> = {
  he: ['he', false], him: ['he', false], his: ['he', true], himself: ['he', false], she: ['she', false], her: ['she', false], hers: ['she', false], herself: ['she', false],
  they: ['they', false], them: ['they', false], their: ['they', true], theirs: ['they', false], i: ['i', false], me: ['i', false], my: ['i', true], mine: ['i', false], myself: ['i', false], im: ['i', false], ive: ['i', false],
  we: ['we', false], us: ['we', false], our: ['we', true], you: ['you', false], your: ['you', true], u: ['you', false], ur: ['you', true], hes: ['he', false], shes: ['she', false], theyre: ['they', false],
};
const TITLES = /^(?:mr|mrs|ms|miss|dr|prof|professor|sir|dame|father|sister|uncle|aunt|auntie|aunty|granny|grandma|grandpa|nana|coach)$/;
const PARTICLES = /^(?:van|von|de|der|den|da|di|del|della|la|le|dos|du|bin|ibn|al|el|ter|ten|mac|st)$/;
const NOT_PEOPLE = new Set(
  ('ltd inc gmbh ag llc plc co corp group partners capital bank university college school academy hospital clinic institute foundation trust council ministry street st road rd avenue lane square park airport station bridge castle beach island cafe café bar pub church cathedral ' +
    'foods motors records books lab labs studio studios hotel hostel theatre theater museum gallery club fc united city town county festival awards prize cup league day eve insurance airlines energy media systems software solutions consulting associates stores shop bakery brewery winery restaurant bistro kitchen house hall center centre press times post journal review conference summit report show tour island river lake mount mountain bay valley hill').split(' '),
);
/** Capitalised at the start of a sentence without being a name. */
const STARTERS = new Set(
  ('the a an this that these those there here it its he she they we i you his her their my our your who what when where why how which if in on at by for from with without to of as and or but so because since while although though until once after before during then also plus yes no not ' +
    'maybe perhaps please thanks sorry ok okay hi hey hello oh ah wow well now today tomorrow yesterday tonight monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december christmas easter ' +
    'both all some most many few one two three four five six seven eight nine ten another other each every any last next first second third still always never often usually sometimes apparently recently currently originally basically actually honestly finally lately ' +
    'works work lives loves likes hates wants needs has had have is was are were be been got gets going moved moving met meeting lunch dinner coffee drinks call called send ask remind tell told said says talked spoke heard saw just really very super big great good nice lovely new old ' +
    'update note notes ps nb re todo birthday family job home email phone kids husband wife mum dad mom brother sister son daughter partner boss friend colleague everybody everyone nobody someone people things stuff work').split(' '),
);
/** What people do: a capitalised word before one of these names somebody. */
const HUMAN = /^(?:says?|said|told|tells|lives|lived|works|worked|loves|hates|likes|wants|wanted|thinks|thought|believes|hopes|teaches|taught|studies|studied|speaks|married|moved|plays|played|runs|drives|asked|asks|called|calls|texted|mentioned|knows|knew|met|retired|joined|quit|prefers|enjoys|dreams|plans|feels|felt|cooks|bakes|sings|reads|writes|wrote|turned|turns|drinks|smokes|sends|sent|promised|invited|introduced|recommended|suggested|agreed|refuses|collects|trains|swims|hikes|climbs|paints)$/;
/** What people do, too; a name that is an everyday word is a name before it. */
const DID = /^(?:sold|bought|brought|gave|made|took|lost|found|kept|broke|won|spent|paid|grew|began|became|ran|drove|flew|built|owns|owned|needs|needed|left|lent|sent|taught|caught|ate|drank|slept|woke|wore|chose|forgot|heard|let|put|rang|rode|sang|swore|threw|understood|stopped|started|helped|looks|looked|failed|passed|lies|lied|cried|laughed|died|owes)$/;
const PERSON_BEFORE = /^(?:met|told|tell|asked|ask|called|call|texted|text|emailed|email|saw|see|seeing|visited|visit|visiting|invited|invite|dating|married|marry|with|and|introduce|introduced|thank|thanked|remind|know|knows|knew|miss|misses|contact|ping|ring|meet|meeting|about|to|from|for|by|like|named|called|cc)$/;
const EMPLOYED = /^(?:works?|worked|working|job|interns?|interned|interning|freelances?|freelancing|consults?|consulting|interview\w*|career|employed|hired|joined|joins|joining|left|leaving|quit|quits|role|position|offer|account|client|shift|shifts|started|starts|starting|manager|engineer|nurse|lawyer|director|partner|analyst|developer|contract)$/;
const MAKES = /^(?:reads?|reading|listens?|listening|watch(?:es|ing)?|fan|obsessed|into|concert|films?|novels?|books?|albums?|songs?|biography|gig|starring|poems?|plays|works|music|paintings?)$/;
const CALLED_THING = /^(?:dog|cat|puppy|kitten|band|company|startup|start-up|cafe|café|boat|bar|team|book|film|show|album|song|restaurant|shop|store|firm|project|app|village|town|street|pub|horse|rabbit|parrot|hamster|tortoise|pony|spaniel|labrador|terrier|blog|podcast|agency|studio|charity|brand|car|van|bike)$/;

/** Whether any word list but names and verbs knows a word: then a capital does not make it a name. */
const everyday = (word: string): boolean => lookUp(lexiconWords(word)).some((hit) => hit.class !== 'firstname');
const isPet = (word: string): boolean => isIn('pet', word) && !/^(?:call|name|walk|vet|fish|python)/.test(word);

/** The name that begins at a token, or null. */
export function nameAt(tokens: Token[], at: number, { roster, pets, lowercase, names }: Reading): NameRef | null {
  const first = tokens[at] as Token;
  const before = tokens[at - 1];
  const prev = before?.lower ?? '';
  let from = at;
  let titled = false;
  if (TITLES.test(first.lower) && (first.cap || lowercase) && first.tail === '') {
    const dot = tokens[at + 1]?.text === '.' ? 2 : 1;
    if (tokens[at + dot]?.cap && /^\p{L}/u.test((tokens[at + dot] as Token).text)) {
      from = at + dot;
      titled = true;
    }
  }
  const head = tokens[from] as Token;
  if (!/^\p{L}/u.test(head.text) || head.lower in PRONOUNS) return null;
  const known = roster.isPerson([head.text]) || roster.has(head.text);
  if (!head.cap) {
    const upper = (word: string) => word.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
    // "marlowe is in court"
    if (lowercase && !known && !everyday(head.lower) && !isFirstName(head.lower) && !isWordToo(head.lower) && roster.family(head.lower).length > 0 && (verbish(tokens[at + 1]) || head.tail === 'verb')) return { kind: 'name', words: [upper(head.text)], titled: false, gender: 'u', plural: false, from: at, to: from + 1 };
    const clearly = lowercase && known && (names.has(head.lower) || (opens(before) && AUX.test(tokens[at + 1]?.lower ?? '')) || (opens(before) && /[^s]s$/.test(tokens[at + 1]?.lower ?? '') && verbish(tokens[at + 1])));
    if (head.lower.length < 3 || (isWordToo(head.lower) && !clearly) || (!known && !(lowercase && isFirstName(head.lower)))) return null;
    if (!lowercase && !roster.isPerson([head.text]) && everyday(head.lower)) return null;
    if (/^(?:in|at|the|a|an)$/.test(prev)) return null;
    const said = [head];
    while (said.length < 4 && said.at(-1)?.tail === '' && tokens[at + said.length] && roster.whole([...said, tokens[at + said.length] as Token].map((token) => token.text))) said.push(tokens[at + said.length] as Token);
    return { kind: 'name', words: said.map((token) => upper(token.text)), titled: false, gender: genderOf(head.text), plural: false, from: at, to: at + said.length };
  }
  // the second half of what was no person's name: "at Philip | Morris"
  if (before?.cap && before.tail === '' && head.start - before.end === 1 && from === at && at - 2 >= 0 && /^[\p{L}\p{N},]/u.test((tokens[at - 2] as Token).text) && !/^(?:and|but|so)$/.test(prev) && !(before.lower in PRONOUNS)) return null;
  const run: Token[] = [head];
  let to = from + 1;
  while (run.at(-1)?.tail === '' && to < tokens.length) {
    const next = tokens[to] as Token;
    const gap = next.start - (tokens[to - 1] as Token).end;
    if (gap > 1) break;
    if (next.text === '.' && run.at(-1)?.text.length === 1 && tokens[to + 1]?.cap) to += 1;
    else if (next.cap && /^\p{L}/u.test(next.text) && !(next.lower in PRONOUNS)) {
      run.push(next);
      to += 1;
    } else if (PARTICLES.test(next.lower) && tokens[to + 1]?.cap) {
      run.push(next, tokens[to + 1] as Token);
      to += 2;
    } else break;
    if (run.length > 5) break;
  }
  // "Anna Smith" but not "Tuesday Anna": a first word that is no name falls away in front of one that is.
  const opening = at === 0 || /^[.!?:;"“(\-–•*]$/.test(before?.text ?? '');
  const words = run.map((token) => token.text);
  const one = head.lower;
  const found = (): NameRef => ({ kind: 'name', words, titled, gender: titled ? titleGender(first.lower) : genderOf(words[0] as string), plural: false, from: at, to });
  if (titled) return found();
  if (words.some((word, i) => i > 0 && NOT_PEOPLE.has(fold(word))) || (words.length === 1 && NOT_PEOPLE.has(one))) return null;
  if (tokens[to]?.text === '&' || before?.text === '&' || tokens[to]?.text === '@' || before?.text === '@' || before?.text === '#') return null;
  if (words.every((word) => word.length > 1 && word === word.toUpperCase()) && !known) return null;
  const last = run.at(-1) as Token;
  const matched = roster.isPerson(words) || roster.find(words).length > 0 || names.has(words.map(fold).join(' '));
  if (pets.has(one) && !roster.isPerson(words)) return null;
  if (prev === 'the') {
    if (words.length === 1 && one.endsWith('s') && !everyday(one) && !/^(?:us|netherlands|maldives|philippines|alps|beatles|cotswolds|hebrides|bahamas|hamptons|midlands|lakes|highlands|dolomites|andes|azores)$/.test(one)) return { ...found(), words: [head.text.replace(/s$/, '')], plural: true };
    return null;
  }
  if (prev === 'in' || prev === 'near' || prev === 'around') return null;
  if (prev === 'at' && last.tail !== 'poss' && !/^(?:look\w*|angry|mad|laugh\w*|shout\w*|smil\w*|yell\w*|annoyed|furious)$/.test(tokens[at - 2]?.lower ?? '')) return null;
  const somebodyCalled = /^(?:called|named)$/.test(prev) && /^(?:woman|man|guy|girl|boy|someone|somebody|lady|bloke|kid|chap|fellow|person|doctor|lawyer|colleague|friend)$/.test(tokens[at - 2]?.lower ?? '');
  if (/^(?:called|named)$/.test(prev) && tokens.slice(Math.max(0, at - 5), at - 1).some((token) => CALLED_THING.test(token.lower) || isPet(token.lower))) return null;
  if (isPet(prev) || (before?.text === ',' && !known && isPet(tokens[at - 2]?.lower ?? ''))) return null;
  const governed = tokens.slice(Math.max(0, at - 3), at).map((token) => token.lower);
  if (/^(?:for|with|joined|joins|joining|left|quit|by|of|from|to)$/.test(prev) && governed.some((word) => EMPLOYED.test(word)) && !(known && words.length === 1) && !matched) return null;
  if (/^(?:joined|joins|joining|left|quit)$/.test(prev) && !matched) return null;
  if (!matched && governed.some((word, i) => MAKES.test(word) && !(word === 'into' && /^(?:r[au]n|bump(?:ed)?|running|bumping)$/.test(governed[i - 1] ?? ''))) && !PERSON_BEFORE.test(governed.at(-1) === 'to' || governed.at(-1) === 'with' || governed.at(-1) === 'by' ? '' : prev)) return null;
  if (/^(?:concert|gig|album|novel|film|movie|song|exhibition|fan|tickets?|street|road|hospital|school|office|branch|store|region|weather)$/.test(tokens[to]?.lower ?? '') && last.tail === '' && !matched) return null;
  const place = lookUp(lexiconWords(words.join(' '))).some((hit) => /^(?:place|employer|team|nationality|language)$/.test(hit.class));
  if (/^(?:to|from|of)$/.test(prev) && place && !matched) return null;
  if (/^(?:may|april|june|august|jan|mar|jun|sep)$/.test(one) && (/^(?:by|since|until|till|next|last|this|late|early|mid|of|from|to|on|before|after)$/.test(prev) || /^\d/.test(tokens[to]?.text ?? ''))) return null;
  if (opening && words.length === 1 && isWordToo(one) && !/^(?:mo|al|ed|jo)$/.test(one)) {
    const next = tokens[to]?.lower ?? '';
    // "Will say no" asks or foretells; "Will says no" names somebody
    if (one === 'will' && head.tail === '' && !/^(?:is|was|has|had|and|also|does|did|,|:|can|could|would)$/.test(next) && !/(?:s|ed)$/.test(next)) return null;
    if (head.tail === '' && !HUMAN.test(next) && !DID.test(next) && !/^(?:is|was|has|had|and|will|would|can|could|does|did|also|still|just|got|went|came|,|:)$/.test(next) && !(known && /^[(→–—-]$/.test(next))) return null;
    if (!known && !isFirstName(one)) return null;
    return found();
  }
  if (matched) return found();
  if (isFirstName(one)) return place && words.length === 1 && opening === false && /^(?:to|from)$/.test(prev) ? null : found();
  // A name nobody knows yet.
  if (words.some((word) => everyday(fold(word)))) return words.length > 1 && !everyday(one) && isFirstName(one) ? found() : null;
  if (opening && STARTERS.has(one)) return null;
  if (/^\p{Lu}\p{Ll}/u.test(head.text) === false) return null;
  const next = tokens[to];
  // "Marlowe has", "told Marlowe": a family name somebody has here
  if (words.length === 1 && roster.family(one).length > 0 && (verbish(next) || last.tail !== '' || /sel(?:f|ves)$/.test(next?.lower ?? '') || PERSON_BEFORE.test(prev) || (opening && /^[,:]$/.test(next?.text ?? '')) || /^(?:met|into)$/.test(prev))) return found();
  if (next && HUMAN.test(next.lower) && (words.length > 1 || !opening || last.tail !== '')) return found();
  if (next && HUMAN.test(next.lower) && opening) return found();
  if (somebodyCalled) return found();
  if (!opening && /^(?:met|told|tell|asked|ask|texted|emailed|dating|married|marry|introduce|introduced|thank|thanked|remind|named)$/.test(prev) ) return found();
  return null;
}

const titleGender = (title: string): Gender => (/^(?:mr|sir|father|uncle|grandpa)$/.test(title) ? 'm' : /^(?:mrs|ms|miss|dame|sister|aunt|auntie|aunty|granny|grandma|nana)$/.test(title) ? 'f' : 'u');

const opens = (before: Token | undefined): boolean => before === undefined || /^[.!?:;,"“(\-–—•*→]$/.test(before.text) || /^(?:and|but|so|n|that|says?|said)$/.test(before.lower);

/** A name after "her brother": any capitalised word will do. */
function nameAfterRole(tokens: Token[], at: number, reading: Reading): NameRef | null {
  const token = tokens[at];
  if (!token) return null;
  const usual = nameAt(tokens.slice(at), 0, { ...reading, lowercase: reading.lowercase }) as NameRef | null;
  if (usual && !usual.plural) return { ...usual, from: at, to: at + usual.to };
  if (!token.cap || !/^\p{Lu}[\p{Ll}'’]/u.test(token.text) || token.lower in PRONOUNS || STARTERS.has(token.lower) || reading.pets.has(token.lower)) return null;
  const next = tokens[at + 1];
  const two = next?.cap && token.tail === '' && next.start - token.end === 1 && /^\p{Lu}\p{Ll}/u.test(next.text) && !NOT_PEOPLE.has(next.lower);
  if (NOT_PEOPLE.has(next?.lower ?? '') && next?.cap) return null;
  return { kind: 'name', words: two ? [token.text, (next as Token).text] : [token.text], titled: false, gender: genderOf(token.text), plural: false, from: at, to: at + (two ? 2 : 1) };
}

/** What is owned: "…'s older brother Tom" or "…'s flat". */
function owned(tokens: Token[], at: number, of: Ref | null, from: number, reading: Reading): Ref | null {
  let head = at;
  while (head < tokens.length && head - at < 4 && BEFORE_ROLE.has((tokens[head] as Token).lower) && !roleHere(tokens, head)) head++;
  const role = roleHere(tokens, head);
  if (!role) {
    const token = tokens[at];
    if (!token || !/^[\p{L}\p{N}]/u.test(token.text)) return null;
    for (let i = at; i < Math.min(tokens.length, at + 4); i++) {
      const one = tokens[i] as Token;
      if (!isPet(one.lower)) continue;
      const named = tokens[i + 1]?.text === ',' || /^(?:called|named)$/.test(tokens[i + 1]?.lower ?? '') ? i + 2 : i + 1;
      const pet = tokens[named]?.cap ? (tokens[named] as Token).lower : null;
      return { kind: 'thing', of, pet, from, to: pet ? named + 1 : i + 1 };
    }
    let to = at + 1;
    while (to < tokens.length && to - at < 4 && (tokens[to - 1] as Token).tail === '' && /^\p{Ll}/u.test((tokens[to] as Token).text) && (tokens[to] as Token).tail === 'poss') to++;
    const ref: ThingRef = { kind: 'thing', of, pet: null, from, to };
    return ref;
  }
  let ref: RoleRef = { kind: 'role', role: role.role, word: role.word, of, names: [], from, to: head + role.length };
  const tail = (tokens[ref.to - 1] as Token).tail;
  if (tail === 'poss') return owned(tokens, ref.to, ref, from, reading) ?? ref;
  if (tail === '') ref = withNames(tokens, ref, reading);
  const last = tokens[ref.to - 1] as Token;
  if (ref.names.length === 1 && last.tail === 'poss') return owned(tokens, ref.to, ref, from, reading) ?? ref;
  return ref;
}

/** The names that say who a role is: "brother Tom", "brother, Tom,", "sons Leo and Max", "brother (Tom)", "boss is called Maria". */
function withNames(tokens: Token[], ref: RoleRef, reading: Reading): RoleRef {
  let at = ref.to;
  const mark = tokens[at]?.text ?? '';
  let closing = '';
  if (/^[,(:–—-]$/.test(mark)) {
    closing = mark === '(' ? ')' : mark === ',' ? ',' : '';
    at++;
  } else if (/^(?:called|named)$/.test(tokens[at]?.lower ?? '')) at++;
  else if (/^(?:is|are)$/.test(tokens[at]?.lower ?? '') && /^(?:called|named)$/.test(tokens[at + 1]?.lower ?? '')) at += 2;
  else if (/^(?:is|was)$/.test(tokens[at]?.lower ?? '') && isNamed(tokens, at + 1, reading)) at++;
  else if (tokens[at]?.lower === "name" || tokens[at]?.lower === 'names') at++;
  // "his successor, a Mr Lund,"
  if (/^(?:a|one)$/.test(tokens[at]?.lower ?? '') && TITLES.test(tokens[at + 1]?.lower ?? '') && tokens[at + 1]?.cap) at++;
  const names: NameRef[] = [];
  for (let name = nameAfterRole(tokens, at, reading); name; name = nameAfterRole(tokens, at, reading)) {
    names.push(name);
    at = name.to;
    if ((tokens[at - 1] as Token).tail !== '') break;
    // an age in brackets
    if (tokens[at]?.text === '(' && /^\d+$/.test(tokens[at + 1]?.text ?? '') && tokens[at + 2]?.text === ')') at += 3;
    if (!ref.role.plural || !/^(?:and|,|&|\+)$/.test(tokens[at]?.lower ?? '') || !nameAfterRole(tokens, at + 1, reading)) break;
    at++;
  }
  if (names.length === 0) return ref;
  // ", Tom said hi": between commas, or to the end, else the name begins something new
  if (mark === ',' && !(tokens[at] === undefined || /^[,.;!?)]$/.test(tokens[at]?.text ?? ''))) return ref;
  if (closing === ')' && tokens[at]?.text === ')') at++;
  return { ...ref, names, to: at };
}

/** "his wife is Gwen,": a name stands there alone. */
function isNamed(tokens: Token[], at: number, reading: Reading): boolean {
  const name = at < tokens.length ? nameAt(tokens, at, reading) : null;
  return name !== null && !name.plural && (tokens[name.to - 1] as Token).tail === '' && (tokens[name.to] === undefined || /^[,.;)]$/.test((tokens[name.to] as Token).text));
}

function roleHere(tokens: Token[], at: number): { role: Role; word: string; length: number } | null {
  for (let length = 3; length >= 1; length--) {
    const part = tokens.slice(at, at + length);
    if (part.length < length || part.slice(0, -1).some((token) => token.tail !== '')) continue;
    const word = part.map((token) => token.lower).join(' ');
    const role = roleOf(word);
    if (role) return { role, word, length };
  }
  return null;
}

/** What refers to somebody (or belongs to somebody) at a token; null for anything else. */
export function refAt(tokens: Token[], at: number, reading: Reading): Ref | null {
  const token = tokens[at];
  if (!token) return null;
  const several = severalAt(tokens, at);
  if (several) return several;
  const pronoun = PRONOUNS[token.lower];
  const next = tokens[at + 1];
  if (pronoun && !(token.lower === 'us' && token.text === 'US') && !(token.lower === 'mine' && token.cap)) {
    const [form, always] = pronoun;
    const emphatic = !always && /^(?:he|she|they)$/.test(token.lower) && /^(?:him|her|them)sel(?:f|ves)$/.test(next?.lower ?? '');
    const ref: PronounRef = { kind: 'pronoun', form, possessive: always, from: at, to: emphatic ? at + 2 : at + 1, ...(emphatic ? { emphatic } : {}) };
    const possessive = always || (token.lower === 'her' && next !== undefined && /^[\p{L}\p{N}]/u.test(next.text) && !AFTER_HER.test(next.lower));
    if (!possessive) return ref;
    return owned(tokens, at + 1, { ...ref, possessive: true }, at, reading) ?? { ...ref, possessive: true };
  }
  // "one of his sons"
  if (token.lower === 'one' && next?.lower === 'of') {
    const whole = refAt(tokens, at + 2, reading);
    if (whole?.kind === 'role' && whole.of && whole.role.plural) return { ...whole, role: { ...whole.role, plural: false }, from: at };
  }
  const name = nameAt(tokens, at, reading);
  if (name) {
    const last = tokens[name.to - 1] as Token;
    if (last.tail === 'poss') return owned(tokens, name.to, name, at, reading) ?? name;
    // "Anna herself is", "Anna one is"
    return /^(?:himself|herself|themselves|one)$/.test(tokens[name.to]?.lower ?? '') && verbish(tokens[name.to + 1]) ? { ...name, to: name.to + 1 } : name;
  }
  if (reading.pets.has(token.lower) && token.cap) return { kind: 'thing', of: null, pet: token.lower, from: at, to: at + 1 };
  if (/^(?:the|a|an|one|another|some|this|that)$/.test(token.lower)) {
    const ref = owned(tokens, at + 1, null, at, reading);
    if (ref?.kind === 'role' && (ref.names.length > 0 || token.lower === 'the') && !(OCCUPATIONS.has(ref.role.type) && ref.of === null && ref.names.length === 0 && ref.word !== 'boss') && !(ANY_MAN.test(ref.word) && ref.names.length === 0)) return ref;
    return otherOf(tokens, at, reading) ?? strangerNamed(tokens, at, reading) ?? newcomerAt(tokens, at);
  }
  const alone = at === 0 || /^[,;:(.\-–—+&"“]$/.test(tokens[at - 1]?.text ?? '') || /^(?:and|but|with|then|so|when|because)$/.test(tokens[at - 1]?.lower ?? '');
  if (roleHere(tokens, at) || (BEFORE_ROLE.has(token.lower) && roleHere(tokens, at + 1))) {
    const ref = owned(tokens, at, null, at, reading);
    return ref?.kind === 'role' && (alone || ref.names.length > 0) && !(OCCUPATIONS.has(ref.role.type) && ref.of === null && ref.names.length === 0) ? ref : null;
  }
  return null;
}
/** "the other Anna", "the Ridley one" */
function otherOf(tokens: Token[], at: number, reading: Reading): Ref | null {
  if (tokens[at]?.lower !== 'the') return null;
  const word = tokens[at + 1];
  if (word?.lower === 'other') {
    const name = at + 2 < tokens.length ? nameAt(tokens, at + 2, reading) : null;
    if (!name || name.plural || name.words.length > 1) return null;
    const other: NameRef = { ...name, from: at, other: true };
    return (tokens[name.to - 1] as Token).tail === 'poss' ? (owned(tokens, name.to, other, at, reading) ?? other) : other;
  }
  if (!word || tokens[at + 2]?.lower !== 'one' || word.tail !== '' || reading.roster.family(word.lower).length === 0 || (!word.cap && everyday(word.lower))) return null;
  return { kind: 'name', words: [word.text], titled: false, gender: 'u', plural: false, from: at, to: at + 3 };
}

/** "The vet says"; "The younger one, Ishbel, is" is Ishbel. */
function strangerNamed(tokens: Token[], at: number, reading: Reading): Ref | null {
  const ref = strangerAt(tokens, at);
  const name = ref && tokens[ref.to]?.text === ',' && ref.to + 1 < tokens.length ? nameAt(tokens, ref.to + 1, reading) : null;
  return name && tokens[name.to]?.text === ',' ? { ...name, from: at } : ref;
}

/** "Her fella" is her partner, "the fella" some man. */
const ANY_MAN = /^(?:fella|feller|bloke|old man|stand-in)$/;
/** Roles that without an owner are what somebody does for a living. */
const OCCUPATIONS = new Set<string>(['manager', 'report', 'mentor', 'teacher', 'student', 'client', 'doctor', 'landlord', 'acquaintance', 'colleague']);
/** After these, "her" is not "hers". */
const AFTER_HER = /^(?:and|or|but|to|at|in|on|for|from|with|by|about|of|is|was|are|when|if|that|because|since|as|up|out|off|back|down|over|into|again|yesterday|today|tomorrow|tonight|next|last|this|every|a|an|the|not|so|too|also|how|what|where|who|why|whether|through|after|before|during|until|via|per|more|some|any|my|your|his|i|we|he|she|they|very|really|today|soon|later|around|there|here|know|feel|go|do|get|try|think|laugh|cry|money|once|twice|well|often|sometimes|always|regularly|now|then|anyway|instead|each)$/;

/** Everything in a sentence that refers to people, in order. */
export function refsIn(tokens: Token[], reading: Reading): Ref[] {
  const out: Ref[] = [];
  for (let at = 0; at < tokens.length; ) {
    const ref = refAt(tokens, at, reading);
    if (ref) out.push(ref);
    at = ref ? Math.max(ref.to, at + 1) : at + 1;
  }
  return out;
}
