/** Labelled notes as a speech recogniser or a hurried thumb writes them: one line, no stops, no capitals. */
import { segment } from '../../src/server/platform/intelligence/builtin/segment.ts';
import { words } from '../../src/server/platform/intelligence/builtin/words.ts';
import type { GoldNote, GoldUnit } from './load.ts';

/** The note without stops (commas stay when asked for), its units where they are now, and where a sentence or a unit begins. */
export function withoutStops(note: GoldNote, commas: boolean): GoldNote & { begins: Set<number> } {
  const begins = new Set<number>();
  const units: GoldUnit[] = [];
  const sentences = segment(note.text);
  const marks = [...sentences, ...note.units].map((unit) => unit.start);
  let text = '';
  let before = 0;
  let open: GoldUnit | undefined;
  for (const { start, end } of words(note.text)) {
    if (start < before || /^[?!.…]+$/.test(note.text.slice(start, end)) || !sentences.some((unit) => start >= unit.start && end <= unit.end)) continue;
    if (text) text += commas && /^[^\S\n]*,/.test(note.text.slice(before, start)) ? ', ' : ' ';
    const at = text.length;
    text += note.text.slice(start, end).toLowerCase();
    if (marks.some((mark) => mark >= before && mark <= start)) begins.add(at);
    const gold = note.units.find((unit) => start >= unit.start && end <= unit.end);
    if (gold && gold !== open) units.push({ start: at, end: at, text: '', label: gold.label });
    const last = units.at(-1);
    if (gold && last) Object.assign(last, { end: text.length, text: text.slice(last.start) });
    open = gold ?? open;
    before = end;
  }
  return { ...note, text, units, begins };
}
