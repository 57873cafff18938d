import type { Scene } from './scene.ts';

/** Where the map is looked at from: nearer, further, at somebody, at everybody. */
export class Camera {
  #scene: Scene;
  /** Goes at once, for whoever wants no motion. */
  #calm: boolean;

  constructor(scene: Scene, calm: boolean) {
    this.#scene = scene;
    this.#calm = calm;
  }

  zoom(factor: number): void {
    const camera = this.#scene.sigma.getCamera();
    this.#go({ ratio: camera.getBoundedRatio(camera.ratio / factor) });
  }

  reset(): void {
    this.#go({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
  }

  /** Brings somebody to the middle of what the panel leaves free. */
  flyTo(id: string): void {
    if (!this.#scene.graph.hasNode(id)) return;
    const { x, y } = this.framed(this.#scene.graph.getNodeAttributes(id));
    const ratio = Math.min(this.#scene.sigma.getCamera().ratio, this.#scene.graph.order > 800 ? 0.12 : 0.45);
    const { unit, left, right, bottom } = this.#frameOf(true);
    this.#go({ x: x + ((right - left) / 2 / unit) * ratio, y: y - (bottom / 2 / unit) * ratio, ratio });
  }

  /** Pixels of one framed unit at ratio 1, the size of the screen, and how much of it the panel covers when it is open. */
  #frameOf(panel: boolean) {
    const { width, height } = this.#scene.sigma.getDimensions();
    const phone = width < 640;
    return { unit: Math.min(width, height) - 2 * this.#scene.sigma.getStagePadding(), width, height, left: panel && !phone ? 160 : 0, right: panel && !phone ? 390 : 0, bottom: panel && phone ? height * 0.5 : 0 };
  }

  /** Moves the map only as far as somebody is out of sight. */
  follow(id: string): void {
    const { x, y } = this.#scene.spot(id);
    const { width, height } = this.#scene.sigma.getDimensions();
    if (x > 60 && x < width - 60 && y > 60 && y < height - 60) return;
    this.#go(this.framed(this.#scene.graph.getNodeAttributes(id)));
  }

  /** Brings people into view: those named, or all that are shown; beside the panel where it is open. */
  fit(ids: Iterable<string> = this.#scene.graph.filterNodes((_, look) => !look.hidden), panel = false): void {
    const box = { left: Infinity, right: -Infinity, bottom: Infinity, top: -Infinity };
    for (const id of ids) {
      if (!this.#scene.graph.hasNode(id)) continue;
      const { x, y } = this.framed(this.#scene.graph.getNodeAttributes(id));
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.bottom = Math.min(box.bottom, y);
      box.top = Math.max(box.top, y);
    }
    if (box.right < box.left) return;
    const { unit, width, height, left, right, bottom } = this.#frameOf(panel);
    const margin = 90;
    const ratio = Math.max(((box.right - box.left) * unit) / (width - left - right - margin), ((box.top - box.bottom) * unit) / (height - bottom - margin));
    const bounded = Math.min(2.5, Math.max(0.08, ratio));
    this.#go({ x: (box.left + box.right) / 2 + ((right - left) / 2 / unit) * bounded, y: (box.bottom + box.top) / 2 - (bottom / 2 / unit) * bounded, ratio: bounded });
  }

  framed({ x, y }: { x: number; y: number }): { x: number; y: number } {
    return this.#scene.sigma.viewportToFramedGraph(this.#scene.sigma.graphToViewport({ x, y }));
  }

  #go(state: { x?: number; y?: number; ratio?: number; angle?: number }): void {
    const camera = this.#scene.sigma.getCamera();
    if (this.#calm) camera.setState(state);
    else void camera.animate(state, { duration: 380, easing: 'quadraticInOut' });
  }
}
