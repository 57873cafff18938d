/** Reads vague parts of the day: "tonight", "in the morning", "first thing", "end of day". */
import type { Piece } from './refs.ts';
import type { Tokens } from './tokens.ts';
import { standsAlone } from './months.ts';
import { partOf, words, type Part } from './words.ts';

/** These are times of the clock. */
const CLOCKS = words('noon midday noontime');

/** A vague part of the day at token i: "tonight", "in the morning", "first thing", "end of day"; also "this afternoon", "last night". */
export function readPart(tokens: Tokens, i: number, beside: boolean): Piece | null {
  const word = tokens.word(i);
  const day = (days: number, part: Part, to: number): Piece => ({ from: i, to, date: { kind: 'days', days }, part });
  const plain = (part: Part, to: number, weak = false): Piece => ({ from: i, to, part, ...(weak ? { weak } : {}) });
  if (['tonight', 'tonite', '2nite', "tonight's", 'tonigh', 'tonght'].includes(word)) return day(0, 'night', i + 1);
  if (word === 'this' || word === 'later') {
    const at = word === 'later' && tokens.word(i + 1) === 'this' ? i + 2 : i + 1;
    const skip = ['very', 'same'].includes(tokens.word(at)) ? at + 1 : at;
    const part = word === 'this' || at > i + 1 ? partOf(tokens.word(skip)) : undefined;
    return part && part !== 'close' ? day(0, part, skip + 1) : null;
  }
  const next = partOf(tokens.word(i + 1));
  if (word === 'last' && next && tokens.word(i + 1) !== 'eve') return day(-1, next, i + 2);
  if ((word === 'am' || word === 'pm') && beside && tokens.at(i + 1).word !== 'i') return plain(word === 'am' ? 'morning' : 'afternoon', i + 1);
  if (word === 'nightly') return plain('night', i + 1);
  if (tokens.says(i, '1', 'st', 'thing')) return plain('morning', i + 3);
  if (tokens.says(i, 'lunch', 'time')) return plain('noon', i + 2, true);
  if (tokens.says(i, 'first', 'thing') && tokens.word(i - 1) !== 'the' && !['is', 'was', 'that'].includes(tokens.word(i + 2))) return plain('morning', tokens.says(i + 2, 'in', 'the', 'morning') ? i + 5 : i + 2);
  const end = word === 'the' ? i + 1 : i;
  if (['end', 'close'].includes(tokens.word(end)) && tokens.word(end + 1) === 'of') {
    const at = tokens.word(end + 2) === 'the' ? end + 3 : end + 2;
    if (['business', 'play'].includes(tokens.word(at)) || (tokens.word(at) === 'day' && tokens.word(end) === 'end')) return plain('close', at + 1);
    if (tokens.word(end) === 'end' && tokens.word(at) === 'today') return day(0, 'close', at + 1);
    if (tokens.word(end) === 'end' && tokens.word(at) === 'tomorrow') return day(1, 'close', at + 1);
  }
  if (word === 'every' && next) return plain(next, i + 2);
  if (word === 'in' || word === 'during') {
    const at = tokens.word(i + 1) === 'the' ? i + 2 : 0;
    const early = at && ['early', 'late'].includes(tokens.word(at)) ? at + 1 : at;
    const part = early ? partOf(tokens.word(early)) : undefined;
    return part ? plain(part, early + 1, word === 'during' || tokens.word(early) === 'night') : null;
  }
  if (word === 'at' || word === 'over' || word === 'by' || word === 'around' || word === 'before' || word === 'after') {
    if (tokens.word(i + 1) === 'lunch' && (word === 'at' || beside)) return plain('noon', i + 2);
    const part = partOf(tokens.word(i + 1));
    if (part && (part === 'close' || tokens.word(i + 1) === 'lunchtime')) return { ...plain(part, i + 2), from: i + 1 };
    return part === 'night' && word === 'at' ? plain(part, i + 2, true) : null;
  }
  const early = ['early', 'late', 'mid'].includes(word) ? (tokens.word(i + 1) === '-' ? i + 2 : i + 1) : i;
  const part = partOf(tokens.word(early));
  if (!part || CLOCKS.has(tokens.word(early))) return null;
  return plain(part, early + 1, part !== 'close' && !(part === 'noon' && standsAlone(tokens, early + 1)));
}
