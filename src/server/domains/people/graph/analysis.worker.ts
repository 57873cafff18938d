/** The thread that finds communities and bridges. It lives for one network. */
import { parentPort, workerData } from 'node:worker_threads';
import { UndirectedGraph } from 'graphology';
import louvainModule from 'graphology-communities-louvain';
import { betweenness, neighboursOf } from './betweenness.ts';
import type { Analysis } from './analysis.ts';

// the package is CommonJS and its types say otherwise
const louvain = louvainModule as unknown as typeof louvainModule.default;

/** The same numbers in every run, so that the same network has the same communities (Lehmer, minimal standard). */
function sequence(): () => number {
  let state = 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

function analyse({ size, pairs }: { size: number; pairs: Int32Array }): Analysis {
  const graph = new UndirectedGraph();
  for (let n = 0; n < size; n++) graph.addNode(n);
  // several relationships between two people bind them more
  for (let i = 0; i < pairs.length; i += 2) graph.updateEdge(pairs[i], pairs[i + 1], (edge) => ({ weight: ((edge.weight as number | undefined) ?? 0) + 1 }));
  const found = graph.size > 0 ? louvain.detailed(graph, { getEdgeWeight: 'weight', rng: sequence() }) : undefined;
  const raw = Array.from({ length: size }, (_, n) => found?.communities[n] ?? n);
  const sizes = new Map<number, number>();
  for (const community of raw) sizes.set(community, (sizes.get(community) ?? 0) + 1);
  const order = new Map([...sizes].toSorted(([a, x], [b, y]) => y - x || a - b).map(([community], place) => [community, place]));
  const neighbours = neighboursOf(size, pairs);
  return {
    communities: raw.map((community) => order.get(community)!),
    modularity: found?.modularity ?? 0,
    degrees: neighbours.map((list) => list.length),
    ...betweenness(neighbours),
  };
}

parentPort!.postMessage(analyse(workerData as { size: number; pairs: Int32Array }));
