/** Figures that say how good a classification is. */
import { LABELS, type Input } from '../../src/server/platform/intelligence/builtin/model.ts';
import { segment } from '../../src/server/platform/intelligence/builtin/segment.ts';
import type { GoldNote } from './load.ts';

/** Gold units as the engine would see them: prefixes stripped by the engine's own segmentation of the note. */
export function inputsOf(note: GoldNote): Input[] {
  const units = segment(note.text);
  return note.units.map((gold) => {
    const inside = units.filter((unit) => unit.line_start < gold.end && unit.end > gold.start);
    const head = inside[0];
    const start = head && head.line_start >= gold.start ? Math.max(gold.start, head.start) : gold.start;
    const text = note.text.slice(Math.min(start, gold.end - 1), gold.end);
    return { text, speaker: (head?.speaker ?? null) !== null, line: head?.line ?? 0, bullet: head?.bullet ?? false, heading: head?.heading ?? false, under: head?.under ?? null };
  });
}

export type Score = { text: string; accuracy: number; macro_f1: number; nothing_precision: number };

/** Accuracy, macro-F1, per-label precision and recall, confusion matrix, as text to print. */
export function score(gold: number[], got: number[]): string {
  return measure(gold, got).text;
}

/** The same with the main figures as numbers. */
export function measure(gold: number[], got: number[]): Score {
  const k = LABELS.length;
  const matrix = LABELS.map(() => new Array<number>(k).fill(0));
  gold.forEach((label, i) => ((matrix[label] as number[])[got[i] as number] = ((matrix[label] as number[])[got[i] as number] as number) + 1));
  const lines: string[] = [];
  let f1 = 0;
  let present = 0;
  let right = 0;
  let nothing = 0;
  LABELS.forEach((name, i) => {
    const hit = matrix[i]?.[i] as number;
    const real = (matrix[i] as number[]).reduce((a, b) => a + b, 0);
    const said = matrix.reduce((sum, row) => sum + (row[i] as number), 0);
    const precision = said ? hit / said : 0;
    const recall = real ? hit / real : 0;
    right += hit;
    if (real) {
      present++;
      f1 += precision + recall ? (2 * precision * recall) / (precision + recall) : 0;
    }
    if (name === 'Nothing') nothing = precision;
    lines.push(`${name.padEnd(17)} precision ${precision.toFixed(3)}  recall ${recall.toFixed(3)}  n ${String(real).padStart(4)}  | ${(matrix[i] as number[]).map((n) => String(n).padStart(4)).join('')}`);
  });
  const accuracy = right / Math.max(1, gold.length);
  const macro_f1 = f1 / Math.max(1, present);
  const text = `${lines.join('\n')}\nunits ${gold.length}  accuracy ${accuracy.toFixed(4)}  macro-F1 ${macro_f1.toFixed(4)}  nothing precision ${nothing.toFixed(3)}`;
  return { text, accuracy, macro_f1, nothing_precision: nothing };
}
