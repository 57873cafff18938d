/** Whether questions about people are answered from what is known, and refused when nothing is: `npm run eval:ask` (held-out part), `--split train`, `--errors`. */
import { readFileSync } from 'node:fs';
import { answerFrom, rank, toRead } from '../../src/server/domains/assistant/engine/answer.ts';
import { type Known, type Passage, passagesOf } from '../../src/server/domains/assistant/engine/passages.ts';
import { understand } from '../../src/server/domains/assistant/engine/question.ts';
import { attributed, byPerson, textOf, windowsOf } from '../../src/server/domains/assistant/engine/reading.ts';
import { whoseAre } from '../../src/server/platform/intelligence/builtin/analyse.ts';

const NOW = '2026-11-20T12:00:00Z';
const at = process.argv.indexOf('--split');
const split = at > 0 ? (process.argv[at + 1] as string) : 'held-out';
const errors = process.argv.includes('--errors');
type Called = { id: string; full_name: string; nickname: string | null };
/** `words`: must be in what is cited of the ids, `not` must not. `doubt`: may be told, but marked. `who`: names of those an answer about everybody is about. */
type Case = { known: Known; others: Called[]; question: string; expected: string[] | null; words: string; not: string; doubt: boolean; who: string[] | null };
const cases: Case[] = [];
let known: Known | undefined;
let others: Called[] = [];

for (const line of readFileSync(new URL(`${split}.txt`, import.meta.url), 'utf8').split('\n')) {
  if (line.trim() === '' || line.startsWith('#')) continue;
  const [sign, body] = [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)];
  const parts = body.split('|').map((part) => part.trim());
  const [id = '', one = '', two = '', three = ''] = parts;
  if (sign === '@') {
    known = person(id, one);
    others = [];
  }
  else if (!known) throw new Error(`${split}.txt: ${line}`);
  else if (sign === 'e' || sign === 'e-') known.entries.push({ id, note_id: null, category: one, said_at: `${two}T10:00:00Z`, day: two, content: three, past: sign === 'e-', superseded_by: null, sources: [] });
  else if (sign === 'n') known.notes.push({ id, created_at: `${one}T18:00:00Z`, day: one, content: two });
  else if (sign === 'i') known.interactions.push({ id, at: `${one}T15:00:00Z`, day: one, kind: two, text: three || null });
  else if (sign === 'v') known.events.push({ id, starts_at: one, at: `${one}Z`, title: two, place: three || null });
  else if (sign === 'r') known.relationships.push({ id, other_id: id, other_name: one, outgoing: true, type: three as 'parent', label: null, inverse_label: two });
  else if (sign === 'o') others.push({ id, full_name: one, nickname: two || null });
  else if (sign === '?' || sign === '~') cases.push({ known, others, question: id, expected: one.split(/\s+/), words: two, not: three, doubt: sign === '~', who: null });
  else if (sign === '!') cases.push({ known, others, question: id, expected: null, words: '', not: '', doubt: false, who: null });
  else if (sign === '*') cases.push({ known, others, question: id, expected: null, words: '', not: '', doubt: false, who: one === '-' ? [] : one.split(/\s*,\s*/) });
  else throw new Error(`${split}.txt: ${line}`);
}

function person(full_name: string, fields: string): Known {
  const field = Object.fromEntries(fields.split(';').map((pair) => [pair.split('=')[0]!.trim(), pair.slice(pair.indexOf('=') + 1).trim()]));
  const pair = (text: string | undefined) => (text ? [[text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)] as const] : []);
  const one = (value: string | undefined) => (value ? [{ label: '', value }] : []);
  return {
    contact: {
      id: full_name, full_name, nickname: field.nickname ?? null, title: field.title ?? null, company: field.company ?? null, city: field.city ?? null, birthday: field.birthday ?? null, pronouns: null, how_we_met: field.how_we_met ?? null,
      description: null, tier: 1, emails: one(field.email), phones: one(field.phone), addresses: [], custom_fields: [],
      important_dates: pair(field.important).map(([label, date]) => ({ label, date })), social_handles: pair(field.social).map(([network, handle]) => ({ network, handle })),
    },
    entries: [], notes: [], relationships: [], interactions: [], messages: [], events: [],
  };
}

