/** Note text → units: lines, chat turns, bullets and sentences, with exact UTF-16 offsets. */
import type { Category } from '../categories.ts';
import { topicOf } from './headings.ts';
import { BULLET, splitLines } from './lines.ts';

export type Unit = {
  /** Offsets of the unit's own words in the note (bullet, name and time stamp left out), end exclusive. */
  start: number;
  end: number;
  text: string;
  /** Where the line begins, prefix included; equal to `start` inside a line. */
  line_start: number;
  /** Index of the line, so that neighbours on one line are known. */
  line: number;
  /** Lower-cased name before the colon in a chat line, or null. */
  speaker: string | null;
  bullet: boolean;
  /** The line is a heading. */
  heading: boolean;
  /** What the heading above announces, or null. */
  under: Category | null;
};

const STAMP =
  /^(?:\[[^\]\n]{0,24}\d{1,2}[:.]\d{2}[^\]\n]{0,8}\]|\(\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]m)?\)|(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s+)?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]m)?(?=\s*[-–—:]|\s+[\p{L}]))\s*[-–—:]?\s*/iu;
const NAME = /^<?(\p{L}[\p{L}\p{M}.'’-]*(?:\s+(?:\p{Lu}[\p{L}\p{M}.'’-]*|\d{1,2})){0,2})(?:\s*\((?:[^)\n]{1,20})\))?>?:\s+(?=\S)/u;
const ABBREVIATION =
  /(?:^|[\s("'])(?:mr|mrs|ms|dr|prof|st|sr|jr|vs|etc|e\.g|i\.e|approx|no|ca|incl|excl|dept|ltd|inc|co|corp|tel|ext|min|max|hrs|hr|wk|yr|mo|fig|vol|est|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|weds?|thurs?|fri|a\.m|p\.m|am|pm|v|c|w|b|d|p|\p{L})\.$/iu;
const NEVER_END = /(?:^|[\s("'])(?:mr|mrs|ms|dr|prof|st|e\.g|i\.e|approx|ca|incl|vs|v|c|b|d)\.$/iu;
const INITIAL = /(?:^|[\s("'])\p{Lu}\.$/u;
/** "J.P." before "Morgan", but not "the U.S." before "He". */
const INITIALS = /(?:^|[\s("'])(?!U\.)\p{Lu}\.\p{Lu}\.$/u;
const OPENS = /^(?:He|She|It|They|We|I|You|His|Her|Their|My|Our|The|A|An|This|That|And|But|So|Then|When|If|In|On|At)\b/u;
/** A "sentence" longer than this is cut at a space, so that no text without full stops can be slow. */
const LONGEST = 500;
/** Words before a colon that name a field and so belong to the content. */
const FIELD =
  /^(?:work|job|role|company|employer|title|email|e-mail|mail|phone|mobile|tel|address|home|birthday|bday|born|dob|age|hobbies|hobby|interests?|likes|dislikes|loves|hates|goals?|plans?|todo|to do|to-do|next steps?|actions?|follow[- ]?up|ask|reminder|family|wife|husband|partner|kids|children|mum|mom|dad|pets?|dog|cat|diet|food|allerg(?:y|ies)|health|contact|best time|languages?|from|lives|location|notes?|misc|ps|nb|re|problem|issues?|challenges?|worry|concerns?|skills?|education|studies|background|personal|style|communication|prefers|favou?rites?|fav|music|sports?|books?|drinks?|car|religion|faith|status|relationship)$/iu;

const BLANK = /\n\s*\n|\r\s*\r/u;

/** Splits a note into units, in order; every unit's `text` equals `note.slice(start, end)`. */
export function segment(note: string): Unit[] {
  const lines = splitLines(note);
  const names = countNames(note, lines);
  const units: Unit[] = [];
  let under: Category | null = null;
  lines.forEach(([from, to], line) => {
    const { offset, speaker, bullet } = prefix(note.slice(from, to), names);
    const [end, next] = [lines[line - 1]?.[1] ?? 0, lines[line + 1]?.[0]];
    const gap = line === 0 || BLANK.test(note.slice(end, from));
    const above = (gap && !BLANK.test(note.slice(to, next))) || (!bullet && BULLET.test(note.slice(next).trimStart()));
    const topic = speaker === null && next !== undefined ? topicOf(note.slice(from, to), above) : undefined;
    if (topic !== undefined) under = topic;
    else if (gap && !bullet && units.at(-1)?.heading === false) under = null;
    let first = true;
    for (const [start, stop] of sentences(note, from + offset, to)) {
      units.push({ start, end: stop, text: note.slice(start, stop), line_start: first ? from : start, line, speaker, bullet, heading: topic !== undefined, under: topic === undefined ? under : null });
      first = false;
    }
  });
  return units;
}

function countNames(note: string, lines: [number, number][]): Set<string> {
  const seen = new Map<string, number>();
  let stamped = false;
  for (const [from, to] of lines) {
    const line = note.slice(from, to).trimStart();
    const bare = line.replace(STAMP, '');
    const name: string | undefined = NAME.exec(bare)?.[1]?.toLowerCase();
    if (!name || FIELD.test(name)) continue;
    if (bare !== line) stamped = true;
    seen.set(name, (seen.get(name) ?? 0) + 1);
  }
  const total = [...seen.values()].reduce((sum, n) => sum + n, 0);
  const chat = stamped || (total >= 2 && total * 2 >= lines.length);
  const out = new Set<string>();
  for (const [name, count] of seen) if (chat || count > 1 || /^(?:me|you|i)$/.test(name)) out.add(name);
  return out;
}

function prefix(line: string, names: Set<string>): { offset: number; speaker: string | null; bullet: boolean } {
  let rest = line.trimStart();
  let bullet = false;
  let speaker: string | null = null;
  for (let round = 0; round < 4; round++) {
    const before = rest;
    const mark = BULLET.exec(rest);
    if (mark && mark[0].length < rest.length) {
      rest = rest.slice(mark[0].length).trimStart();
      bullet = true;
    }
    const stamp = STAMP.exec(rest);
    if (stamp && stamp[0].length < rest.length && /[[\](:]/u.test(stamp[0]) && looksStamped(rest, stamp[0])) rest = rest.slice(stamp[0].length).trimStart();
    const name: RegExpExecArray | null = speaker === null ? NAME.exec(rest) : null;
    if (name && names.has((name[1] as string).toLowerCase())) {
      speaker = (name[1] as string).toLowerCase();
      rest = rest.slice(name[0].length).trimStart();
    }
    if (rest === before) break;
  }
  return { offset: line.length - rest.length, speaker, bullet };
}

/** A bare clock time is a stamp only before a name or a dash, not in "9:30 dentist with Tom". */
function looksStamped(rest: string, stamp: string): boolean {
  return /^[[(]/u.test(stamp) || /[-–—]\s*$/u.test(stamp) || NAME.test(rest.slice(stamp.length));
}

function* sentences(note: string, from: number, to: number): Generator<[number, number]> {
  const text = note.slice(from, to);
  let start = 0;
  const end = /([.!?…。]+["'”’)\]]*|\p{Extended_Pictographic}(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f)*)(\s+|$)|([\p{Ll}\d)][.!?])(?=\p{Lu}\p{Ll})/gu;
  for (const match of text.matchAll(end)) {
    const stop = match.index + (match[1] ?? match[3] ?? '').length;
    const next = text.slice(stop).trimStart();
    if (!next || !endsHere(text.slice(start, stop), next, match[1] ?? '.')) continue;
    yield* trimmed(note, from + start, from + stop);
    start = stop;
  }
  yield* trimmed(note, from + start, to);
}

function endsHere(sentence: string, next: string, mark: string): boolean {
  if (/^[!?.,;:)]/u.test(next)) return false;
  if (/^\p{Extended_Pictographic}/u.test(next)) return false;
  const upper = /^["'“‘(]?[\p{Lu}\d]/u.test(next);
  if (/^\p{Extended_Pictographic}/u.test(mark)) return upper || sentence.trim().split(/\s+/u, 5).length > 3;
  if (mark.startsWith('.') && !mark.startsWith('..')) {
    const tail = sentence.slice(-12);
    if (NEVER_END.test(tail) || INITIAL.test(tail) || (INITIALS.test(tail) && upper && !OPENS.test(next))) return false;
    if (!upper && ABBREVIATION.test(tail)) return false;
    if (ABBREVIATION.test(tail) && /^\d/u.test(next)) return false;
  }
  if (/^(?:\.{2,}|…)/u.test(mark)) return upper || sentence.trim().split(/\s+/u, 5).length > 3;
  return true;
}

function* trimmed(note: string, start: number, end: number): Generator<[number, number]> {
  if (end - start > LONGEST) {
    const space = note.slice(start, start + LONGEST).search(/\s\S*$/u);
    let cut = start + (space > LONGEST / 2 ? space : LONGEST);
    if (/[\ud800-\udbff]/.test(note[cut - 1] as string)) cut++;
    yield* trimmed(note, start, cut);
    yield* trimmed(note, cut, end);
    return;
  }
  const text = note.slice(start, end);
  const lead = text.length - text.trimStart().length;
  const body = text.trim();
  if (/[\p{L}\p{N}]/u.test(body)) yield [start + lead, start + lead + body.length];
}
