/**
 * Dictation and hurried typing have no full stops. Where a new thought begins in them is learned from the training notes with their
 * stops taken away: a linear layer looks at the words around each gap.
 */
import { readFileSync } from 'node:fs';
import { isIn, lookUp } from './lexicon.ts';
import { type Layer, predict, type StoredLayer, unpack } from './model.ts';
import type { Unit } from './segment.ts';
import { type Word, words } from './words.ts';
import type { Feature } from './features.ts';

/** Units of fewer words are left alone, where the writer sets stops and where not. */
const SHORTEST = { stopped: 25, open: 12, endless: 18 };
/** How much likelier than not (log odds) a beginning must be; less from so many words on that there must be several thoughts. Chosen on the tuning notes. */
const COST = { stopped: 2, open: 1, endless: -1.2 };
/** How much the length of a thought counts beside its beginning; chosen on the tuning notes. */
const WEIGHT = 0.7;
/** No thought ends with one of these. */
const LEADS_ON = /^(?:a|an|the|of|to|at|for|with|from|by|and|or|but|because|if|when|where|which|than|as|while|though|although|until|says|said|my|our|your|is|are|was|were|be|very|really|hardly|even|i|he|she|they|we)$/;
/** Longer thoughts than this are as likely as these. */
export const LONGEST = 30;

/** `lengths`: by how many words a thought has, how much likelier it is than if every gap were alike (log). */
export type RunOnModel = { layer: Layer; lengths: number[] };
export type StoredRunOn = StoredLayer & { lengths: number[] };

const FILE = new URL('./runon.model.json', import.meta.url);
let loaded: RunOnModel | undefined;
function model(): RunOnModel {
  if (!loaded) {
    const stored = JSON.parse(readFileSync(FILE, 'utf8')) as StoredRunOn;
    loaded = { layer: unpack(stored), lengths: stored.lengths };
  }
  return loaded;
}

/** A word and what it may mean. `open`: a thought can begin here, since the word is not the second half of a contraction. */
export type Token = { text: string; symbol: string; start: number; open: boolean; comma: boolean };

const TYPED = new Map(Object.entries({ n: 'and', nd: 'and', d: 'the', da: 'the', r: 'are', tho: 'though', y: 'why', ppl: 'people', wen: 'when', wat: 'what', wot: 'what', iv: 'i', dat: 'that' }));

/** The words of a text without stops. */
export function tokens(text: string): Token[] {
  const list = words(text);
  const best = new Map<number, { name: string; length: number }>();
  for (const hit of lookUp(list)) {
    for (let i = hit.from; i < hit.from + hit.length; i++) if ((best.get(i)?.length ?? 0) < hit.length) best.set(i, { name: hit.class, length: hit.length });
  }
  return list.map((word, i) => {
    const open = list[i - 1]?.start !== word.start;
    const hit = best.get(i);
    const verb = list[i + 1] && isIn('verb', (list[i + 1] as Word).text);
    const plain = word.text === '2' && verb ? 'to' : (TYPED.get(word.text) ?? word.text);
    const symbol = hit ? hit.name.toUpperCase() : /^\d/.test(plain) ? '0' : (/(?:ing|ed|ly|er|est|s)$/.exec(plain)?.[0] ?? '_');
    return { text: plain, symbol, start: word.start, open, comma: /^\s*[,;]/.test(text.slice(word.end, word.end + 3)) };
  });
}

/** What tells whether a thought begins at token `at`. */
export function gapFeatures(list: readonly Token[], at: number): Feature[] {
  const t = (i: number) => list[at + i]?.text ?? '$';
  const s = (i: number) => list[at + i]?.symbol ?? '$';
  const names = [
    `a:${t(-1)}`, `b:${t(0)}`, `z:${t(-2)}`, `c:${t(1)}`, `d:${t(2)}`, `ab:${t(-1)} ${t(0)}`, `bc:${t(0)} ${t(1)}`, `za:${t(-2)} ${t(-1)}`, `abc:${t(-1)} ${t(0)} ${t(1)}`, `bcd:${t(0)} ${t(1)} ${t(2)}`,
    `A:${s(-1)}`, `B:${s(0)}`, `C:${s(1)}`, `AB:${s(-1)} ${s(0)}`, `BC:${s(0)} ${s(1)}`, `ZA:${s(-2)} ${s(-1)}`, `ABC:${s(-1)} ${s(0)} ${s(1)}`, `ZAB:${s(-2)} ${s(-1)} ${s(0)}`, `BCD:${s(0)} ${s(1)} ${s(2)}`,
    `aB:${t(-1)} ${s(0)}`, `Ab:${s(-1)} ${t(0)}`, `bC:${t(0)} ${s(1)}`, `Bc:${s(0)} ${t(1)}`, `Abc:${s(-1)} ${t(0)} ${t(1)}`, `AbC:${s(-1)} ${t(0)} ${s(1)}`, `bCD:${t(0)} ${s(1)} ${s(2)}`,
  ];
  const out: Feature[] = names.map((name) => [name, 0.5]);
  if (list[at - 1]?.comma) out.push(['comma', 1], [`comma ${s(0)}`, 0.5], [`comma ${t(0)}`, 0.5]);
  return out;
}

/** The tokens with which thoughts begin: the likeliest way to cut, given each gap and the lengths that thoughts have (Viterbi). */
export function beginnings(list: readonly Token[], cost: number, { layer, lengths } = model()): number[] {
  const odds = list.map(({ open }, at) => {
    if (at === 0 || !open || LEADS_ON.test((list[at - 1] as Token).text)) return Number.NEGATIVE_INFINITY;
    const p = predict(layer, gapFeatures(list, at))[1] as number;
    return Math.log(p / (1 - p)) - cost;
  });
  const best = [0];
  const from = [0];
  for (let end = 1; end <= list.length; end++) {
    best[end] = Number.NEGATIVE_INFINITY;
    for (let start = Math.max(0, end - 80); start < end; start++) {
      const value = (best[start] as number) + (start === 0 ? 0 : (odds[start] as number)) + WEIGHT * (lengths[Math.min(end - start, LONGEST)] as number);
      if (value > (best[end] as number)) [best[end], from[end]] = [value, start];
    }
  }
  const starts: number[] = [];
  for (let end = list.length; end > 0; end = from[end] as number) starts.unshift(from[end] as number);
  return starts;
}

/** Cuts a long unit into thoughts. */
export function splitRunOn(unit: Unit): Unit[] {
  const list = tokens(unit.text);
  const style = /[.!?…]["'”’)]*$/u.test(unit.text) ? 'stopped' : list.length < SHORTEST.endless ? 'open' : 'endless';
  if (list.length < SHORTEST[style]) return [unit];
  const starts = beginnings(list, COST[style]);
  return starts.map((from, i) => {
    const begin = i === 0 ? 0 : (list[from] as Token).start;
    const text = unit.text.slice(begin, list[starts[i + 1] as number]?.start).trimEnd();
    const start = unit.start + begin;
    return { ...unit, start, end: start + text.length, text, line_start: i === 0 ? unit.line_start : start };
  });
}
