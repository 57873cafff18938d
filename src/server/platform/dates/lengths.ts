/** How long something takes, where the words say it beside its date: "at 5pm for 2 hours", "8pm (2h)", "10pm tomorrow until 2". */
import { readDuration } from './durations.ts';
import type { Group } from './groups.ts';
import { untilHour, type Hour } from './moments.ts';
import { readClock } from './times.ts';
import type { Tokens } from './tokens.ts';

/** The words (token indices, end exclusive), and the minutes or days they stand for; or the hour at which it ends. */
export type Length = { from: number; to: number } & ({ minutes: number } | { days: number } | { until: Hour });

/** So many words may stand between a date and how long it takes: "at 5pm with Anna for an hour". */
const NEAR = 8;
const MOST_MINUTES = 10_080;
const MOST_DAYS = 366;

/** What the sentence of a date says of its length, or null. @param starts the hour it starts, if it has one */
export function readLength(tokens: Tokens, group: Group, starts: Hour | null): Length | null {
  const until = starts && readUntil(tokens, group, starts);
  if (until) return until;
  const inside = Array.from({ length: group.to - group.from }, (_, k) => group.from + k);
  const after: number[] = [];
  for (let i = group.to; i < group.to + NEAR && tokens.word(i) !== '' && !tokens.ends(i); i++) after.push(i);
  for (const i of [...inside, ...after]) {
    const found = readAt(tokens, i, group.to, starts !== null);
    if (found) return found;
  }
  // "for an hour tomorrow at 3"
  for (let i = Math.max(0, group.from - 6); i < group.from; i++) {
    const found = readAt(tokens, i, group.to, starts !== null);
    if (found && found.to >= group.from - 1 && found.to <= group.from) return found;
  }
  return null;
}

/** "for 2 hours", or right behind the date "(2h)" and ", 2h". Of something without a time only days count, of other things only hours. */
function readAt(tokens: Tokens, i: number, behind: number, timed: boolean): Length | null {
  const open = tokens.word(i) === '(';
  if (tokens.word(i) !== 'for' && !((open || tokens.word(i) === ',') && i === behind)) return null;
  const at = tokens.word(i + 1) === 'about' || tokens.word(i + 1) === 'for' ? i + 2 : i + 1;
  const found = readDuration(tokens, at);
  if (!found || (open && tokens.word(found.to) !== ')')) return null;
  if (['ago', 'later', 'earlier', 'from', 'before', 'after', 'old'].includes(tokens.word(found.to))) return null;
  const to = open ? found.to + 1 : found.to;
  if (timed) return found.exact && found.days === 0 && found.months === 0 && found.minutes > 0 && found.minutes <= MOST_MINUTES ? { from: i, to, minutes: found.minutes } : null;
  return !found.exact && found.months === 0 && found.workdays === 0 && found.days > 0 && found.days <= MOST_DAYS ? { from: i, to, days: found.days } : null;
}

/** "22:15 tomorrow until 6:30": the hours stand apart from each other. */
function readUntil(tokens: Tokens, group: Group, starts: Hour): Length | null {
  if (!['until', 'till', 'til', 'to', '-', '–', '—'].includes(tokens.word(group.to))) return null;
  const end = readClock(tokens, group.to + 1, true);
  if (!end || (end.bare && tokens.at(end.to).kind === 'word')) return null;
  return { from: group.to, to: end.to, until: untilHour(tokens, group, starts, end.clock) };
}
