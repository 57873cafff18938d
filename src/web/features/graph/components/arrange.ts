import type { Positions } from '../api/graph.ts';
import { type Network, otherOf } from './model.ts';
import { EXTENT, spiral } from './space.ts';

export type ArrangeOrder = { count: number; ends: Uint32Array; weights: Float32Array; start: Float32Array; steps: number };
type Progress = { xy: Float32Array; share: number; done: boolean };

/**
 * Arranges everybody in a worker.
 * @param onProgress positions so far (x and y of each id in turn) and the share of the work that is done, 0 to 1
 * @returns stops it
 */
export function arrange(network: Network, ids: string[], onProgress: (xy: Float32Array, share: number, done: boolean) => void): () => void {
  const worker = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<Progress>) => {
    if (data.done) worker.terminate();
    onProgress(data.xy, data.share, data.done);
  });
  // Without the worker everybody lies on a sunflower, which is better than nothing.
  worker.addEventListener('error', () => {
    worker.terminate();
    onProgress(Float32Array.from(ids.flatMap((_, n) => spiral(n, ids.length))), 1, true);
  });
  const index = new Map(ids.map((id, n) => [id, n]));
  const pairs = [...network.pairs.values()];
  const order: ArrangeOrder = {
    count: ids.length,
    ends: Uint32Array.from(pairs.flatMap(({ a, b }) => [index.get(a)!, index.get(b)!])),
    weights: Float32Array.from(pairs, ({ relationships }) => Math.min(3, relationships.length)),
    start: Float32Array.from(ids.flatMap((_, n) => spiral(n, ids.length))),
    steps: ids.length > 2000 ? 260 : ids.length > 500 ? 400 : 700,
  };
  worker.postMessage(order, [order.ends.buffer, order.weights.buffer, order.start.buffer]);
  return () => worker.terminate();
}

/** Where everybody is: as saved, and whoever is new beside the people they know, or at the edge. Nobody else moves. */
export function placesOf(network: Network, saved: Positions): Positions {
  const places: Positions = {};
  const fresh: string[] = [];
  for (const { id } of network.data.contacts) {
    const place = saved[id];
    if (place) places[id] = place;
    else fresh.push(id);
  }
  fresh.forEach((id, n) => {
    const near = (network.of.get(id) ?? []).flatMap((pair) => places[otherOf(pair, id)] ?? []);
    const [dx, dy] = spiral(n % 60, 60);
    if (near.length === 0) {
      const far = 1 + 0.04 * (n % 5);
      places[id] = [EXTENT * far * Math.cos(n * 2.4), EXTENT * far * Math.sin(n * 2.4)];
      return;
    }
    const mean = (axis: 0 | 1) => near.reduce((sum, value, i) => (i % 2 === axis ? sum + value : sum), 0) / (near.length / 2);
    places[id] = [mean(0) + dx * 0.08, mean(1) + dy * 0.08];
  });
  return places;
}
