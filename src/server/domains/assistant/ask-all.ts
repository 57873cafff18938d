import { Temporal } from 'temporal-polyfill';
import type { Ctx } from '../../platform/context.ts';
import { isWordToo } from '../../platform/intelligence/builtin/people/names.ts';
import { listDates, tiedAmong } from '../people/index.ts';
import { askAbout, callsOf, cited, type Clock, clockOf } from './ask.ts';
import { quoted, rank, type Sentence } from './engine/answer.ts';
import { dayInWords, type Passage, sentencesIn } from './engine/passages.ts';
import { type Asked, fold, understand } from './engine/question.ts';
import { byPerson, type Called, type Text } from './engine/reading.ts';
import type { Answer } from './assistant.schema.ts';
import { type Hit, selectHits } from './assistant.store.ts';
import { readWhose } from './whose.ts';

const MOST_TERMS = 10;
const MOST_PEOPLE = 6;
/** Passages of which it is asked whom they are about. */
const MOST_READ = 300;
const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
/** What to look for, where a question names a topic and no example of it. */
const EXAMPLES: Record<string, readonly string[]> = {
  allergy: ['allerg', 'intoleran', 'lactose', 'gluten'],
  diet: ['vegan', 'vegetarian', 'kosher', 'halal'],
  pet: ['dog', 'cat', 'horse', 'rabbit', 'puppy', 'kitten'],
  dog: ['dog', 'puppy', 'labrador', 'greyhound', 'terrier'],
  cat: ['cat', 'kitten'],
  child: ['child', 'kids', 'son', 'daughter', 'twins', 'baby'],
  partner: ['married', 'single', 'engaged', 'wife', 'husband', 'dating'],
  smoking: ['smok'],
  instrument: ['piano', 'guitar', 'violin', 'cello', 'drums', 'flute'],
  goal: ['wants', 'plans', 'hopes'],
};
const SKIP = new Set('the a an of in on at for with and or to is are was were do does did has have had who whom whose what which when where why how i me my we you your they she he her his their can could should will would any anyone anybody somebody someone everyone people person know knows like likes play plays live lives last see saw next all most many much there name names called about from'.split(' '));

/** Answers a question about everybody; one that names a single person is about them. A constant number of queries. */
export async function askAnybody(ctx: Ctx, question: string): Promise<Answer> {
  const clock = await clockOf(ctx);
  if (/\bbirthdays?\b/i.test(question) && /\b(?:who|whose|which|next|any|anyone|anybody|upcoming|coming)\b/i.test(question)) return birthdays(ctx, question, clock);
  const asked = understand(question, []);
  // a capital within the question makes a name of a small word: "What does Will like?"
  const said = [...question.normalize('NFC').matchAll(/[\p{L}\p{N}]+/gu)].filter(({ 0: word, index }) => word.length > 2 && (!SKIP.has(fold(word)) || (index > 0 && /^\p{Lu}\p{Ll}/u.test(word)))).map(([word]) => word);
  const examples = asked.words.length + asked.names.length > 0 ? [] : asked.topics.flatMap((topic) => EXAMPLES[topic.key] ?? []);
  const terms = [...new Set([...said, ...examples].map(fold))].slice(0, MOST_TERMS);
  const hits = terms.length > 0 ? await selectHits(ctx, ctx.space.id, terms, clock.zone) : [];
  const named = new Map(hits.filter((hit) => callsOf(hit).some((call) => mentions(question, call))).map((hit) => [hit.contact_id, hit]));
  const exact = [...named.values()].filter((hit) => mentions(question, hit.full_name));
  const [only] = exact.length > 0 ? exact : [...named.values()];
  if (only && (exact.length || named.size) === 1) return askAbout(ctx, only.contact_id, question);
  const unclear = exact.length === 0 && whichOf([...named.values()], question);
  if (unclear) return unclear;
  const once = [...new Map(hits.map((hit) => [`${hit.kind} ${hit.id}`, hit])).values()];
  const likely = rank(asked, once.flatMap(passagesOfHit), true).slice(0, MOST_READ).map((one) => one.passage);
  const { passages, people } = await told(ctx, asked, likely, new Map(hits.map((hit) => [hit.contact_id, { id: hit.contact_id, full_name: hit.full_name }])));
  const best = new Map<string, Passage>();
  for (const { passage } of rank(asked, passages)) if (!best.has(passage.contact_id) && best.size < MOST_PEOPLE) best.set(passage.contact_id, passage);
  const nameOf = ({ contact_id }: Passage) => people.get(contact_id)?.full_name ?? '';
  const sentences = [...best.values()].map((passage): Sentence => ({ text: passage.whose?.kind === 'doubt' ? quoted(passage) : `${nameOf(passage)}: ${quoted(passage)}`, passages: [passage] }));
  return { ...cited(sentences, nameOf), engine: 'builtin', follow_ups: [] };
}

