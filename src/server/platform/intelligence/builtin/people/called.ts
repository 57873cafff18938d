/** Names in a sentence, and what only looks like one. */
import { lookUp } from '../lexicon.ts';
import { words as lexiconWords } from '../words.ts';
import { everyday, isPet, STARTERS } from './everyday.ts';
import { type Gender, genderOf, isFirstName, isWordToo } from './names.ts';
import { isShortHere } from './nicknamed.ts';
import { PRONOUNS } from './pronouns.ts';
import type { NameRef, Reading } from './refs.ts';
import { setsApart, stateAt } from './states.ts';
import { fold, type Token } from './text.ts';
import { BEFORE_ROLE, roleOf } from './ties.ts';
import { acts, AUX, DID, HUMAN, verbish } from './verbs.ts';

export const TITLES = /^(?:mr|mrs|ms|miss|dr|prof|professor|sir|dame|lord|lady|captain|nurse|father|fr|sister|sr|uncle|aunt|auntie|aunty|granny|grandma|grandad|grandpa|nana|coach|pastor|rev|reverend|rabbi|imam)$/;
const PARTICLES = /^(?:van|von|de|der|den|da|di|del|della|la|le|dos|du|bin|ibn|al|el|ter|ten|mac|st)$/;
const NOT_PEOPLE = new Set(
  ('ltd inc gmbh ag llc plc co corp group partners capital bank university college school academy hospital clinic institute foundation trust council ministry street st road rd avenue lane square park airport station bridge castle beach island cafe café bar pub church cathedral ' +
    'foods motors records books lab labs studio studios hotel hostel theatre theater museum gallery club fc united city town county festival awards prize cup league day eve insurance airlines energy media systems software solutions consulting associates stores shop bakery brewery winery restaurant bistro kitchen house hall center centre press times post journal review conference summit report show tour island river lake mount mountain bay valley hill').split(' '),
);
/** "Mr Patel Thursday" */
const DATE = /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|october|november|december|christmas|easter)$/;
const ADJECTIVE = /^(?:young|old|poor|dear|little|big|wee|sweet|lovely|silly)$/;
const PERSON_BEFORE = /^(?:met|told|tell|asked|ask|called|call|texted|text|emailed|email|saw|see|seeing|visited|visit|visiting|invited|invite|dating|married|marry|with|and|introduce|introduced|thank|thanked|remind|know|knows|knew|miss|misses|contact|ping|ring|meet|meeting|about|to|from|for|by|like|named|called|cc)$/;
const EMPLOYED = /^(?:works?|worked|working|job|interns?|interned|interning|freelances?|freelancing|consults?|consulting|interview\w*|career|employed|hired|joined|joins|joining|left|leaving|quit|quits|role|position|offer|account|client|shift|shifts|started|starts|starting|manager|engineer|nurse|lawyer|director|partner|analyst|developer|contract)$/;
const MAKES = /^(?:reads?|reading|listens?|listening|watch(?:es|ing)?|fan|obsessed|into|concert|films?|novels?|books?|albums?|songs?|biography|gig|starring|poems?|plays|works|music|paintings?)$/;
const CALLED_THING = /^(?:dog|cat|puppy|kitten|band|company|startup|start-up|cafe|café|boat|bar|team|book|film|show|album|song|restaurant|shop|store|firm|project|app|village|town|street|pub|horse|rabbit|parrot|hamster|tortoise|pony|spaniel|labrador|terrier|blog|podcast|agency|studio|charity|brand|car|van|bike)$/;

/** Whether what a noun names may have somebody's name itself: a boat, a shop. */
export const calledThing = (noun: string): boolean => CALLED_THING.test(noun);

