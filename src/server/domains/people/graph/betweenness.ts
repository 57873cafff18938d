/** Up to so many people every one is a source; beyond, this many sources are taken and the sums scaled up. */
const EXACT = 1000;
const SOURCES = 256;

/** Whom each person knows, each once. @param pairs two places an edge */
export function neighboursOf(size: number, pairs: Int32Array): number[][] {
  const sets = Array.from({ length: size }, () => new Set<number>());
  for (let i = 0; i < pairs.length; i += 2) {
    sets[pairs[i]!]!.add(pairs[i + 1]!);
    sets[pairs[i + 1]!]!.add(pairs[i]!);
  }
  return sets.map((set) => [...set]);
}

/**
 * The share of the shortest ways between all pairs of others that lead through each person, 0 to 1 (Brandes, "A faster algorithm
 * for betweenness centrality", 2001). Above 1,000 people it is estimated from 256 sources spread evenly over the list (Brandes and
 * Pich, 2007): enough to tell bridges from the rest, not to rank the rest.
 */
export function betweenness(neighbours: number[][]): { betweenness: number[]; sampled: boolean } {
  const size = neighbours.length;
  const sampled = size > EXACT;
  const sources = sampled ? Array.from({ length: SOURCES }, (_, i) => Math.floor((i * size) / SOURCES)) : neighbours.map((_, n) => n);
  const total = new Float64Array(size);
  const steps = new Int32Array(size);
  const ways = new Float64Array(size);
  const share = new Float64Array(size);
  const order = new Int32Array(size);
  for (const source of sources) {
    steps.fill(-1);
    ways.fill(0);
    share.fill(0);
    steps[source] = 0;
    ways[source] = 1;
    order[0] = source;
    let reached = 1;
    for (let i = 0; i < reached; i++) {
      const n = order[i]!;
      for (const other of neighbours[n]!) {
        if (steps[other] === -1) {
          steps[other] = steps[n]! + 1;
          order[reached++] = other;
        }
        if (steps[other] === steps[n]! + 1) ways[other]! += ways[n]!;
      }
    }
    for (let i = reached - 1; i > 0; i--) {
      const n = order[i]!;
      for (const other of neighbours[n]!) if (steps[other] === steps[n]! - 1) share[other]! += (ways[other]! / ways[n]!) * (1 + share[n]!);
      total[n]! += share[n]!;
    }
  }
  const all = (size - 1) * (size - 2) * (sources.length / Math.max(1, size));
  return { betweenness: Array.from(total, (sum) => (all > 0 ? Math.min(1, sum / all) : 0)), sampled };
}
