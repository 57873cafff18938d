import iterate from 'graphology-layout-forceatlas2/iterate.js';
import type { ArrangeOrder } from './arrange.ts';
import { EXTENT, spiral } from './space.ts';

/**
 * Arranges people by ForceAtlas2, away from the page. People without relationships are not part of it: they lie around the others.
 * A worker of our own, since that of the package is made from text, which the content security policy refuses.
 */
const NODE = 10;
const EDGE = 3;

addEventListener('message', ({ data }: MessageEvent<ArrangeOrder>) => {
  const { count, ends, weights, start, steps } = data;
  const degrees = new Uint32Array(count);
  for (const end of ends) degrees[end]!++;
  const inside = [...degrees.keys()].filter((n) => degrees[n]! > 0);
  const place = new Int32Array(count).fill(-1);
  inside.forEach((n, at) => (place[n] = at));

  const nodes = new Float32Array(inside.length * NODE);
  inside.forEach((n, at) => nodes.set([start[2 * n]! , start[2 * n + 1]!, 0, 0, 0, 0, 1 + degrees[n]!, 1, 1, 0], at * NODE));
  const edges = new Float32Array(weights.length * EDGE);
  weights.forEach((weight, e) => edges.set([place[ends[2 * e]!]! * NODE, place[ends[2 * e + 1]!]! * NODE, weight], e * EDGE));

  const settings = {
    linLogMode: false,
    outboundAttractionDistribution: false,
    adjustSizes: false,
    edgeWeightInfluence: 1,
    scalingRatio: 10,
    strongGravityMode: true,
    gravity: 0.06,
    slowDown: 1 + Math.log(Math.max(1, inside.length)),
    barnesHutOptimize: inside.length > 600,
    barnesHutTheta: 0.6,
  };
  const send = (done: boolean) => {
    const xy = toExtent(nodes, inside, count);
    postMessage({ xy, share: done ? 1 : step / steps, done }, { transfer: [xy.buffer] });
  };
  // a large graph takes the page longer to draw
  const pause = count > 1500 ? 500 : 60;
  let step = 0;
  let sent = performance.now();
  for (; step < steps && inside.length > 0; step++) {
    iterate(settings, nodes, edges);
    if (performance.now() - sent < pause) continue;
    send(false);
    sent = performance.now();
  }
  if (inside.length > 0) part(nodes);
  send(true);
});

/** Moves people apart who lie on each other, as far as a picture of all of them can tell. */
function part(nodes: Float32Array): void {
  const count = nodes.length / NODE;
  const scale = radiusOf(nodes).radius / EXTENT;
  // room for everybody, up to a tenth of the way to the edge
  const least = scale * EXTENT * Math.min(0.11, 0.9 / Math.sqrt(count));
  for (let round = 0; round < 30; round++) {
    const cells = new Map<number, number[]>();
    const cell = (x: number, y: number) => Math.floor(x / least) * 100_003 + Math.floor(y / least);
    for (let at = 0; at < nodes.length; at += NODE) {
      const key = cell(nodes[at]!, nodes[at + 1]!);
      const list = cells.get(key);
      if (list) list.push(at);
      else cells.set(key, [at]);
    }
    for (let at = 0; at < nodes.length; at += NODE) {
      for (let i = -1; i <= 1; i++) {
        for (let j = -1; j <= 1; j++) {
          for (const other of cells.get(cell(nodes[at]! + i * least, nodes[at + 1]! + j * least)) ?? []) if (other > at) push(nodes, at, other, least);
        }
      }
    }
  }
}

function push(nodes: Float32Array, a: number, b: number, least: number): void {
  const dx = nodes[b]! - nodes[a]! || 0.01;
  const dy = nodes[b + 1]! - nodes[a + 1]! || 0.01;
  const distance = Math.hypot(dx, dy);
  if (distance >= least) return;
  const move = (least - distance) / distance / 4;
  nodes[a]! -= dx * move;
  nodes[a + 1]! -= dy * move;
  nodes[b]! += dx * move;
  nodes[b + 1]! += dy * move;
}

/** The middle of all, and the distance from it that 97 of 100 keep: a few far away do not make the rest tiny. */
function radiusOf(nodes: Float32Array): { x: number; y: number; radius: number } {
  const count = nodes.length / NODE;
  let x = 0;
  let y = 0;
  for (let at = 0; at < nodes.length; at += NODE) {
    x += nodes[at]! / count;
    y += nodes[at + 1]! / count;
  }
  const distances = Float32Array.from({ length: count }, (_, n) => Math.hypot(nodes[n * NODE]! - x, nodes[n * NODE + 1]! - y)).sort();
  return { x, y, radius: Math.max(distances[Math.floor((count - 1) * 0.97)] ?? 0, 1e-6) };
}

/** Where everybody is, in the space of the page; those without relationships in a band around the others. */
function toExtent(nodes: Float32Array, inside: number[], count: number): Float32Array<ArrayBuffer> {
  const xy = new Float32Array(2 * count).fill(Number.NaN);
  const { x, y, radius } = inside.length > 0 ? radiusOf(nodes) : { x: 0, y: 0, radius: 1 };
  const outside = count - inside.length;
  // the share of the area that belongs to those inside
  const inner = inside.length > 0 ? EXTENT * Math.sqrt((inside.length + 4) / (inside.length + 4 + outside * 0.6)) : 0;
  const scale = inner / radius;
  inside.forEach((n, at) => {
    const dx = (nodes[at * NODE]! - x) * scale;
    const dy = (nodes[at * NODE + 1]! - y) * scale;
    const far = Math.hypot(dx, dy);
    // whoever is further out than the rest stays near its edge
    const pull = far > inner ? (inner + (far - inner) * 0.15) / far : 1;
    xy[2 * n] = dx * pull;
    xy[2 * n + 1] = dy * pull;
  });
  let next = 0;
  for (let n = 0; n < count; n++) if (Number.isNaN(xy[2 * n]!)) xy.set(spiral(next++, outside, inner && inner * 1.08), 2 * n);
  return xy;
}