/** Asks back when several are called as the question calls somebody: each by the full name is a question of its own. */
function whichOf(named: readonly Hit[], question: string): Answer | undefined {
  const calls = new Set(named.map((hit) => fold(callsOf(hit).find((call) => mentions(question, call))!)));
  const [call] = calls;
  if (call === undefined || calls.size > 1) return undefined; // nobody, or several people who are each named
  const names = [...new Set(named.map((hit) => hit.full_name))].toSorted().slice(0, MOST_PEOPLE);
  if (names.length < 2) return undefined;
  const said = [...question.matchAll(/[\p{L}\p{M}\p{N}]+/gu)].find(([word]) => fold(word) === call);
  if (!said || (isWordToo(said[0]) && (said.index === 0 || !/^\p{Lu}/u.test(said[0])))) return undefined; // "Who will help?"
  const [before, after] = [question.slice(0, said.index), question.slice(said.index + said[0].length)];
  const answer = `${said[0]} may be ${new Intl.ListFormat('en', { type: 'disjunction' }).format(names)}. Whom do you mean?`;
  return { answer, citations: [], engine: 'builtin', follow_ups: names.map((name) => `${before}${name}${after}`) };
}

/** Passages under whom they are about, and everybody's name. Two queries at most. `owners`: whom they were written about. */
async function told(ctx: Ctx, asked: Asked, likely: readonly Passage[], owners: ReadonlyMap<string, Called>): Promise<{ passages: Passage[]; people: Map<string, Called> }> {
  const sure = (passages: readonly Passage[]) => new Set(rank(asked, passages).filter(({ passage }) => passage.whose?.kind === 'person').map(({ passage }) => passage.contact_id)).size;
  const read = await readWhose(ctx, likely, likely, (passages) => sure(passages) >= MOST_PEOPLE);
  const unclear = read.passages.flatMap(({ whose, contact_id }) => (whose?.kind === 'other' && whose.contact_ids.length > 1 ? [contact_id, ...whose.contact_ids] : []));
  const ties = unclear.length > 0 ? await tiedAmong(ctx, ctx.space.id, [...new Set(unclear)]) : [];
  const pairs = new Set(ties.map((tie) => [tie.source_contact_id, tie.target_contact_id].toSorted().join()));
  const people = new Map([...read.people, ...owners]);
  return { passages: byPerson(read.passages, people, (a, b) => pairs.has([a, b].toSorted().join())), people };
}

const mentions = (question: string, name: string) => new RegExp(`(?<![\\p{L}\\p{N}])${fold(name).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'u').test(fold(question));

function passagesOfHit(hit: Hit): Passage[] {
  const about = { contact_id: hit.contact_id, category: hit.category, past: hit.past };
  const person = { id: hit.contact_id, full_name: hit.full_name, nickname: hit.nickname, pronouns: hit.pronouns };
  const page = `/people/${hit.contact_id}`;
  const body = (content: string): Text => ({ content, person });
  if (hit.kind === 'entry') return [{ ...about, kind: 'entry', id: hit.id, text: hit.text!, at: hit.at, day: hit.day, url: page, field: null, source: null, written: { text: body(hit.text!), start: 0, end: hit.text!.length } }];
  if (hit.kind === 'note')
    return sentencesIn(body(hit.text!)).map(({ text, start, end, written }) => ({ ...about, kind: 'note' as const, id: hit.id, text, at: hit.at, day: hit.day, url: `${page}?tab=notes`, field: null, source: { note_id: hit.id, start, end }, written }));
  const detail = (field: string, text: string): Passage => ({ ...about, kind: 'detail', id: hit.contact_id, text, at: null, day: null, url: `${page}?tab=details`, field, source: null, written: null });
  const told = hit.description ? sentencesIn(body(hit.description)).map(({ text, written }) => ({ ...detail('custom', text), written })) : [];
  // Among everybody a detail must say what was asked for: who lives in Berlin, not who lives somewhere.
  const known: Passage[] = [...(hit.city ? [detail('home', `Lives in ${hit.city}`)] : []), ...(hit.title || hit.company ? [detail('job', hit.title ? [hit.title, hit.company].filter(Boolean).join(' at ') : `Works at ${hit.company}`)] : [])].map((passage) => ({ ...passage, field: 'custom' }));
  return [...known, ...told];
}

/** Whose birthday is next, or lies in a month. */
async function birthdays(ctx: Ctx, question: string, { today }: Clock): Promise<Answer> {
  const to = Temporal.PlainDate.from(today).add({ days: 366 }).toString();
  const all = (await listDates(ctx, ctx, { from: today, to })).filter((date) => date.kind === 'birthday');
  const month = MONTHS.findIndex((name) => new RegExp(`\\b${name}\\b`, 'i').test(question));
  const chosen = month >= 0 ? all.filter((date) => Number(date.on.slice(5, 7)) === month + 1) : all.slice(0, 3);
  const names = new Map(chosen.map((date) => [date.contact_id, date.full_name]));
  const sentences = chosen.slice(0, 10).map(({ contact_id, full_name, on, years }): Sentence => {
    const text = `Birthday: ${dayInWords(`-${on.slice(4)}`)}`;
    return { text: `${full_name} has a birthday on ${dayInWords(on)}${years ? ` and turns ${years}` : ''}.`, passages: [{ kind: 'detail', id: contact_id, contact_id, text, at: null, day: null, url: `/people/${contact_id}?tab=details`, category: null, field: 'birthday', past: false, source: null, written: null }] };
  });
  return { ...cited(sentences, (passage) => names.get(passage.contact_id) ?? ''), engine: 'builtin', follow_ups: [] };
}
