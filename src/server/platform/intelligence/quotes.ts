import type { SourceSpan } from './categories.ts';

/** Finds a passage in one note. Returns its exact place, or null when the note does not say it. */
export type QuoteFinder = (quote: string) => SourceSpan | null;

/** Shorter quotes must stand between word boundaries: "art" is not said by "party". */
const LONG_ENOUGH = 12;
const WORD = /[\p{L}\p{N}]/u;
/** Scripts written without spaces have no boundaries to look at. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

/**
 * Prepares a note for looking up quotes: first exactly, then regardless of case, white space and typographic variants.
 * Offsets are UTF-16 units of the note as it is, whatever the quote looked like.
 */
export function quoteFinder(note: string): QuoteFinder {
  const folded = fold(note);
  return (quote) => {
    const wanted = trimQuote(quote);
    if ([...wanted].filter((char) => WORD.test(char)).length < 2) return null;
    const exact = occurrences(note, wanted).find((start) => isWhole(note, start, start + wanted.length));
    if (exact !== undefined) return span(note, exact, exact + wanted.length);
    const needle = fold(wanted).text.trim();
    for (const start of occurrences(folded.text, needle)) {
      const from = folded.starts[start]!;
      const to = folded.ends[start + needle.length - 1]!;
      if (isWhole(note, from, to)) return span(note, from, to);
    }
    return null;
  };
}

function span(note: string, start: number, end: number): SourceSpan {
  return { start, end, text: note.slice(start, end) };
}

function occurrences(text: string, wanted: string): number[] {
  const found: number[] = [];
  if (!wanted) return found;
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) found.push(at);
  return found;
}

function isWhole(note: string, start: number, end: number): boolean {
  if (end - start >= LONG_ENOUGH) return true;
  return !joins(note.slice(0, start), note.slice(start)) && !joins(note.slice(0, end), note.slice(end));
}

function joins(before: string, after: string): boolean {
  const left = [...before.slice(-2)].at(-1) ?? '';
  const right = String.fromCodePoint(after.codePointAt(0) ?? 32);
  return WORD.test(left) && WORD.test(right) && !UNSPACED.test(left) && !UNSPACED.test(right);
}

/** Models like to wrap a quote in quotation marks or to show with dots that there was more. */
function trimQuote(quote: string): string {
  return quote.trim().replace(/^(?:["“”„«»'‘’`]|\.\.\.|…|\s)+/u, '').replace(/(?:["“”„«»'‘’`]|\.\.\.|…|\s)+$/u, '');
}

/** Lower case, plain quotes and dashes, single spaces, no invisible characters; with the way back to the original. */
function fold(text: string): { text: string; starts: number[]; ends: number[] } {
  let out = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const char of text) {
    const end = at + char.length;
    const plain = plainChar(char);
    if (!(plain === ' ' && out.endsWith(' '))) {
      out += plain;
      for (let i = 0; i < plain.length; i++) {
        starts.push(at);
        ends.push(end);
      }
    }
    at = end;
  }
  return { text: out, starts, ends };
}

function plainChar(char: string): string {
  if (/\s/u.test(char)) return ' ';
  if (/[\p{Cf}\p{Mn}]/u.test(char)) return '';
  if (/[‘’‚‛′`´]/u.test(char)) return "'";
  if (/[“”„‟″«»]/u.test(char)) return '"';
  if (/\p{Pd}/u.test(char)) return '-';
  return char.normalize('NFKD').replace(/\p{Mn}/gu, '').toLowerCase();
}
