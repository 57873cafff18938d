/** Reads times of the day: "5pm", "half past 3", "17h30", "8ish", "from 3 to 5pm", "noon". */
import { blocked } from './dates.ts';
import { standsAlone } from './months.ts';
import type { Clock, Piece } from './refs.ts';
import type { Tokens } from './tokens.ts';
import { COUNTED, dayOf, FOLLOW, monthOf, numberOf, partOf, weekdayOf, words } from './words.ts';
import { readZone } from './zones.ts';

const AT = words('at @');
const ABOUT = words('around about approx circa ca ~ roughly approximately say like maybe by before after until till til from between since past for');
const RANGE = words('- – — to until till til thru through');
const RUNNING = words('in took takes take of ratio aspect john luke mark matthew psalm genesis romans corinthians chapter verse score scored won lost');
const PLACES = words('table dinner lunch brunch breakfast party cake room rooms reservation');
const CURRENCY = words('euro euros pounds dollars quid € £ $ % km miles kg stars');

type Read = { clock: Clock; to: number; bare: boolean };

const open = (hour: number, minute: number): Clock => ({ hour, minute, meridiem: null, open: hour >= 1 && hour <= 12 });
const exact = (hour: number, minute: number): Clock => ({ hour, minute, meridiem: null, open: false });

/** "am", "p.m.", a lone "p" right after the hour. */
function readMeridiem(tokens: Tokens, i: number): { meridiem: 'am' | 'pm'; to: number } | null {
  const word = tokens.word(i);
  if (word === 'am' || word === 'pm') return { meridiem: word, to: i + 1 };
  if ((word === 'a' || word === 'p') && tokens.word(i + 1) === '.' && tokens.word(i + 2) === 'm') return { meridiem: `${word}m`, to: tokens.word(i + 3) === '.' ? i + 4 : i + 3 };
  if ((word === 'a' || word === 'p') && tokens.at(i).glued && tokens.at(i + 1).kind !== 'number' && !tokens.capital(i + 1)) return { meridiem: `${word}m`, to: i + 1 };
  return null;
}

/** A clock at token i. `prepared`: "at" or the like stands before it, so that "5.30", "1730" and "half 3" count. */
export function readClock(tokens: Tokens, i: number, prepared: boolean): Read | null {
  const read = readFigures(tokens, i, prepared) ?? readWordHour(tokens, i, prepared);
  if (!read) return null;
  let { to } = read;
  let { bare } = read;
  if (tokens.word(to) === 'ish' || (tokens.word(to) === '-' && tokens.word(to + 1) === 'ish')) [to, bare] = [tokens.word(to) === 'ish' ? to + 1 : to + 2, false];
  if (tokens.word(to) === 'sharp') [to, bare] = [to + 1, false];
  if (["o'clock", 'oclock'].includes(tokens.word(to))) [to, bare] = [to + 1, false];
  else if (tokens.word(to) === 'o' && tokens.word(to + 1) === 'clock') [to, bare] = [to + 2, false];
  const half = readMeridiem(tokens, to);
  if (half && read.clock.open) return { clock: { ...read.clock, meridiem: half.meridiem, open: false }, to: half.to, bare: false };
  if (half && read.clock.hour > 12) return { ...read, to: half.to, bare: false };
  if (['noon', 'midday'].includes(tokens.word(to)) && read.clock.hour === 12) return { clock: exact(12, 0), to: to + 1, bare: false };
  if (tokens.word(to) === 'midnight' && read.clock.hour === 12) return { clock: exact(24, 0), to: to + 1, bare: false };
  return { clock: read.clock, to, bare };
}