/** The name that begins at a token, or null. */
export function nameAt(tokens: Token[], at: number, reading: Reading): NameRef | null {
  const { roster, pets, lowercase, names } = reading;
  const first = tokens[at] as Token;
  const before = tokens[at - 1];
  const prev = before?.lower ?? '';
  let from = at;
  let titled = false;
  if (TITLES.test(first.lower) && (first.cap || lowercase) && first.tail === '') {
    const dot = tokens[at + 1]?.text === '.' ? 2 : 1;
    if ((tokens[at + dot]?.cap && /^\p{L}/u.test((tokens[at + dot] as Token).text)) || (lowercase && roster.family(tokens[at + dot]?.lower ?? '').length > 0)) {
      from = at + dot;
      titled = true;
    }
  }
  const head = tokens[from] as Token;
  // "J.P. Morgan" is read from its first letter on
  if (prev === '.' && /^\p{Lu}$/u.test(tokens[at - 2]?.text ?? '') && (tokens[at - 2] as Token).end === before?.start) return null;
  // "Young Pryce-Hill"
  if (head.cap && ADJECTIVE.test(head.lower) && head.tail === '' && tokens[from + 1]?.cap && (tokens[from + 1] as Token).start === head.end + 1 && !roster.whole([head.text, (tokens[from + 1] as Token).text])) return null;
  const qualified = before !== undefined && ADJECTIVE.test(prev) && before.tail === '';
  if (!/^\p{L}/u.test(head.text) || head.lower in PRONOUNS) return null;
  const known = roster.isPerson([head.text]) || roster.has(head.text);
  if (titled && !head.cap) return { kind: 'name', words: [head.text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())], titled, title: first.lower, gender: titleGender(first.lower), plural: false, from: at, to: from + 1 };
  if (!head.cap) {
    const upper = (word: string) => word.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
    // "marlowe is in court"
    if (lowercase && !known && !everyday(head.lower) && !isFirstName(head.lower) && !isWordToo(head.lower) && roster.family(head.lower).length > 0 && (verbish(tokens[at + 1]) || head.tail === 'verb')) return { kind: 'name', words: [upper(head.text)], titled: false, gender: 'u', plural: false, from: at, to: from + 1 };
    if (!known && !/^(?:in|at|the|a|an)$/.test(prev) && isShortHere(tokens, at, reading)) return { kind: 'name', words: [upper(head.text)], titled: false, gender: 'u', plural: false, from: at, to: at + 1 };
    const clearly = lowercase && known && isClearly(tokens, at, reading);
    if (((head.lower.length < 3 || isWordToo(head.lower)) && !clearly) || (!known && !(lowercase && isFirstName(head.lower)))) return null;
    if (!lowercase && !roster.isPerson([head.text]) && everyday(head.lower)) return null;
    if (/^(?:in|at|the|a|an)$/.test(prev)) return null;
    const said = [head];
    while (said.length < 4 && said.at(-1)?.tail === '' && tokens[at + said.length] && roster.whole([...said, tokens[at + said.length] as Token].map((token) => token.text))) said.push(tokens[at + said.length] as Token);
    return { kind: 'name', words: said.map((token) => upper(token.text)), titled: false, gender: genderOf(head.text), plural: false, from: at, to: at + said.length };
  }
  // the second half of what was no person's name: "at Philip | Morris"
  if (before?.cap && !qualified && before.tail === '' && head.start - before.end === 1 && from === at && at - 2 >= 0 && /^[\p{L}\p{N},]/u.test((tokens[at - 2] as Token).text) && !/^(?:and|but|so)$/.test(prev) && !(before.lower in PRONOUNS) && !(known && (roster.has(before.text) || roster.isPerson([before.text])) && !roster.whole([before.text, head.text]))) return null;
  const run: Token[] = [head];
  let to = from + 1;
  while (run.at(-1)?.tail === '' && to < tokens.length) {
    const next = tokens[to] as Token;
    const gap = next.start - (tokens[to - 1] as Token).end;
    if (gap > 1) break;
    if (next.text === '.' && run.at(-1)?.text.length === 1 && tokens[to + 1]?.cap) to += 1;
    else if (DATE.test(next.lower) && !roster.whole([...run, next].map((token) => token.text))) break;
    else if (next.cap && /^\p{L}/u.test(next.text) && !(next.lower in PRONOUNS)) {
      // "According to Piers Cora drinks": two people
      if (known && run.length === 1 && (roster.has(next.text) || roster.isPerson([next.text])) && !roster.whole([head.text, next.text])) break;
      run.push(next);
      to += 1;
    } else if (PARTICLES.test(next.lower) && tokens[to + 1]?.cap) {
      run.push(next, tokens[to + 1] as Token);
      to += 2;
    } else break;
    if (run.length > 5) break;
  }
  // "Anna Smith" but not "Tuesday Anna": a first word that is no name falls away in front of one that is.
  const opening = at === 0 || /^[.!?:;"“(\-–•*]$/.test(before?.text ?? '') || (qualified && at === 1);
  const words = run.map((token) => token.text);
  const one = head.lower;
  const found = (): NameRef => ({ kind: 'name', words, titled, ...(titled ? { title: first.lower } : {}), gender: titled ? titleGender(first.lower) : genderOf(words[0] as string), plural: false, from: at, to });
  if (titled) return found();
  if ((words.some((word, i) => i > 0 && NOT_PEOPLE.has(fold(word))) && !roster.whole(words)) || (words.length === 1 && NOT_PEOPLE.has(one))) return null;
  if (tokens[to]?.text === '&' || before?.text === '&' || tokens[to]?.text === '@' || before?.text === '@' || before?.text === '#') return null;
  if (words.every((word) => word.length > 1 && word === word.toUpperCase()) && !known) return null;
  const last = run.at(-1) as Token;
  // "…, Lamb – away": a family name in a list
  if (words.length === 1 && setsApart(tokens, to) && last.tail === '' && (/^[,;:]$/.test(prev) || (opening && !everyday(one))) && roster.family(one).length > 0) return found();
  const matched = roster.isPerson(words) || roster.find(words).length > 0 || names.has(words.map(fold).join(' '));
  if (pets.has(one) && !roster.isPerson(words)) return null;
  if (prev === 'the' || (prev === 'both' && one.endsWith('s') && roster.family(one.replace(/e?s$/, '')).length + roster.family(one.slice(0, -1)).length > 1)) {
    if (words.length === 1 && one.endsWith('s') && (!everyday(one) || (tokens[to] !== undefined && roster.family(one.slice(0, -1)).length > 1)) && !/^(?:us|netherlands|maldives|philippines|alps|beatles|cotswolds|hebrides|bahamas|hamptons|midlands|lakes|highlands|dolomites|andes|azores)$/.test(one)) return { ...found(), words: [roster.family(one.slice(0, -1)).length === 0 && roster.family(one.replace(/es$/, '')).length > 0 ? head.text.slice(0, -2) : head.text.slice(0, -1)], plural: true };
    return words.length === 1 && known && last.tail !== 'poss' && verbish(tokens[to]) ? found() : null;
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
    if (head.tail === '' && !HUMAN.test(next) && !DID.test(next) && !/^(?:is|was|has|had|and|will|would|can|could|may|might|must|does|did|also|still|just|got|went|came|,|:|\w+n't)$/.test(next) && !(known && (/^[(→–—-]$/.test(next) || AUX.test(next) || (/(?:[^s]s|ed)$/.test(next) && verbish(tokens[to])) || (/^(?:only|never|always|really|already|finally|apparently|now|even)$/.test(next) && acts(tokens[to + 1]))))) return null;
    if (!known && !isFirstName(one)) return null;
    return found();
  }
  if (matched) return found();
  if (isFirstName(one)) return place && words.length === 1 && opening === false && /^(?:to|from)$/.test(prev) ? null : found();
  if (words.length === 1 && isShortHere(tokens, from, reading)) return found();
  // "Pike owes her money", after Shaun Pike; "told Pike"
  if (words.length === 1 && last.tail !== 'verb' && everyday(one) && ((acts(tokens[to]) && (roster.family(one).length === 1 && roster.family(one)[0] === roster.person.id || [...names].some((name) => name.endsWith(` ${one}`)))) || (!opening && roster.family(one).length > 0 && PERSON_BEFORE.test(prev)))) return found();
  // A name nobody knows yet.
  if (words.some((word) => everyday(fold(word)))) return words.length > 1 && !everyday(one) && isFirstName(one) ? found() : null;
  if (opening && STARTERS.has(one)) return null;
  if (/^\p{Lu}\p{Ll}/u.test(head.text) === false) return null;
  if (last.tail === '' && isSomebody(tokens, to)) return found();
  const next = tokens[to];
  // "Marlowe has", "told Marlowe": a family name somebody has here
  if (words.length === 1 && roster.family(one).length > 0 && (verbish(next) || (opening && stateAt(tokens, to)) || last.tail !== '' || /sel(?:f|ves)$/.test(next?.lower ?? '') || PERSON_BEFORE.test(prev) || (opening && /^[,:]$/.test(next?.text ?? '')) || /^(?:met|into)$/.test(prev))) return found();
  if (next && HUMAN.test(next.lower) && (words.length > 1 || !opening || last.tail !== '')) return found();
  if (next && HUMAN.test(next.lower) && opening) return found();
  if (somebodyCalled) return found();
  if (!opening && /^(?:met|told|tell|asked|ask|texted|emailed|dating|married|marry|introduce|introduced|thank|thanked|remind|named)$/.test(prev) ) return found();
  return null;
}

/** "(Diogo), her ex,", "(Tunji) his brother is", "(Chief Bamidele) is his godfather", "(Khaled), who has": only people are. */
function isSomebody(tokens: Token[], to: number): boolean {
  const word = (i: number) => tokens[i]?.lower ?? '';
  const comma = /^[,(]$/.test(word(to));
  // "Harjit uncle"
  const who = comma ? to + 1 : to;
  if ((/^who(?:se)?$/.test(word(who)) && !/^(?:are|were|have|do)$/.test(word(who + 1))) || /^(?:uncle|aunty|auntie)$/.test(word(to))) return true;
  let at = comma || /^(?:is|was)$/.test(word(to)) ? to + 1 : to;
  if (!(/^(?:his|her|their|my)$/.test(word(at)) || (comma && word(at) === 'the'))) return false;
  at++;
  while (BEFORE_ROLE.has(word(at)) && !roleOf(word(at))) at++;
  const [one, two] = [roleOf(word(at)), roleOf(`${word(at)} ${word(at + 1)}`)];
  return (one ?? two) !== undefined && (tokens[at] as Token).tail === '' && (!comma || /^(?:[,.)]|since|from|at|in|)$/.test(word(two ? at + 2 : at + 1)));
}

const titleGender = (title: string): Gender => (/^(?:mr|sir|lord|father|fr|uncle|grandad|grandpa)$/.test(title) ? 'm' : /^(?:mrs|ms|miss|dame|lady|sister|sr|aunt|auntie|aunty|granny|grandma|nana)$/.test(title) ? 'f' : 'u');

/** Whether a word that is somebody's name in Kith cannot be the everyday word here: "kit uses", "hugo sold", "kim and bo". */
function isClearly(tokens: Token[], at: number, { names, roster }: Reading): boolean {
  const [head, next] = [tokens[at] as Token, tokens[at + 1]];
  if (head.tail === 'verb') return true;
  if (!next) return false;
  if (head.tail === 'poss') return opens(tokens[at - 1]) && /^\p{L}/u.test(next.text);
  if (roster.whole([head.text, next.text])) return true;
  if (!opens(tokens[at - 1])) return false;
  const after = tokens[at + 2]?.text ?? '';
  if (names.has(head.lower) && !/^(?:will|may|mark|per|said|sue|chase|my|so|an)$/.test(head.lower)) return true;
  return AUX.test(next.lower) || HUMAN.test(next.lower) || DID.test(next.lower) || (/[^s]s$/.test(next.lower) && verbish(next)) || (/^(?:and|n|&)$/.test(next.lower) && (roster.has(after) || roster.isPerson([after])));
}

const opens = (before: Token | undefined): boolean => before === undefined || /^[.!?:;,"“(\-–—•*→]$/.test(before.text) || /^(?:and|but|so|n|that|says?|said|goes|like)$/.test(before.lower);

/** A name after "her brother": any capitalised word will do. */
export function nameAfterRole(tokens: Token[], at: number, reading: Reading): NameRef | null {
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
