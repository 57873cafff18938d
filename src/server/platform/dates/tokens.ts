/** Cuts text into words, numbers and marks, once, in linear time; every reader looks at a few of them. */

export type Token = { word: string; raw: string; start: number; end: number; kind: 'number' | 'word' | 'mark'; glued: boolean };

const TOKEN = /2(?:moro|morrow|mrw|nite|day)(?!\p{L})|\d+|\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)*|\n|\S/giu;
const TITLES = new Set(['dr', 'mr', 'mrs', 'ms', 'st', 'prof', 'approx', 'ca', 'vs', 'etc', 'no', 'tel', 'ext', 'appt', 'dept', 'incl']);
const NONE: Token = { word: '', raw: '', start: 0, end: 0, kind: 'mark', glued: false };

/** The tokens of a text, and small questions about them. An index outside the text answers an empty token. */
export class Tokens {
  readonly text: string;
  readonly list: Token[] = [];

  constructor(text: string) {
    this.text = text;
    let last = -1;
    for (const match of text.matchAll(TOKEN)) {
      const raw = match[0];
      const start = match.index;
      const kind = /^\d+$/.test(raw) ? 'number' : /^[2\p{L}]/u.test(raw) ? 'word' : 'mark';
      this.list.push({ word: raw.length > 40 ? '' : raw.toLowerCase().replaceAll('’', "'"), raw, start, end: start + raw.length, kind, glued: start === last });
      last = start + raw.length;
    }
  }

  at(i: number): Token {
    return this.list[i] ?? NONE;
  }

  word(i: number): string {
    return this.at(i).word;
  }

  /** The value of a number of at most four digits, else null. */
  number(i: number): number | null {
    const token = this.at(i);
    return token.kind === 'number' && token.raw.length <= 4 ? Number(token.raw) : null;
  }

  /** The index of the first token that starts at or after an offset, searching from `from`. */
  after(from: number, offset: number): number {
    let i = from;
    while (i < this.list.length && this.at(i).start < offset) i++;
    return i;
  }

  /** Whether words from i on are exactly these. */
  says(i: number, ...words: string[]): boolean {
    return words.every((word, k) => this.word(i + k) === word);
  }

  capital(i: number): boolean {
    return /^\p{Lu}/u.test(this.at(i).raw);
  }

  /** Whether a sentence ends with this token: a line, ! ? ; or a full stop that is none of an abbreviation or a number. */
  ends(i: number): boolean {
    const { word, glued } = this.at(i);
    if (word === '\n' || word === '!' || word === '?' || word === ';') return true;
    if (word !== '.') return false;
    const next = this.at(i + 1);
    if (next.glued) return false;
    if (glued && (this.word(i - 1) === '.' || TITLES.has(this.word(i - 1)) || (this.capital(i - 1) && this.at(i - 1).raw.length === 1))) return false;
    return true;
  }
}
