import { fold as plain } from '../../platform/fold.ts';
import type { Highlight } from './search.schema.ts';

/** A word that was looked for, folded; `open` when it may go on. */
export type Word = { text: string; open: boolean };

const SNIPPET = 240;
const LEAD = 60;
const CJK = '\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff';
const WORDS = new RegExp(`[${CJK}]|(?:(?![${CJK}])[\\p{L}\\p{N}\\p{M}])+`, 'gu');
/** Letters that lose their accent but do not decompose. */
const LETTERS: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', ħ: 'h', ı: 'i', þ: 'th' };

/** As kith.plain folds a single word: case, accents and width away. */
const fold = (word: string) =>
  plain(word).replace(/[ßæœøđðłħıþ]/g, (letter) => LETTERS[letter]!);

/** Reads what kith.search says it looked for: 'jonh*|john'. */
export const parseWords = (matched: readonly string[]): Word[] =>
  matched.flatMap((alternatives) => alternatives.split('|').map((word) => (word.endsWith('*') ? { text: fold(word.slice(0, -1)), open: true } : { text: fold(word), open: false })));

/** Stretches of `text` that are one of the words, in order, neighbours apart. */
function spans(text: string, words: readonly Word[]): { start: number; end: number }[] {
  const found = [];
  for (const match of text.matchAll(WORDS)) {
    const folded = fold(match[0]).slice(0, 40);
    if (words.some((word) => (word.open ? folded.startsWith(word.text) : folded === word.text))) found.push({ start: match.index, end: match.index + match[0].length });
  }
  return found;
}

/** The stretches of a field that are one of the words, for the answer of a search. */
export const highlights = (field: Highlight['field'], text: string, words: readonly Word[]): Highlight[] => spans(text, words).map((span) => ({ field, ...span }));

/** At most 240 characters and two ellipses around the first match, on one line, cut between words where there are any. */
export function snippet(text: string, words: readonly Word[]): string {
  const line = text.replace(/\s/g, ' ').trim();
  if (line.length <= SNIPPET) return line;
  const first = spans(line, words)[0]?.start ?? 0;
  let start = first > LEAD ? first - LEAD : 0;
  if (start > 0) start = between(line, start, 1, LEAD);
  let end = Math.min(line.length, start + SNIPPET);
  if (end < line.length) end = between(line, end, -1, LEAD);
  return `${start > 0 ? '…' : ''}${line.slice(start, end).trim()}${end < line.length ? '…' : ''}`;
}

/** The next place between words from `at`, at most `reach` away; else `at`, but not inside a surrogate pair. */
function between(text: string, at: number, step: 1 | -1, reach: number): number {
  for (let i = at; Math.abs(i - at) < reach && i > 0 && i < text.length; i += step) if (text[i] === ' ') return i;
  const inPair = /[\udc00-\udfff]/.test(text[at] ?? '') && /[\ud800-\udbff]/.test(text[at - 1] ?? '');
  return inPair ? at - 1 : at;
}
