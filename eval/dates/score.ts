/** Reads labelled phrases (GUIDE.md) and counts how many the reader gets right. */
import { readFileSync } from 'node:fs';
import { firstDate, type FoundDate } from '../../src/server/platform/dates/index.ts';

export type Expected = { date: string; time: string | null; datetime: string | null; extracted_text: string; end?: { date: string; time: string | null } };
export type Phrase = { text: string; now: string; timezone: string; locale?: string; expect: Expected | null };
export type Miss = { phrase: Phrase; got: FoundDate | null; wrong: string[] };
export type Score = { total: number; right: number; fields: Record<string, number>; kinds: Record<string, number>; misses: Miss[] };

/** The phrases of a part: "train" or "held-out". A line that is no phrase is an error that names its number. */
export function loadPart(name: string): Phrase[] {
  const lines = readFileSync(new URL(`./${name}.jsonl`, import.meta.url), 'utf8').split('\n');
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return [];
    try {
      const phrase = JSON.parse(line) as Phrase;
      if (typeof phrase.text !== 'string' || typeof phrase.now !== 'string' || phrase.expect === undefined) throw new Error('fields are missing');
      return [phrase];
    } catch {
      throw new Error(`${name}.jsonl:${i + 1}: not a labelled phrase`);
    }
  });
}

/** A phrase is right when date, time, datetime (as an instant) and the end of a range are all as labelled; the text is counted apart. */
export function scorePhrases(phrases: Phrase[]): Score {
  const score: Score = { total: phrases.length, right: 0, fields: { found: 0, date: 0, time: 0, datetime: 0, end: 0, text: 0 }, kinds: { 'found, is none': 0, 'missed': 0, 'wrong date': 0, 'wrong time': 0, 'wrong end': 0 }, misses: [] };
  for (const phrase of phrases) {
    const got = firstDate(phrase.text, phrase);
    const marks = marksOf(phrase, got);
    for (const [field, ok] of Object.entries(marks)) if (ok) score.fields[field] = (score.fields[field] ?? 0) + 1;
    const wrong = Object.entries(marks).filter(([field, ok]) => !ok && field !== 'text').map(([field]) => field);
    if (wrong.length === 0) score.right++;
    else count(score, phrase, got, marks);
    if (wrong.length > 0 || !marks.text) score.misses.push({ phrase, got, wrong });
  }
  return score;
}

function count({ kinds }: Score, phrase: Phrase, got: FoundDate | null, marks: Record<string, boolean>): void {
  const kind = !phrase.expect ? 'found, is none' : !got ? 'missed' : !marks.date ? 'wrong date' : !marks.time || !marks.datetime ? 'wrong time' : 'wrong end';
  kinds[kind] = (kinds[kind] ?? 0) + 1;
}

function marksOf({ text, expect }: Phrase, got: FoundDate | null): Record<string, boolean> {
  if (!expect || !got) {
    const same = !expect && !got;
    return { found: same, date: same, time: same, datetime: same, end: same, text: same };
  }
  const end = expect.end ?? null;
  return {
    found: true,
    date: got.date === expect.date,
    time: got.time === expect.time,
    datetime: got.datetime === null || expect.datetime === null ? got.datetime === expect.datetime : Date.parse(got.datetime) === Date.parse(expect.datetime),
    end: end === null || got.until === null ? end === got.until : end.date === got.until.date && (end.time ?? null) === got.until.time,
    text: overlap(text, expect.extracted_text, got) >= 0.6,
  };
}

/** Shared characters of the labelled and the found stretch, by the longer of both. */
function overlap(text: string, label: string, got: FoundDate): number {
  let best = 0;
  for (let at = text.indexOf(label); at >= 0; at = text.indexOf(label, at + 1)) {
    const shared = Math.min(at + label.length, got.end) - Math.max(at, got.start);
    best = Math.max(best, shared / Math.max(label.length, got.end - got.start));
  }
  return best;
}
