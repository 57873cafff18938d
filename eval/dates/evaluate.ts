/**
 * How well dates in text are read: `npm run eval:dates`. Prints every miss of the train part; of the held-out part only figures, so
 * that nobody tunes on it. `--train` leaves the held-out part out. Exits with 1 when phrases of both parts are nearly the same.
 */
import { findDates } from '../../src/server/platform/dates/index.ts';
import { nearDuplicates } from '../notes/duplicates.ts';
import { loadPart, scorePhrases, type Phrase, type Score } from './score.ts';

const train = loadPart('train');
const scored = scorePhrases(train);
for (const { phrase, got, wrong } of scored.misses) {
  const { expect } = phrase;
  const show = (date: string, time: string | null, end: { date: string; time: string | null } | null | undefined, text: string): string => `${date} ${time ?? '-'}${end ? ` … ${end.date} ${end.time ?? '-'}` : ''} "${text}"`;
  console.log(`${wrong.length === 0 ? 'text only' : wrong.join(', ')}: ${phrase.text}\n  now  ${phrase.now} ${phrase.timezone}`);
  console.log(`  want ${expect ? show(expect.date, expect.time, expect.end, expect.extracted_text) : 'nothing'}\n  got  ${got ? show(got.date, got.time, got.until, got.extracted_text) : 'nothing'}`);
}
report('train', scored);
timing(train);

if (!process.argv.includes('--train')) {
  const heldOut = loadPart('held-out');
  report('held-out', scorePhrases(heldOut));
  const parts = Object.fromEntries(Object.entries({ 'held-out': heldOut, train }).map(([name, list]) => [name, list.map(({ text }, i) => ({ id: `${i + 1}`, units: [{ text }] }))]));
  const near = nearDuplicates(parts);
  for (const [, mine] of near) console.log(`nearly the same as a held-out phrase: ${mine}`);
  if (near.length > 0) process.exit(1);
}

function report(name: string, { total, right, fields, kinds }: Score): void {
  const share = (n: number): string => `${((100 * n) / total).toFixed(1)} %`;
  console.log(`\n${name}: ${right} of ${total} right, ${share(right)}`);
  console.log(`  by field   ${Object.entries(fields).map(([field, n]) => `${field} ${share(n)}`).join('   ')}`);
  console.log(`  mistakes   ${Object.entries(kinds).map(([kind, n]) => `${kind} ${n}`).join('   ')}`);
}

function timing(phrases: Phrase[]): void {
  const all = phrases.map(({ text }) => text).join('\n');
  const text = all.repeat(Math.ceil(10_000 / all.length)).slice(0, 10_000);
  const plain = 'The quick brown fox, they say, jumped over a lazy dog and went home to read. '.repeat(140).slice(0, 10_000);
  for (const [name, sample] of Object.entries({ 'phrases': text, 'prose without dates': plain })) {
    const times = Array.from({ length: 9 }, () => {
      const start = performance.now();
      findDates(sample, { now: '2026-03-10T15:20', timezone: 'Europe/London' });
      return performance.now() - start;
    }).sort((a, b) => a - b);
    console.log(`  10,000 characters of ${name}: median ${times[4]?.toFixed(1)} ms`);
  }
}
