/**
 * Fitting of one linear layer: multinomial logistic regression with L2, full-batch Adam. With `drop`, every feature of every example
 * is left out with that probability in each epoch (and the others weigh more), so that no weight leans on words that happen to come
 * together in the training notes. The numbers that decide it are always the same.
 */
import { softmax, type Layer, type StoredLayer } from './model.ts';

export type Example = { input: [string, number][]; label: number; weight?: number };
export type Settings = { l2: number; epochs: number; rate: number; min_count: number; drop: number };

/** Learns weights for `K` classes; the same examples in the same order always give the same weights. */
export function fit(examples: Example[], K: number, settings: Settings): Layer {
  const counts = new Map<string, number>();
  for (const { input } of examples) for (const [name] of input) counts.set(name, (counts.get(name) ?? 0) + 1);
  const index = new Map<string, number>();
  for (const [name, count] of counts) if (count >= settings.min_count) index.set(name, index.size);
  const data = examples.map(({ input, label, weight }) => {
    const known = input.filter(([name]) => index.has(name));
    return { ids: Int32Array.from(known, ([name]) => index.get(name) as number), values: Float64Array.from(known, ([, value]) => value), label, weight: weight ?? 1 };
  });
  const size = index.size * K;
  const w = new Float64Array(size);
  const bias = new Float64Array(K);
  const g = new Float64Array(size);
  const m = new Float64Array(size);
  const v = new Float64Array(size);
  const keep = 1 - settings.drop;
  const random = numbers(20_261_121);
  const kept = new Int32Array(data.reduce((most, { ids }) => Math.max(most, ids.length), 0));
  for (let epoch = 1; epoch <= settings.epochs; epoch++) {
    for (let i = 0; i < size; i++) g[i] = settings.l2 * (w[i] as number);
    const gb = new Float64Array(K);
    for (const { ids, values, label, weight } of data) {
      let count = 0;
      for (let j = 0; j < ids.length; j++) if (keep === 1 || random() < keep) kept[count++] = j;
      const p = Float64Array.from(bias);
      for (let n = 0; n < count; n++) {
        const j = kept[n] as number;
        const at = (ids[j] as number) * K;
        const value = (values[j] as number) / keep;
        for (let k = 0; k < K; k++) p[k] = (p[k] as number) + value * (w[at + k] as number);
      }
      softmax(p);
      p[label] = (p[label] as number) - 1;
      for (let k = 0; k < K; k++) gb[k] = (gb[k] as number) + weight * (p[k] as number);
      for (let n = 0; n < count; n++) {
        const j = kept[n] as number;
        const at = (ids[j] as number) * K;
        const value = (weight * (values[j] as number)) / keep;
        for (let k = 0; k < K; k++) g[at + k] = (g[at + k] as number) + value * (p[k] as number);
      }
    }
    const rate = settings.rate * (1 - (0.9 * epoch) / settings.epochs);
    const fix1 = 1 - 0.9 ** epoch;
    const fix2 = 1 - 0.99 ** epoch;
    for (let i = 0; i < size; i++) {
      const gi = g[i] as number;
      m[i] = 0.9 * (m[i] as number) + 0.1 * gi;
      v[i] = 0.99 * (v[i] as number) + 0.01 * gi * gi;
      w[i] = (w[i] as number) - (rate * (m[i] as number)) / fix1 / (Math.sqrt((v[i] as number) / fix2) + 1e-8);
    }
    for (let k = 0; k < K; k++) bias[k] = (bias[k] as number) - (rate * 0.05 * (gb[k] as number)) / Math.sqrt(data.length);
  }
  return { bias: [...bias], places: new Map([...index].map(([name, id]) => [name, id * K])), weights: Float32Array.from(w) };
}

/** The same row of numbers from 0 to 1 for the same seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Rounds weights to integers for storage; rows that say nothing are left out. */
export function pack(layer: Layer, scale = 0.01): StoredLayer {
  const rows: Record<string, number[]> = {};
  const K = layer.bias.length;
  for (const name of [...layer.places.keys()].sort()) {
    const at = layer.places.get(name) as number;
    const row = Array.from(layer.weights.subarray(at, at + K), (n) => Math.round(n / scale));
    if (row.some((n) => Math.abs(n) > 1)) rows[name] = row;
  }
  return { scale, bias: layer.bias.map((n) => Math.round(n * 1e4) / 1e4), rows };
}
