import type Sigma from 'sigma';
import { Room } from './room.ts';
import type { EdgeLook, NodeLook, Scene } from './scene.ts';

/** Up to so many people, every name stands there for which there is room. */
const FEW = 150;

/** How many names sigma offers to draw: all of a small graph, the largest in each part of a large one. */
export const namesShown = (people: number) => (people <= FEW ? { labelDensity: 4, labelGridCellSize: 60, labelRenderedSizeThreshold: 0 } : { labelDensity: 0.6, labelGridCellSize: 110, labelRenderedSizeThreshold: 5 });

export const fontOf = (sigma: Sigma<NodeLook, EdgeLook>) => `500 12.5px ${sigma.getSetting('labelFont')}`;

/** Writes names beside people: to the right, else to the left, below or above, where nothing stands and the screen does not end; else not at all. */
export class Names {
  #free = new Room();
  #begins = false;

  /** A new picture begins. */
  begin(): void {
    this.#begins = true;
  }

  /** In a small graph no name stands on somebody else. Only now, with the first name, it is known where everybody is in this picture. */
  #clear(scene: Scene): void {
    this.#begins = false;
    this.#free.clear();
    // Nor under what lies over the map, where it could not be read.
    const container = scene.sigma.getContainer();
    const frame = container.getBoundingClientRect();
    for (const over of container.parentElement?.querySelectorAll('[data-over-map]') ?? []) {
      const { left, top, width, height } = over.getBoundingClientRect();
      this.#free.room(left - frame.left, top - frame.top, width, height, true);
    }
    if (scene.graph.order > FEW) return;
    scene.graph.forEachNode((id, { hidden }) => {
      if (hidden) return;
      const { x, y, size } = scene.spot(id);
      this.#free.room(x - size, y - size, 2 * size, 2 * size, true);
    });
  }

  draw(context: CanvasRenderingContext2D, { label, x, y, size }: { label: string | null; x: number; y: number; size: number }, scene: Scene): void {
    if (this.#begins) this.#clear(scene);
    if (!label) return;
    const wide = scene.sigma.getDimensions().width;
    context.font = scene.font;
    const { width } = context.measureText(label);
    const places: [start: number, base: number][] = [
      [x + size + 4, y + 4],
      [x - size - 4 - width, y + 4],
      [x - width / 2, y + size + 14],
      [x + size - width, y + size + 14],
      [x - width / 2, y - size - 4],
      [x + size - width, y - size - 4],
    ];
    const at = places.find(([start, base]) => start >= 0 && start + width <= wide && this.#free.room(start, base - 12, width, 16));
    if (!at) return;
    context.lineJoin = 'round';
    context.lineWidth = 3;
    context.strokeStyle = scene.palette.background;
    context.strokeText(label, ...at);
    context.fillStyle = scene.palette.text;
    context.fillText(label, ...at);
  }
}
