/** People lie within so much of the middle, give or take: saved positions mean the same in every graph. */
export const EXTENT = 1000;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** Place n of `count` on a sunflower that leaves a hole: evenly spread, nobody on anybody. */
export function spiral(n: number, count: number, hole = 0): [number, number] {
  const outer = Math.max(hole * 1.15, EXTENT);
  const r = Math.sqrt(hole ** 2 + ((n + 0.5) / Math.max(count, 1)) * (outer ** 2 - hole ** 2));
  return [r * Math.cos(n * GOLDEN), r * Math.sin(n * GOLDEN)];
}
