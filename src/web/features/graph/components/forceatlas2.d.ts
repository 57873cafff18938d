// The package types only what runs on the page; the step itself is what a worker of our own needs.
declare module 'graphology-layout-forceatlas2/iterate.js' {
  import type { ForceAtlas2Settings } from 'graphology-layout-forceatlas2';
  /** One step. `nodes` has ten values each (x, y, …, mass 6, convergence 7, size 8, fixed 9), `edges` three (offsets into nodes, weight). */
  export default function iterate(settings: Required<ForceAtlas2Settings>, nodes: Float32Array, edges: Float32Array): object;
}