function readFigures(tokens: Tokens, i: number, prepared: boolean): Read | null {
  const token = tokens.at(i);
  const hour = tokens.number(i);
  if (hour === null || blocked(tokens, i)) return null;
  const mark = tokens.at(i + 1);
  const minute = mark.glued && tokens.at(i + 2).glued && tokens.at(i + 2).raw.length === 2 ? tokens.number(i + 2) : null;
  const leading = token.raw.length === 2 && token.raw.startsWith('0');
  if (token.raw.length <= 2 && minute !== null && minute < 60 && (hour < 24 || (hour === 24 && minute === 0))) {
    const after = tokens.at(i + 3);
    const joined = after.glued && [':', '.', ','].includes(after.word) && tokens.at(i + 4).glued && tokens.at(i + 4).kind === 'number';
    const seconds = joined && after.word === ':' && tokens.at(i + 4).raw.length === 2;
    if (mark.word === ':' && (!joined || seconds)) return { clock: leading ? exact(hour, minute) : opened(hour, minute), to: seconds ? i + 5 : i + 3, bare: false };
    if (mark.word === 'h' && !joined) return { clock: exact(hour, minute), to: i + 3, bare: false };
    if (mark.word === '.' && !joined && (prepared || readMeridiem(tokens, i + 3) || dayFollows(tokens, i + 3)) && !CURRENCY.has(tokens.word(i + 3))) return { clock: leading ? exact(hour, minute) : opened(hour, minute), to: i + 3, bare: false };
  }
  if (mark.glued && ['.', ':', ',', '/', '%'].includes(mark.word) && tokens.at(i + 2).glued && tokens.at(i + 2).kind === 'number') return null;
  if (['hrs', 'hours', 'h', 'uhr'].includes(mark.word) && token.raw.length === 4 && hour < 2400 && hour % 100 < 60) return { clock: exact(Math.floor(hour / 100), hour % 100), to: i + 2, bare: false };
  if (mark.word === 'h' && mark.glued && hour < 24 && (prepared || readZone(tokens, i + 2)) && token.raw.length <= 2) return { clock: exact(hour, 0), to: i + 2, bare: false };
  if (token.raw.length >= 3 && hour % 100 < 60 && hour < 2400 && !mark.word.match(/^[-/]$/)) {
    const half = readMeridiem(tokens, i + 1);
    if (half && hour < 1260 && hour >= 100) return { clock: open(Math.floor(hour / 100), hour % 100), to: i + 1, bare: false };
    const marked = (AT.has(tokens.word(i - 1)) || weekdayOf(tokens.word(i - 1)) !== undefined || dayOf(tokens.word(i - 1)) !== undefined || (token.raw.length === 4 && dayFollows(tokens, i + 1))) && hour % 5 === 0 && (token.raw.length === 4 || hour < 1000);
    if (marked && standsAlone(tokens, i + 1)) return { clock: token.raw.length === 4 && hour >= 1300 || token.raw.startsWith('0') ? exact(Math.floor(hour / 100), hour % 100) : opened(Math.floor(hour / 100), hour % 100), to: i + 1, bare: false };
    return null;
  }
  if (['past', 'after', 'to', 'before', 'of'].includes(pastWord(tokens, i + 1)?.word ?? '')) {
    const past = pastWord(tokens, i + 1) as { word: string; to: number };
    const sure = past.word === 'past' || hour > 12 || past.to > i + 2 || AT.has(tokens.word(i - 1)) || ['around', 'about', 'by'].includes(tokens.word(i - 1));
    if (sure && past.word !== 'of' && past.word !== 'before' && (hour < 30 && hour > 0)) return fromMinutes(tokens, hour, past.word, past.to);
  }
  if (token.raw.length > 2 || hour > 23 || (hour === 0 && mark.word !== 'am')) return null;
  if (leading) return { clock: exact(hour, 0), to: i + 1, bare: true };
  return { clock: hour > 12 ? exact(hour, 0) : open(hour, 0), to: i + 1, bare: true };
}

const opened = (hour: number, minute: number): Clock => (hour >= 1 && hour <= 12 ? open(hour, minute) : exact(hour, minute));

