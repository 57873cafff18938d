/** Puts pieces together that tell of one moment: a date and its time, also when words stand between them in the sentence. */
import { tight } from './pieces.ts';
import type { Piece } from './refs.ts';
import type { Tokens } from './tokens.ts';
import { readZone } from './zones.ts';

/** A piece made of several; `loose` when the words stand apart. */
export type Group = Piece & { loose?: boolean; dateAt?: [number, number]; last?: Group };

const JOIN = new Set(['or', 'and', '/', ',', '&', 'on', 'at', 'the', 'maybe', 'from']);
const RANGE = new Set(['-', '–', '—', 'to', 'until', 'till', 'til', 'through']);
const FAR = 40;

export function groupPieces(tokens: Tokens, pieces: Piece[]): Group[] {
  const groups: Group[] = [];
  for (const piece of pieces) {
    const last = groups.at(-1);
    if (last && fits(last, piece) && tight(tokens, last.to, piece.from) && !(last.time && piece.part && !piece.date && [',', 'and'].includes(tokens.word(last.to)))) groups[groups.length - 1] = zoned(tokens, merge(last, piece));
    else groups.push(piece);
  }
  return shareAcross(tokens, joinApart(tokens, joinRanges(tokens, groups)));
}

/** Whether two pieces can be of one moment. */
function fits(a: Piece, b: Piece): boolean {
  if (a.date?.kind === 'elapsed' || b.date?.kind === 'elapsed') return false;
  if (a.date && b.date) return Boolean(a.date.kind === 'daily') !== Boolean(b.date.kind === 'daily');
  if (a.time && b.time) return false;
  if (a.part && b.part) return a.part === b.part;
  return Boolean(a.date) !== Boolean(b.date) || Boolean(a.time) !== Boolean(b.time);
}

function merge(a: Group, b: Group): Group {
  const date = a.date && a.date.kind !== 'daily' ? a.date : (b.date ?? a.date);
  const dated = a.date && a.date.kind !== 'daily' ? a : b.date ? b : a;
  return { ...a, ...b, from: Math.min(a.from, b.from), to: Math.max(a.to, b.to), ...(date ? { date, dateAt: dated.dateAt ?? [dated.from, dated.to] } : {}) };
}

/** "noon tomorrow PST": the zone of a time may follow its date. */
function zoned(tokens: Tokens, group: Group): Group {
  if (!group.time || group.time.zone || ['+', '-'].includes(tokens.word(group.to))) return group;
  const zone = readZone(tokens, group.to);
  return zone ? { ...group, to: zone.to, time: { ...group.time, zone: zone.zone } } : group;
}

/** "Friday 8pm to Saturday 2am", "Monday 9:00 until Wednesday": the second moment ends the first. */
function joinRanges(tokens: Tokens, groups: Group[]): Group[] {
  const out: Group[] = [];
  for (const group of groups) {
    const first = out.at(-1);
    const linked = first && group.from - first.to === 1 && RANGE.has(tokens.word(first.to));
    const whole = first?.date && first.time && !first.time.until && !first.until && !first.last && group.date && !group.until && !group.time?.until;
    if (first && linked && whole && first.date?.kind !== 'elapsed' && group.date?.kind !== 'elapsed') {
      const opened = ['from', 'between'].includes(tokens.word(first.from - 1));
      out[out.length - 1] = { ...first, from: opened ? first.from - 1 : first.from, to: group.to, last: group };
    } else out.push(group);
  }
  return out;
}

/** The tokens between two groups: 'apart' when a sentence ends between them. */
function between(tokens: Tokens, a: Group, b: Group): 'same' | 'next' | 'apart' {
  if (b.from - a.to > FAR) return 'apart';
  let ends = 0;
  for (let i = a.to; i < b.from; i++) if (tokens.ends(i)) ends++;
  if (ends === 0) return 'same';
  return b.from - a.to <= 3 && !tokens.says(a.to, '\n', '\n') ? 'next' : 'apart';
}

/** A lone date and a lone time of one sentence belong together; also "Friday? 8pm?" where the time opens the next sentence. */
function joinApart(tokens: Tokens, groups: Group[]): Group[] {
  const out: Group[] = [];
  for (let k = 0; k < groups.length; k++) {
    const group = groups[k] as Group;
    const last = out.at(-1);
    const next = groups[k + 1];
    const lone = (one: Group): boolean => (one.date === undefined) !== (one.time === undefined && one.part === undefined) && one.date?.kind !== 'elapsed';
    if (last && fits(last, group) && mixed(last, group)) {
      const where = between(tokens, last, group);
      const nearer = next && !group.date && lone(next) && next.date && fits(group, next) && between(tokens, group, next) === 'same' && next.from - group.to < group.from - last.to;
      const ready = lone(last) || (last.part !== undefined && last.time === undefined && group.time !== undefined && group.date === undefined);
      if (ready && !nearer && (where === 'same' || (where === 'next' && !group.date))) {
        out[out.length - 1] = { ...merge(last, group), loose: true };
        continue;
      }
    }
    out.push(group);
  }
  return out;
}

const mixed = (a: Group, b: Group): boolean => Boolean(a.date) !== Boolean(b.date) || Boolean(a.time) !== Boolean(b.time);

/** "Friday at 3pm or 4pm", "3pm or 4pm on Friday", "Monday or Tuesday at 5": what one lacks it takes from its neighbour. */
function shareAcross(tokens: Tokens, groups: Group[]): Group[] {
  const near = (a: Group, b: Group): boolean => {
    let listed = false;
    for (let i = a.to; i < b.from; i++) {
      if (!JOIN.has(tokens.word(i))) return false;
      if (['or', '/', '&', 'and'].includes(tokens.word(i))) listed = true;
    }
    return listed && b.from - a.to <= 4;
  };
  const out = groups.map((group) => ({ ...group }));
  for (let k = 1; k < out.length; k++) {
    const [a, b] = [out[k - 1] as Group, out[k] as Group];
    if (!b.date && b.time && a.date && a.date.kind !== 'elapsed' && near(a, b)) out[k] = { ...b, date: a.date, ...(a.part ? { part: a.part } : {}), dateAt: a.dateAt ?? [a.from, a.to] };
  }
  for (let k = out.length - 2; k >= 0; k--) {
    const [a, b] = [out[k] as Group, out[k + 1] as Group];
    if (!near(a, b)) continue;
    if (a.time?.clock.open && !a.time.until && b.time?.clock.meridiem) a.time = { ...a.time, clock: { ...a.time.clock, meridiem: b.time.clock.meridiem, open: false } };
    if (!a.date && a.time && b.date && b.date.kind !== 'elapsed') out[k] = { ...a, date: b.date, ...(b.part ? { part: b.part } : {}), dateAt: b.dateAt ?? [b.from, b.to] };
    else if (a.date && !a.time && !a.part && a.date.kind !== 'elapsed' && b.date && (b.time ?? b.part)) out[k] = { ...a, ...(b.time ? { time: b.time } : {}), ...(b.part ? { part: b.part } : {}) };
  }
  return out;
}
