import { Temporal } from 'temporal-polyfill';
import type { Ctx } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import { getPreferences } from '../accounts/index.ts';
import { listOccurrences } from '../calendar/index.ts';
import { answerFrom, isFull, quoted, related, type Sentence, toRead } from './engine/answer.ts';
import { type Known, type Passage, passagesOf } from './engine/passages.ts';
import { labelled, names } from './engine/reading.ts';
import type { Answer, Citation } from './assistant.schema.ts';
import { selectKnown } from './assistant.store.ts';
import { readWhose } from './whose.ts';

const UNKNOWN = 'Kith knows nothing about that yet.';
const SUGGESTED: readonly ((name: string) => string)[] = [
  (name) => `What should I bring for dinner at ${name}’s?`,
  (name) => `What would be a good present for ${name}?`,
  (name) => `What is ${name} planning?`,
  (name) => `What worries ${name}?`,
  (name) => `What did I promise ${name}?`,
  (name) => `What are ${name}’s hobbies?`,
  (name) => `When did I last see ${name}?`,
  () => 'How did we meet?',
];

/** The moment it is, and where the user lives. */
export type Clock = { now: string; today: string; zone: string };
/** The moment it is, on the clock of the user. */
export async function clockOf(ctx: Ctx): Promise<Clock> {
  const { time_zone } = await getPreferences(ctx);
  const now = Temporal.Now.instant();
  const local = now.toZonedDateTimeISO(time_zone);
  // By the name that PostgreSQL knows too: some old short ones ("AET") are known to JavaScript only.
  return { now: new Date(now.epochMilliseconds).toISOString(), today: local.toPlainDate().toString(), zone: new Intl.DateTimeFormat('en', { timeZone: time_zone }).resolvedOptions().timeZone };
}

/** How a person may be called in a question. */
export const callsOf = ({ full_name, nickname }: { full_name: string; nickname: string | null }): string[] =>
  [...new Set([full_name, full_name.split(/\s+/)[0]!, nickname ?? ''])].filter((name) => name.length > 1);

/** Everything known of a person, with the events of two months back and four ahead. @throws 404 */
export async function knownOf(ctx: Ctx, contactId: string, clock: Clock): Promise<Known> {
  const [row] = await selectKnown(ctx, ctx.space.id, [contactId], clock.zone);
  if (!row) throw notFound('contact');
  return { ...row, events: await eventsWith(ctx, contactId, clock) };
}

/** Events with a person, series expanded. */
export async function eventsWith(ctx: Ctx, contactId: string, { today }: Clock): Promise<Known['events']> {
  const day = (days: number) => Temporal.PlainDate.from(today).add({ days }).toString();
  const { data } = await listOccurrences(ctx, { from: day(-60), to: day(120), contact_id: contactId, kinds: ['event'], limit: 400 });
  return data.map((one) => ({ id: one.event_id!, title: one.title, place: one.place, starts_at: one.all_day ? one.local_start.slice(0, 10) : one.local_start, at: new Date(one.start).toISOString() }));
}

/** Answers a question about one person from what is known of them. @throws 404 */
export async function askAbout(ctx: Ctx, contactId: string, question: string): Promise<Answer> {
  const clock = await clockOf(ctx);
  const known = await knownOf(ctx, contactId, clock);
  const calls = callsOf(known.contact);
  const all = passagesOf(known, clock.now, clock.today);
  const { passages } = await readWhose(ctx, all, toRead(question, calls, all, clock.now), (read) => isFull(question, calls, answerFrom(question, calls, read, clock.now)));
  const sentences = answerFrom(question, calls, passages, clock.now);
  const name = known.contact.nickname ?? known.contact.full_name.split(/\s+/)[0]!;
  const follow_ups = await answerable(ctx, SUGGESTED.map((suggest) => suggest(name)).filter((other) => other !== question), calls, passages, clock);
  const { intelligence, meter } = ctx.platform;
  const sent = intelligence.answersElsewhere ? await forModel(ctx, related(question, calls, passages, sentences)) : [];
  const other = await intelligence.answer({ question, name: known.contact.full_name, today: clock.today, passages: sent.map((passage, i) => ({ n: i + 1, text: `${passage.past ? '(earlier) ' : ''}${labelled(passage)}`, at: passage.day })) }, { meter: meter(ctx) });
  const nameOf = () => known.contact.full_name;
  if (other.sentences) return { ...cited(other.sentences.map(({ text, passages: numbers }) => clear(text, numbers.map((n) => sent[n - 1]!))), nameOf), engine: other.engine, follow_ups };
  return { ...cited(sentences, nameOf), engine: 'builtin', ...(other.ai_error ? { ai_error: other.ai_error } : {}), follow_ups };
}

const MOST_SUGGESTED = 3;
/** Questions that have an answer, the first three. Of notes only what was read for the question counts: entries are short, notes may be long. */
async function answerable(ctx: Ctx, questions: readonly string[], calls: readonly string[], passages: readonly Passage[], { now }: Clock): Promise<string[]> {
  const short = passages.filter((passage) => passage.kind !== 'note');
  const read = await readWhose(ctx, passages, questions.flatMap((other) => toRead(other, calls, short, now).slice(0, 3)));
  const found: string[] = [];
  for (const other of questions) if (found.length < MOST_SUGGESTED && answerFrom(other, calls, read.passages, now).length > 0) found.push(other);
  return found;
}

/** What a model may use: it is told whom each passage is about. */
async function forModel(ctx: Ctx, passages: readonly Passage[]): Promise<Passage[]> {
  const read = await readWhose(ctx, passages, passages);
  const known = read.passages.filter((passage) => passage.written === null || passage.whose !== undefined);
  return [...new Map(known.map((passage) => [labelled(passage), passage])).values()];
}

/** A model's sentence; in the words of the passage where it stands on what is about somebody else, or may be, and does not say so. */
function clear(text: string, passages: readonly Passage[]): Sentence {
  const vague = passages.find(({ whose }) => whose?.kind === 'doubt' || (whose?.kind === 'other' && !names(text, whose.called)));
  return vague ? { text: quoted(vague), passages: [vague] } : { text, passages };
}

/** Sentences with numbers, and what the numbers stand for. Without sentences: that nothing is known. */
export function cited(sentences: readonly Sentence[], nameOf: (passage: Passage) => string): Pick<Answer, 'answer' | 'citations'> {
  const citations: Citation[] = [];
  const numberOf = (passage: Passage) => {
    const known = citations.find((one) => one.id === passage.id && one.text === passage.text);
    if (known) return known.n;
    const { kind, id, contact_id, text, at, source, url } = passage;
    citations.push({ n: citations.length + 1, kind, id, contact_id, contact_name: nameOf(passage), text, at, source, url });
    return citations.length;
  };
  const answer = sentences.map(({ text, passages }) => `${text} ${passages.map((passage) => `[${numberOf(passage)}]`).join('')}`).join(' ');
  return { answer: answer || UNKNOWN, citations };
}