/** "past" or "to" at i, also after "minutes". */
function pastWord(tokens: Tokens, i: number): { word: string; to: number } | null {
  const at = ['minutes', 'mins', 'min', 'minute'].includes(tokens.word(i)) ? i + 1 : i;
  return ['past', 'after', 'to', 'till'].includes(tokens.word(at)) ? { word: tokens.word(at), to: at + 1 } : null;
}

function fromMinutes(tokens: Tokens, minutes: number, word: string, at: number): Read | null {
  const noon = { noon: 12, midday: 12, midnight: 24 }[tokens.word(at)];
  const hour = tokens.number(at) ?? numberOf(tokens.word(at)) ?? noon;
  if (hour === undefined || hour === null || hour < 1 || (hour > 12 && noon === undefined)) return null;
  const back = word === 'to' || word === 'till' || word === 'of';
  const clock = noon !== undefined ? exact(back ? noon - 1 : noon, back ? 60 - minutes : minutes) : open(back ? (hour === 1 ? 12 : hour - 1) : hour, back ? 60 - minutes : minutes);
  return { clock, to: at + 1, bare: false };
}

const MINUTES: Record<string, number> = { five: 5, ten: 10, twenty: 20, 'twenty-five': 25 };

function readWordHour(tokens: Tokens, i: number, prepared: boolean): Read | null {
  let at = tokens.word(i) === 'a' ? i + 1 : i;
  const word = tokens.word(at);
  if (word === 'half' && ['past', 'after'].includes(tokens.word(at + 1))) return fromMinutes(tokens, 30, 'past', at + 2);
  if (word === 'quarter' && ['past', 'after', 'to', 'till', 'of'].includes(tokens.word(at + 1))) return fromMinutes(tokens, 15, tokens.word(at + 1), at + 2);
  if (word === 'half' && at === i) {
    const read = fromMinutes(tokens, 30, 'past', at + 1);
    return read && (prepared || tokens.at(at + 1).kind === 'word') && standsAlone(tokens, read.to) && !COUNTED.has(tokens.word(read.to)) ? read : read && dayFollows(tokens, read.to) ? read : null;
  }
  if (at !== i) return null;
  if (Object.hasOwn(MINUTES, word)) {
    const more = word === 'twenty' && tokens.word(at + 1) === 'five' ? at + 2 : word === 'twenty' && tokens.says(at + 1, '-', 'five') ? at + 3 : at + 1;
    const past = pastWord(tokens, more);
    const read = past && fromMinutes(tokens, more > at + 1 ? 25 : (MINUTES[word] as number), past.word, past.to);
    if (read && (!['to', 'till'].includes(past?.word ?? '') || !['from', 'between'].includes(tokens.word(i - 1)))) return read;
  }
  if (word === 'noon' || word === 'midday') return { clock: exact(12, 0), to: at + 1, bare: false };
  if (word === 'midnight') return { clock: exact(24, 0), to: at + 1, bare: false };
  const ish = word.endsWith('ish') ? numberOf(word.slice(0, -3).replace(/-$/, '')) ?? numberOf(word.slice(0, -2)) : undefined;
  if (word === 'noonish') return { clock: exact(12, 0), to: at + 1, bare: false };
  if (ish !== undefined && ish <= 12) return { clock: open(ish, 0), to: at + 1, bare: false };
  const hour = numberOf(word);
  if (hour === undefined || hour > 12) return null;
  at = i + 1;
  if (tokens.word(at) === '-') at++;
  const oh = tokens.word(at) === 'oh' || tokens.word(at) === 'o' ? at + 1 : at;
  const minute = numberOf(tokens.word(oh));
  if (minute !== undefined && (minute >= 10 || oh > at) && (prepared || minute >= 15)) {
    const joint = tokens.word(oh + 1) === '-' ? oh + 2 : oh + 1;
    const rest = minute >= 20 && (numberOf(tokens.word(joint)) ?? 10) < 10 ? (numberOf(tokens.word(joint)) as number) : 0;
    if (minute + rest < 60) return { clock: open(hour, minute + rest), to: rest ? joint + 1 : oh + 1, bare: true };
  }
  return { clock: open(hour, 0), to: i + 1, bare: true };
}

