/** A sentence that says things of different categories is cut where the category changes. */
import { isIn } from './lexicon.ts';
import { classifyAlone, LABELS } from './model.ts';
import type { Unit } from './segment.ts';

type Cut = { at: number; strong: boolean };

const NOTHING = LABELS.length - 1;
/** How sure both sides must be of their own category before a cut is made; chosen on the tuning notes. */
export const SURE = { strong: 0.55, weak: 0.88, nothing: 0.93 };
const MAX_CUTS = 12;
const UNSURE = -1;

const JOINT = /(\s*[;–—]\s*|\s+-{1,2}\s+|\s*\.{2,}\s*|…\s*|:\s+|\s*\(|\)\s+|,\s+|\s+)(?:(and|but|so|plus|while|whereas|though|although|because|cos|bc|since|who|which|whose|also|then|yet|&)\s+)?(?:also |then |now |still |just |always |never |really )*([\p{L}'’]+)?/giu;
const PRONOUN = /^(?:he|she|they|i|we|you|it|his|her|their|my|our|he's|she's|they're|they've|i'm|i've|i'll|we're|we'll|we've|he'd|she'd|they'd|i'd|it's|there's|that's|hes|shes|im|ive|dont|don't|do|must|need|wants|should|let's|lets|please|not|no|never|can't|won't|hasn't|doesn't|isn't)$/i;

/** Places where a clause may begin, as offsets in the text. */
export function joints(text: string): Cut[] {
  const out: Cut[] = [];
  for (const match of text.matchAll(JOINT)) {
    const [all, gap = '', link, next = ''] = match;
    const at = match.index + gap.length;
    if (at >= text.length || match.index === 0 || !next) continue;
    const mark = gap.trim();
    if (!mark && !link) continue;
    // "Anna's boss, who wants to retire": cut off, nobody could tell who
    if (/^(?:who|whose|which)$/i.test(link ?? next)) continue;
    const verb = PRONOUN.test(next.replaceAll('’', "'")) || (isIn('verb', next) && !/^(?:work|plan|study|hope|run|help|love|book|email|phone|ring|text|share)$/i.test(next)) || isIn('kin', next) || isIn('partner', next);
    const linked = link !== undefined && !/^(?:because|cos|bc|since|&)$/i.test(link);
    if (/^(?:because|cos|bc|since)$/i.test(link ?? '') && !mark) continue;
    if (!mark && !verb) continue;
    if (all.length === 0) continue;
    if (!out.some((cut) => Math.abs(cut.at - at) < 6)) out.push({ at, strong: (verb && (mark !== '' || linked)) || /^[;–—(]|^-{1,2}$|^\.{2,}|^…/u.test(mark) });
  }
  return out.sort((a, b) => a.at - b.at);
}

/** Cuts a unit into clauses of different categories; most units stay whole. */
export function splitClauses(unit: Unit): Unit[] {
  const speaker = unit.speaker !== null;
  let cuts = joints(unit.text).filter((cut) => enough(unit.text.slice(0, cut.at)) && enough(unit.text.slice(cut.at)));
  if (cuts.length > MAX_CUTS) cuts = cuts.filter((cut) => cut.strong).slice(0, MAX_CUTS);
  if (cuts.length === 0) return [unit];
  const parts: { from: number; to: number; strong: boolean }[] = [];
  let from = 0;
  let strong = true;
  for (const cut of [...cuts, { at: unit.text.length, strong: true }]) {
    if (!enough(unit.text.slice(from, cut.at))) continue;
    parts.push({ from, to: cut.at, strong });
    from = cut.at;
    strong = cut.strong;
  }
  if (from < unit.text.length && parts.length > 0) (parts.at(-1) as { to: number }).to = unit.text.length;
  const done: { from: number; to: number; label: number }[] = [];
  for (const part of parts) {
    const label = sureLabel(unit.text.slice(part.from, part.to), part.strong, speaker);
    const last = done.at(-1);
    if (last && (label === UNSURE || last.label === UNSURE || last.label === label)) {
      last.to = part.to;
      if (last.label === UNSURE) last.label = label;
    } else done.push({ from: part.from, to: part.to, label });
  }
  return done.map(({ from: start, to }, i) => {
    const text = unit.text.slice(start, to).trimEnd();
    const at = unit.start + start;
    return { ...unit, start: at, end: at + text.length, text, line_start: i === 0 ? unit.line_start : at };
  });
}

function enough(text: string): boolean {
  return (text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? []).length >= 2;
}

/** The label of a clause that may stand alone, or UNSURE: then it stays with the clause before it. */
function sureLabel(text: string, strong: boolean, speaker: boolean): number {
  const p = classifyAlone(text, speaker);
  const best = Math.max(...p);
  const label = p.indexOf(best);
  return best >= (label === NOTHING ? SURE.nothing : strong ? SURE.strong : SURE.weak) ? label : UNSURE;
}
