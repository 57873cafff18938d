/** The trained classifier: two linear layers, first a unit on its own, then among its neighbours. */
import { existsSync, readFileSync } from 'node:fs';
import { CATEGORIES, type Category } from '../categories.ts';
import { features } from './features.ts';

export const LABELS = [...CATEGORIES, 'Nothing'] as const;
export type Label = (typeof LABELS)[number];

/** Weights of one linear layer: as many numbers per feature as it has classes, from its place on, and the bias. */
export type Layer = { bias: number[]; places: Map<string, number>; weights: Float32Array };

/** As stored: rows are integers, to be multiplied by `scale`. */
export type StoredLayer = { scale: number; bias: number[]; rows: Record<string, number[]> };
export type StoredModel = { unit: StoredLayer; context: StoredLayer };

/** What the classifier needs to know about a unit. */
export type Input = { text: string; speaker: boolean; line: number; bullet: boolean; heading: boolean; under: Category | null };

const K = LABELS.length;
/** A heading is no entry. */
const NOTHING = Float64Array.from(LABELS, (_, k) => (k === K - 1 ? 1 : 0));
const FILE = new URL('./notes.model.json', import.meta.url);
let loaded: { unit: Layer; context: Layer } | undefined;

function model(): { unit: Layer; context: Layer } {
  if (!loaded) {
    const stored = (existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : undefined) as StoredModel | undefined;
    if (!stored) throw new Error('The note model is missing: run npm run train:notes.');
    loaded = { unit: unpack(stored.unit), context: unpack(stored.context) };
  }
  return loaded;
}

/** Turns stored integers into weights. */
export function unpack(stored: StoredLayer): Layer {
  const rows = Object.entries(stored.rows);
  const K = stored.bias.length;
  const weights = new Float32Array(rows.length * K);
  rows.forEach(([, row], i) => row.forEach((n, k) => (weights[i * K + k] = n * stored.scale)));
  return { bias: stored.bias, places: new Map(rows.map(([name], i) => [name, i * K])), weights };
}

/** Probabilities per class for features. */
export function predict(layer: Layer, input: [string, number][]): Float64Array {
  const K = layer.bias.length;
  const sums = Float64Array.from(layer.bias);
  for (const [name, value] of input) {
    const at = layer.places.get(name);
    if (at !== undefined) for (let k = 0; k < K; k++) sums[k] = (sums[k] as number) + value * (layer.weights[at + k] as number);
  }
  return softmax(sums);
}

/** In-place softmax. */
export function softmax(sums: Float64Array): Float64Array {
  const top = Math.max(...sums);
  let total = 0;
  for (let k = 0; k < sums.length; k++) total += sums[k] = Math.exp((sums[k] as number) - top);
  for (let k = 0; k < sums.length; k++) sums[k] = (sums[k] as number) / total;
  return sums;
}

/** Features of a unit among its neighbours, from what the first layer thinks of each of them. */
export function contextFeatures(inputs: Input[], own: Float64Array[], at: number): [string, number][] {
  const input = inputs[at] as Input;
  const out: [string, number][] = [];
  const near = (name: string, offset: number, factor = 1) => {
    const p = own[at + offset];
    for (let k = 0; k < K; k++) if (p) out.push([`${name}${k}`, (p[k] as number) * factor]);
    if (!p) out.push([`${name}none`, 1]);
  };
  (own[at] as Float64Array).forEach((p, k) => out.push([`own${k}`, Math.log(Math.max(p, 1e-4)) / 3]));
  near('prev', -1);
  near('next', 1);
  const count = input.text.split(/\s+/).length;
  const before = inputs[at - 1];
  if (before && before.line === input.line) near('same', -1);
  if (before && count <= 4 && !input.bullet) near('short', -1);
  if (count <= 3) out.push(['tiny', 1]);
  if (input.speaker) out.push(['chat', 1]);
  if (input.under) out.push([`under${CATEGORIES.indexOf(input.under)}`, 3]);
  if (/^\W*(?:and|but|so|or|also|plus|which|who|because|since|with|like|for)\b/i.test(input.text)) near('cont', -1);
  if (/(?:^|\W)(?:i|i'm|im|i've|ive|i'll|my|me)(?:\W|$)/i.test(input.text) && !/\b(?:he|she|him|her|his)\b/i.test(input.text)) {
    // "I" is the writer in a note about somebody else, and the person in the person's own words.
    const others = inputs.filter((_, i) => i !== at);
    const third = others.filter((one) => /\b(?:he|she|him|her|his)\b/i.test(one.text)).length / Math.max(1, others.length);
    const first = others.filter((one) => /\bi\b|\bi['’]/i.test(one.text)).length / Math.max(1, others.length);
    out.push(['i', 1], ['i_third', third], ['i_first', first]);
    (own[at] as Float64Array).forEach((p, k) => out.push([`i_third${k}`, third * p], [`i_first${k}`, first * p]));
  }
  for (let k = 0; k < K; k++) {
    let rest = 0;
    own.forEach((p, i) => (rest += i === at ? 0 : (p[k] as number)));
    out.push([`rest${k}`, Math.min(2, rest) / 2]);
  }
  near('prev2', -2, 0.7);
  near('next2', 2, 0.7);
  let nothing = 0;
  own.forEach((p, i) => (nothing += i === at ? 0 : (p[K - 1] as number)));
  out.push(['chatter', own.length > 1 ? nothing / (own.length - 1) : 0.15]);
  return out;
}

/** Below this a unit is not taken for small talk but for its likeliest category; chosen on the tuning notes. */
const SURE_OF_NOTHING = 0.5;

/** The label of a unit (index in LABELS) and its probability. */
export function decide(p: Float64Array): { label: number; p: number } {
  let label = p.indexOf(Math.max(...p));
  if (label === K - 1 && (p[label] as number) < SURE_OF_NOTHING) label = p.indexOf(Math.max(...p.subarray(0, K - 1)));
  return { label, p: p[label] as number };
}

/** Probabilities for every unit of a note, in order, context taken into account. */
export function classify(inputs: Input[], layers = model()): Float64Array[] {
  const own = inputs.map((input) => predict(layers.unit, features(input.text, input.speaker)));
  return inputs.map((input, at) => (input.heading ? NOTHING : predict(layers.context, contextFeatures(inputs, own, at))));
}

/** Probabilities of one text on its own, as a first look while splitting. */
export function classifyAlone(text: string, speaker: boolean, layers = model()): Float64Array {
  return predict(layers.unit, features(text, speaker));
}