/** A time or a range of times at token i. `beside`: a date stands right before it. */
export function readTime(tokens: Tokens, i: number, beside: boolean): Piece | null {
  const before = tokens.word(i);
  const prefixed = AT.has(before) || (ABOUT.has(before) && before !== 'past');
  let at = prefixed ? i + 1 : i;
  while (prefixed && at < i + 3 && ['around', 'about', 'like', 'roughly', 'approx', 'say', '~', 'approximately', 'exactly'].includes(tokens.word(at))) at++;
  const strong = AT.has(before) || AT.has(tokens.word(at - 1));
  const first = readClock(tokens, at, prefixed || beside);
  if (!first) return null;
  const from = keeps(before) ? i : at;
  const range = readRange(tokens, at, first, before, prefixed || beside);
  if (range) return withZone(tokens, { from: ['from', 'between'].includes(before) ? i : at, ...range });
  if (['from', 'between'].includes(before) && first.bare && (RANGE.has(tokens.word(first.to)) || tokens.word(first.to) === 'and')) return null;
  if (first.bare && !bareCounts(tokens, at, first, { strong, prefixed, beside })) return null;
  if (!prefixed && tokens.at(at).kind === 'number' && tokens.word(at + 1) === ':' && RUNNING.has(tokens.word(at - 1)) && first.to === at + 3) return null;
  if (first.clock.hour === 24 && !prefixed && !beside && !standsAlone(tokens, first.to)) return null;
  return withZone(tokens, { from, to: first.to, time: { clock: first.clock } });
}

const keeps = (word: string): boolean => word === 'after' || word === 'before';

function readRange(tokens: Tokens, at: number, first: Read, before: string, prepared: boolean): { to: number; time: { clock: Clock; until: Clock } } | null {
  const link = tokens.word(first.to);
  if (!RANGE.has(link) && !(before === 'between' && link === 'and') && !(link === '&' && before === 'between')) return null;
  const last = readClock(tokens, first.to + 1, true);
  if (!last) return null;
  const opened = before === 'from' || before === 'between';
  const known = !last.bare || !first.bare;
  if (last.bare && (!standsAlone(tokens, last.to) || COUNTED.has(tokens.word(last.to)))) return null;
  if (last.bare && monthOf(tokens.word(last.to)) !== undefined) return null;
  if (first.bare && tokens.at(at).glued && tokens.at(at - 1).kind === 'word') return null;
  if (!known && !opened && !prepared) {
    if (!dayFollows(tokens, last.to) || first.clock.hour > 12 || last.clock.hour > 12) return null;
  }
  if (!known && (first.clock.hour === 0 || last.clock.hour === 0)) return null;
  return { to: last.to, time: { clock: first.clock, until: last.clock } };
}

/** Whether "today", "on Friday" or the like stands at token i. */
function dayFollows(tokens: Tokens, i: number): boolean {
  const at = tokens.word(i) === 'on' || tokens.word(i) === ',' ? i + 1 : i;
  const word = tokens.word(at);
  if (at > i && tokens.word(i) === 'on' && (word === 'the' || tokens.at(at).kind === 'number' || monthOf(word) !== undefined)) return word !== 'the' || tokens.at(at + 1).kind === 'number';
  if (/^(tonight|tonite|tomorrow|tomorow|tommorow|tommorrow|tmrw|tmr|today|2nite)$/.test(word) || weekdayOf(word) !== undefined) return true;
  if (word === 'this' || word === 'next') return weekdayOf(tokens.word(at + 1)) !== undefined || partOf(tokens.word(at + 1)) !== undefined;
  if (word === 'in' && tokens.word(at + 1) === 'the') return partOf(tokens.word(at + 2)) !== undefined;
  return tokens.says(at, 'at', 'night');
}

