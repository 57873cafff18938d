/** Whether questions about people are answered from what is known, and refused when nothing is: `npm run eval:ask` (held-out part), `--split train`, `--errors`. */
import { readFileSync } from 'node:fs';
import { answerFrom, rank } from '../../src/server/domains/assistant/engine/answer.ts';
import { type Known, passagesOf } from '../../src/server/domains/assistant/engine/passages.ts';
import { understand } from '../../src/server/domains/assistant/engine/question.ts';
import { type Called, whose } from '../../src/server/domains/assistant/engine/whose.ts';

const NOW = '2026-11-20T12:00:00Z';
const at = process.argv.indexOf('--split');
const split = at > 0 ? (process.argv[at + 1] as string) : 'held-out';
const errors = process.argv.includes('--errors');
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

let [answered, answerable, refused, unanswerable, sentences, unsupported, told, asked] = [0, 0, 0, 0, 0, 0, 0, 0];
for (const { known, others, question, expected, words, not, doubt, who } of cases) {
  const { full_name, nickname } = known.contact;
  const passages = passagesOf(known, NOW);
  if (who) {
    const own = { id: full_name, full_name, nickname };
    const names = new Set<string>();
    for (const { passage } of rank(understand(question, []), passages)) {
      const found = whose(passage.text, own, others);
      if (!found) names.add(full_name);
      else if (found.length === 1) names.add(found[0]!.full_name);
    }
    const right = [...names].toSorted().join() === who.toSorted().join();
    asked++;
    told += Number(right);
    if (errors && !right) console.log(`everybody: ${question} (${who.join()})\n    ${[...names].join() || '(nobody)'}`);
    continue;
  }
  const answer = answerFrom(question, [full_name, full_name.split(' ')[0]!, ...(nickname ? [nickname] : [])], passages, NOW);
  const cited = answer.flatMap((sentence) => sentence.passages);
  sentences += answer.length;
  // Nothing in a sentence but what its passages say, and a word or two around them.
  unsupported += answer.filter((sentence) => sentence.passages.length === 0 || !sentence.passages.every((passage) => sentence.text.includes(passage.text) && passages.includes(passage))).length;
  const found = cited.some((passage) => (expected?.includes(passage.field ?? '') || expected?.includes(passage.id)) && passage.text.includes(words ?? '')) && !(not && cited.some((passage) => passage.text.includes(not)));
  const right = expected && !doubt ? found : answer.length === 0;
  if (expected && !doubt) { answerable++; answered += Number(right); } else { unanswerable++; refused += Number(right); }
  if (errors && !right) console.log(`${expected ? 'wanted' : 'invented'} ${full_name}: ${question}${expected ? ` (${expected.join(' ')})` : ''}\n    ${answer.map((sentence) => sentence.text).join(' ') || '(nothing)'}`);
}
const share = (n: number, of: number) => `${((100 * n) / Math.max(1, of)).toFixed(1)} % (${n} of ${of})`;
console.log(`"${split}": answered with the right fact ${share(answered, answerable)}, refused without one ${share(refused, unanswerable)}, unsupported sentences ${unsupported} of ${sentences}${asked > 0 ? `, right about everybody ${share(told, asked)}` : ''}`);
