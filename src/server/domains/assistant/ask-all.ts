import { Temporal } from 'temporal-polyfill';
import type { Ctx } from '../../platform/context.ts';
import { listDates, namedIn, tiedAmong } from '../people/index.ts';
import { askAbout, callsOf, cited, type Clock, clockOf } from './ask.ts';
import { quoted, rank, type Sentence } from './engine/answer.ts';
import { dayInWords, type Passage, sentencesOf } from './engine/passages.ts';
import { fold, understand } from './engine/question.ts';
import type { Answer } from './assistant.schema.ts';
import { beginningOf, type Called, whose } from './engine/whose.ts';
import { type Hit, selectHits } from './assistant.store.ts';

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
  const said = (question.normalize('NFC').match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word.length > 2 && !SKIP.has(fold(word)));
  const examples = asked.words.length + asked.names.length > 0 ? [] : asked.topics.flatMap((topic) => EXAMPLES[topic.key] ?? []);
  const terms = [...new Set([...said, ...examples].map(fold))].slice(0, MOST_TERMS);
  const hits = terms.length > 0 ? await selectHits(ctx, ctx.space.id, terms, clock.zone) : [];
  const named = new Map(hits.filter((hit) => callsOf(hit).some((call) => mentions(question, call))).map((hit) => [hit.contact_id, hit]));
  const exact = [...named.values()].filter((hit) => mentions(question, hit.full_name));
  const [only] = exact.length > 0 ? exact : [...named.values()];
  if (only && (exact.length || named.size) === 1) return askAbout(ctx, only.contact_id, question);
  const names = new Map(hits.map((hit) => [hit.contact_id, hit.full_name]));
  const best = new Map<string, Passage>();
  for (const { passage, name } of await told(ctx, rank(asked, hits.flatMap(passagesOfHit)).slice(0, MOST_READ).map((one) => one.passage), hits)) {
    names.set(passage.contact_id, name);
    if (!best.has(passage.contact_id) && best.size < MOST_PEOPLE) best.set(passage.contact_id, passage);
  }
  const sentences = [...best].map(([id, passage]): Sentence => ({ text: `${names.get(id)}: ${quoted(passage)}`, passages: [passage] }));
  return { ...cited(sentences, (passage) => names.get(passage.contact_id) ?? ''), engine: 'builtin', follow_ups: [] };
}

/**
 * Each passage under the name of whom it is about: what a note about Anna says of Tom is Tom's. What is said of somebody who is not
 * known, or may be several, is left out. Two queries, where sentences begin with names.
 */
async function told(ctx: Ctx, passages: readonly Passage[], hits: readonly Hit[]): Promise<{ passage: Passage; name: string }[]> {
  const owners = new Map(hits.map(({ contact_id: id, full_name, nickname }): [string, Called] => [id, { id, full_name, nickname }]));
  const said = passages.flatMap(({ text }) => beginningOf(text)).join(' ');
  const people = said ? await namedIn(ctx, said) : [];
  const about = passages.map((passage) => whose(passage.text, owners.get(passage.contact_id)!, people));
  const unsure = [...new Set(about.flatMap((found, i) => (found && found.length > 1 ? [passages[i]!.contact_id, ...found.map(({ id }) => id)] : [])))];
  const ties = unsure.length > 0 ? await tiedAmong(ctx, ctx.space.id, unsure) : [];
  return passages.flatMap((passage, i) => {
    const [found, own] = [about[i], passage.contact_id];
    if (!found) return { passage, name: owners.get(own)!.full_name };
    // of several of a name, whoever belongs to the person of the note
    const near = found.length > 1 ? found.filter(({ id }) => ties.some((tie) => [tie.source_contact_id, tie.target_contact_id].toSorted().join() === [own, id].toSorted().join())) : found;
    const [one] = near;
    return one && near.length === 1 ? { passage: { ...passage, contact_id: one.id }, name: one.full_name } : [];
  });
}

const mentions = (question: string, name: string) => new RegExp(`(?<![\\p{L}\\p{N}])${fold(name).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'u').test(fold(question));

function passagesOfHit(hit: Hit): Passage[] {
  const about = { contact_id: hit.contact_id, category: hit.category, past: hit.past };
  const page = `/people/${hit.contact_id}`;
  if (hit.kind === 'entry') return [{ ...about, kind: 'entry', id: hit.id, text: hit.text!, at: hit.at, day: hit.day, url: page, field: null, source: null }];
  if (hit.kind === 'note')
    return sentencesOf(hit.text!)
      .map((text) => ({ text: text.slice(0, 600), start: hit.text!.indexOf(text), length: text.length }))
      .map(({ text, start, length }) => ({ ...about, kind: 'note' as const, id: hit.id, text, at: hit.at, day: hit.day, url: `${page}?tab=notes`, field: null, source: { note_id: hit.id, start, end: start + length } }));
  const detail = (field: string, text: string): Passage => ({ ...about, kind: 'detail', id: hit.contact_id, text, at: null, day: null, url: `${page}?tab=details`, field, source: null });
  const told = hit.description ? sentencesOf(hit.description).map((text) => detail('custom', text.slice(0, 600))) : [];
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
    return { text: `${full_name} has a birthday on ${dayInWords(on)}${years ? ` and turns ${years}` : ''}.`, passages: [{ kind: 'detail', id: contact_id, contact_id, text, at: null, day: null, url: `/people/${contact_id}?tab=details`, category: null, field: 'birthday', past: false, source: null }] };
  });
  return { ...cited(sentences, (passage) => names.get(passage.contact_id) ?? ''), engine: 'builtin', follow_ups: [] };
}