/** Whether a lone number is an hour, by what stands around it. */
function bareCounts(tokens: Tokens, at: number, read: Read, has: { strong: boolean; prefixed: boolean; beside: boolean }): boolean {
  const { word, kind } = tokens.at(read.to);
  if (tokens.at(at).glued && tokens.at(at - 1).word === '-') return false;
  if (['-', '–', '/', '%', '°', '€', '£', '$', '+', 'x', '*'].includes(word) && word !== '-' && word !== '–') return false;
  if (word === '-' && tokens.at(read.to).glued && tokens.at(read.to + 1).glued) return false;
  if (COUNTED.has(word) || tokens.at(read.to).kind === 'number') return false;
  if (has.prefixed && readZone(tokens, read.to)) return true;
  const other = word === 'or' ? tokens.number(read.to + 1) : null;
  const choice = other !== null && other > 0 && other <= 12 && (dayFollows(tokens, read.to + 2) || ['am', 'pm'].includes(tokens.word(read.to + 2)));
  const day = choice || dayFollows(tokens, read.to) || (['till', 'til', 'until'].includes(word) && ['late', 'close', 'whenever', 'midnight'].includes(tokens.word(read.to + 1)));
  if (has.strong) {
    if (read.clock.hour > 12) return day || has.beside || tokens.at(read.to).kind !== 'word';
    if (tokens.at(at).kind === 'word') return kind !== 'word' || FOLLOW.has(word) || day;
    if (kind !== 'word' || FOLLOW.has(word) || day || weekdayOf(word) !== undefined) return true;
    return !tokens.capital(read.to) && !word.endsWith('s') && !/(year|month)/.test(word);
  }
  if (read.clock.hour > 12) return false;
  const listed = ['and', 'or', '&', ','].includes(word) && tokens.at(read.to + 1).kind === 'number' && tokens.at(at - 1).word === ',';
  const alone = !listed && standsAlone(tokens, read.to) && !tokens.capital(read.to);
  if (has.prefixed) {
    const before = tokens.word(at - 1);
    if (before === 'for' && PLACES.has(tokens.word(at - 2))) return false;
    if (before === 'for') return has.beside && alone || day || (kind !== 'word' && ['table', 'booked', 'booking', 'reservation', 'dinner', 'lunch', 'planned', 'set', 'scheduled', 'aim', 'aiming'].some((near) => [2, 3, 4].some((k) => tokens.word(at - k) === near)) && tokens.word(at - 2) !== 'table');
    if (['like', 'say', 'maybe', 'about', 'since'].includes(before)) return day || has.beside && alone;
    return alone || day;
  }
  if (['turns', 'turn', 'turning', 'is', 'are', 'be', 'were', 'aged', 'age', 'has', 'have', 'need', 'room', 'page', 'no', 'number', 'gate', 'platform', 'flat', 'track', 'level', 'season', 'episode', 'chapter', 'part', 'phase', 'lane', 'day', 'week', 'for', 'with', 'bring', 'only', 'get', 'take', 'buy', 'make', 'want', 'do', 'send', 'order', 'got', 'just', 'another', 'all', 'these', 'those', 'eat', 'pick', 'sold', 'lost', 'won'].includes(tokens.word(at - 1)) || monthOf(tokens.word(at - 1)) !== undefined) return false;
  if (tokens.at(at).kind === 'word' && !has.beside && (tokens.word(at) === 'one' || tokens.word(read.to).endsWith('days'))) return false;
  return day || (has.beside && alone);
}

const SIGNS = new Set(['+', '-']);

function withZone(tokens: Tokens, piece: Piece): Piece {
  const zone = readZone(tokens, piece.to);
  if (!zone || !piece.time || (piece.time.until && SIGNS.has(tokens.word(piece.to)))) return piece; // "3pm-5pm-2" tells no offset
  return { ...piece, to: zone.to, time: { ...piece.time, zone: zone.zone } };
}
