/** Walks through the tokens once and collects what the readers find. */
import { blocked, MOVED, readDate } from './dates.ts';
import type { Piece } from './refs.ts';
import { readPart } from './parts.ts';
import { readTime } from './times.ts';
import type { Tokens } from './tokens.ts';
import { words } from './words.ts';

/** More than enough for fifty findings; bounds the work on a text that is nothing but dates. */
const MOST = 400;
const LINK = words(', on at in the of around about from by - – — ( ) @ say maybe like roughly & : for time when and starting starts sometime anytime approx again');

export function readPieces(tokens: Tokens, monthFirst: boolean): Piece[] {
  const pieces: Piece[] = [];
  for (let i = 0; i < tokens.list.length && pieces.length < MOST; ) {
    const found = readPiece(tokens, i, monthFirst, pieces.at(-1));
    if (found && found.to > i) {
      pieces.push(found);
      i = found.to;
    } else i++;
  }
  return pieces.filter((piece, k) => !(piece.weak ?? replaced(tokens, piece, pieces[k + 1])) || (piece.date ? stays(tokens, piece, pieces[k + 1]) : leans(tokens, piece, pieces[k - 1], pieces[k + 1])));
}

function readPiece(tokens: Tokens, i: number, monthFirst: boolean, previous: Piece | undefined): Piece | null {
  const token = tokens.at(i);
  if (token.kind === 'mark' && token.word !== '@' && token.word !== '~') return null;
  if (token.kind === 'number' && blocked(tokens, i)) return null;
  const beside = previous !== undefined && Boolean(previous.date ?? previous.part) && tight(tokens, previous.to, i);
  return readPart(tokens, i, beside) ?? readDate(tokens, i, monthFirst) ?? readTime(tokens, i, beside);
}

/** "Christmas lunch on the 12th": the other day of the sentence wins. */
function stays(tokens: Tokens, piece: Piece, next: Piece | undefined): boolean {
  if (!next?.date) return true;
  for (let i = piece.to; i < next.from; i++) if (tokens.ends(i)) return true;
  return false;
}

/** "instead of Tuesday", "move Thursday's call to Friday": the day that is given up. */
function replaced(tokens: Tokens, piece: Piece, next: Piece | undefined): boolean {
  if (!piece.date || !next?.date) return false;
  const before = tokens.word(piece.from - 1) === 'on' ? piece.from - 2 : piece.from - 1;
  if (['instead', 'rather'].includes(tokens.word(before - 1)) || (tokens.word(before) === 'not' && !['why', 'if'].includes(tokens.word(before - 1)))) return true;
  const to = ['to', 'until'].includes(tokens.word(next.from - 1));
  return to && next.from - piece.to < 8 && [1, 2, 3, 4, 5].some((back) => MOVED.has(tokens.word(piece.from - back)));
}

/** A word like "morning" counts only next to a date or a time. */
function leans(tokens: Tokens, piece: Piece, previous: Piece | undefined, next: Piece | undefined): boolean {
  const opens = tokens.at(piece.from - 1).kind !== 'word' || ['the', 'in', 'on', 'that', 'early', 'late', 'by', 'from', 'and', 'or'].includes(tokens.word(piece.from - 1));
  const after = next !== undefined && Boolean(next.date ?? next.time) && tight(tokens, piece.to, next.from);
  return (after && opens) || (previous !== undefined && Boolean(previous.date ?? previous.time) && tight(tokens, previous.to, piece.from));
}

/** Whether nothing but small joining words stands between two tokens. */
export function tight(tokens: Tokens, from: number, to: number): boolean {
  if (to - from > 4) return false;
  for (let i = from; i < to; i++) if (!LINK.has(tokens.word(i))) return false;
  return true;
}
