import { plural } from '../../../lib/format.ts';
import { type Network, otherOf, roleOf, tiesOf } from './model.ts';
import type { Scene } from './scene.ts';

/**
 * Who comes next in a direction (x, y; down is positive): of the neighbours of `from` the nearest within 70° of it, and where nobody is, of
 * all. Without `from`: who is nearest to the middle of the screen.
 */
export function walk(scene: Scene, from: string | null, [dx, dy]: [number, number]): string | null {
  const everybody = () => scene.graph.filterNodes((_, look) => !look.hidden);
  if (!from) {
    const { width, height } = scene.sigma.getDimensions();
    return nearest(scene, everybody(), ({ x, y }) => Math.hypot(x - width / 2, y - height / 2));
  }
  const here = scene.spot(from);
  const ahead = ({ x, y }: { x: number; y: number }) => {
    const [rx, ry] = [x - here.x, y - here.y];
    const far = Math.hypot(rx, ry);
    const along = (rx * dx + ry * dy) / (far || 1);
    // who lies straight ahead is nearer than who lies aside
    return along < Math.cos((70 * Math.PI) / 180) ? Infinity : far * (2 - along);
  };
  const others = (ids: string[]) => ids.filter((id) => id !== from);
  return nearest(scene, others(scene.neighbours(from)), ahead) ?? nearest(scene, others(everybody()), ahead);
}

function nearest(scene: Scene, ids: string[], distanceOf: (spot: { x: number; y: number }) => number): string | null {
  let [found, least] = [null as string | null, Infinity];
  for (const id of ids) {
    const distance = distanceOf(scene.spot(id));
    if (distance < least) [found, least] = [id, distance];
  }
  return found;
}

/** What a screen reader says of a person on the map. */
export function describe(network: Network, visible: ReadonlySet<string>, id: string): string {
  const contact = network.people.get(id);
  if (!contact) return '';
  const ties = tiesOf(network, id).filter((pair) => visible.has(otherOf(pair, id)));
  const few = ties.slice(0, 3).map((pair) => `${roleOf(pair.relationships[0]!, id)} ${network.people.get(otherOf(pair, id))!.full_name}`);
  return `${contact.full_name}, ${contact.tier === 1 ? 'inner' : 'outer'} circle, ${plural(ties.length, 'relationship')}${few.length > 0 ? `: ${few.join(', ')}` : ''}`;
}
