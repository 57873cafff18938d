/** Fitting of one linear layer: multinomial logistic regression with L2, full-batch Adam, no randomness. */
import { LABELS, softmax, type Layer, type StoredLayer } from './model.ts';

export type Example = { input: [string, number][]; label: number; weight?: number };
export type Settings = { l2: number; epochs: number; rate: number; min_count: number };

const K = LABELS.length;

/** Learns weights; the same examples in the same order always give the same weights. */
export function fit(examples: Example[], settings: Settings): Layer {
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
  for (let epoch = 1; epoch <= settings.epochs; epoch++) {
    for (let i = 0; i < size; i++) g[i] = settings.l2 * (w[i] as number);
    const gb = new Float64Array(K);
    for (const { ids, values, label, weight } of data) {
      const p = Float64Array.from(bias);
      for (let j = 0; j < ids.length; j++) {
        const at = (ids[j] as number) * K;
        const value = values[j] as number;
        for (let k = 0; k < K; k++) p[k] = (p[k] as number) + value * (w[at + k] as number);
      }
      softmax(p);
      p[label] = (p[label] as number) - 1;
      for (let k = 0; k < K; k++) gb[k] = (gb[k] as number) + weight * (p[k] as number);
      for (let j = 0; j < ids.length; j++) {
        const at = (ids[j] as number) * K;
        const value = weight * (values[j] as number);
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
  const rows = new Map<string, Float32Array>();
  for (const [name, id] of index) rows.set(name, Float32Array.from(w.subarray(id * K, id * K + K)));
  return { bias: [...bias], rows };
}

/** Rounds weights to integers for storage; rows that say nothing are left out. */
export function pack(layer: Layer, scale = 0.01): StoredLayer {
  const rows: Record<string, number[]> = {};
  for (const name of [...layer.rows.keys()].sort()) {
    const row = Array.from(layer.rows.get(name) as Float32Array, (n) => Math.round(n / scale));
    if (row.some((n) => Math.abs(n) > 1)) rows[name] = row;
  }
  return { scale, bias: layer.bias.map((n) => Math.round(n * 1e4) / 1e4), rows };
}