/** Passages with whom they are about, where that has to be read. */
function read(passages: readonly Passage[], wanted: readonly Passage[], people: readonly Called[]): Passage[] {
  const windows = windowsOf(wanted);
  return attributed(passages, windows, whoseAre(windows.map(textOf), people.map(({ id, full_name, nickname }) => [id, full_name, nickname])), new Map(people.map((one) => [one.id, one])));
}
const isDoubt = ({ whose }: Passage) => whose?.kind === 'doubt';

let [answered, answerable, refused, unanswerable, invented, sentences, unsupported, told, asked, misnamed] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
for (const { known, others, question, expected, words, not, doubt, who } of cases) {
  const { full_name, nickname } = known.contact;
  const all = passagesOf(known, NOW);
  const people = [...others, ...known.relationships.map(({ other_id, other_name }) => ({ id: other_id, full_name: other_name, nickname: null }))];
  if (who) {
    const everybody = new Map([...people, { id: full_name, full_name }].map((one) => [one.id, one]));
    const likely = rank(understand(question, []), all, true).map((one) => one.passage);
    const found = rank(understand(question, []), byPerson(read(likely, likely, people), everybody, () => false)).map((one) => one.passage);
    const names = [...new Set(found.filter((passage) => !isDoubt(passage)).map((passage) => everybody.get(passage.contact_id)!.full_name))];
    const right = names.toSorted().join() === who.toSorted().join();
    asked++;
    told += Number(right);
    misnamed += Number(names.some((name) => !who.includes(name)));
    if (errors && !right) console.log(`everybody: ${question} (${who.join() || 'nobody'})\n    ${names.join() || '(nobody)'}`);
    continue;
  }
  const calls = [full_name, full_name.split(' ')[0]!, ...(nickname ? [nickname] : [])];
  const passages = read(all, toRead(question, calls, all, NOW), people);
  const answer = answerFrom(question, calls, passages, NOW);
  const cited = answer.flatMap((sentence) => sentence.passages);
  sentences += answer.length;
  // Nothing in a sentence but what its passages say, and a word or two around them.
  unsupported += answer.filter((sentence) => sentence.passages.length === 0 || !sentence.passages.every((passage) => sentence.text.includes(passage.text) && passages.includes(passage))).length;
  const found = cited.some((passage) => (expected?.includes(passage.field ?? '') || expected?.includes(passage.id)) && passage.text.includes(words)) && !(not && cited.some((passage) => passage.text.includes(not)));
  const right = doubt ? cited.every(isDoubt) : expected ? found : answer.length === 0;
  if (expected && !doubt) { answerable++; answered += Number(right); } else { unanswerable++; refused += Number(right); invented += Number(!cited.every(isDoubt)); }
  if (errors && !right) console.log(`${expected && !doubt ? 'wanted' : cited.every(isDoubt) ? 'doubted' : 'invented'} ${full_name}: ${question}${expected ? ` (${expected.join(' ')})` : ''}\n    ${answer.map((sentence) => sentence.text).join(' ') || '(nothing)'}`);
}
const share = (n: number, of: number) => `${((100 * n) / Math.max(1, of)).toFixed(1)} % (${n} of ${of})`;
console.log(`"${split}": answered with the right fact ${share(answered, answerable)}, refused without one ${share(refused, unanswerable)}, told all the same as a fact ${invented}, unsupported sentences ${unsupported} of ${sentences}${asked > 0 ? `, right about everybody ${share(told, asked)}, of somebody it is not about ${misnamed}` : ''}`);
