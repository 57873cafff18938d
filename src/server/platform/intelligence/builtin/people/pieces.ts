/** Sentences as units of reading, and units cut where somebody else begins to be spoken of. */
import type { Labelled } from '../analyse.ts';
import type { Read } from './clause.ts';
import type { Piece } from './types.ts';

/** Units are put together up to this length, so that no text without full stops can be slow. */
const LONGEST = 800;
export type Sentence = { start: number; end: number; text: string; units: Labelled[] };
/** Units that are one sentence, together: who it is about is found in the whole of it. */
export function sentencesOf(note: string, labelled: readonly Labelled[]): Sentence[] {
  const out: Sentence[] = [];
  for (const one of labelled) {
    const { unit } = one;
    const last = out.at(-1);
    const before = last?.units.at(-1)?.unit;
    if (last && before && before.line === unit.line && unit.end - last.start < LONGEST && !/[.!?…][)\]]*["'”’)\]]*\s*$/u.test(note.slice(last.start, unit.start))) {
      last.units.push(one);
      last.end = unit.end;
      last.text = note.slice(last.start, last.end);
    } else out.push({ start: unit.start, end: unit.end, text: unit.text, units: [one] });
  }
  return out;
}

export const sameSubject = (a: Read, b: Read): boolean => JSON.stringify([a.subject, a.also]) === JSON.stringify([b.subject, b.also]) && !(b.behind && a.spoken?.as !== b.spoken?.as);

/** A unit, cut where somebody else begins to be spoken of. */
export function cutUp(one: Labelled, clauses: { end: number; read: Read }[]): Piece[] {
  const { unit } = one;
  const out: Piece[] = [];
  let from = unit.start;
  for (const { end, read } of clauses) {
    if (end <= from) continue;
    const to = Math.min(end, unit.end);
    const text = unit.text.slice(from - unit.start, to - unit.start).trimEnd();
    if (text !== '') {
      const { subject, also } = read;
      const touches = read.touches && (subject.kind !== 'other' || read.touched.some((one) => one.start >= from && one.start < to));
      const spoken = read.spoken && read.spoken.start >= from && read.spoken.end <= to ? read.spoken : null;
      out.push({ ...one, unit: { ...unit, start: from, end: from + text.length, text, line_start: from === unit.start ? unit.line_start : from }, subject, touches, also, spoken });
    }
    from = to;
    if (from >= unit.end) break;
  }
  return out;
}
