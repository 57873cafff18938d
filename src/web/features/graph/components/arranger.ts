import { type Positions, saveLayout } from '../api/graph.ts';
import { arrange } from './arrange.ts';
import type { Network } from './model.ts';
import type { Scene } from './scene.ts';

/** How long after the last change of it the layout is saved, in ms. */
const SAVE_AFTER = 1500;

/** Arranges the people of a scene and saves where they lie. */
export class Arranger {
  #scene: Scene;
  #onShare: (share: number | null) => void;
  #saves: () => boolean;
  #halt: (() => void) | undefined;
  #saving: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param onShare hears the share of the work that is done, 0 to 1; null when it is over
   * @param saves whether the layout may be saved: not by whoever may only read
   */
  constructor(scene: Scene, onShare: (share: number | null) => void, saves: () => boolean) {
    this.#scene = scene;
    this.#onShare = onShare;
    this.#saves = saves;
  }

  run(network: Network): void {
    this.#halt?.();
    const ids = [...network.people.keys()];
    this.#onShare(0);
    let first = true;
    this.#halt = arrange(network, ids, (xy, share, done) => {
      this.#scene.place(ids, xy);
      this.#onShare(done ? null : share);
      if (first || done) this.#scene.camera.fit();
      first = false;
      if (done) this.save();
    });
  }

  /** Leaves everybody where they are now. */
  stop(): void {
    this.#halt?.();
    this.#onShare(null);
    this.save();
  }

  putBack(positions: Positions): void {
    this.#halt?.();
    this.#onShare(null);
    const ids = Object.keys(positions);
    this.#scene.place(ids, ids.flatMap((id) => positions[id]!));
    this.#scene.camera.fit();
    this.save();
  }

  /** Saves in a moment. Where people lie is a convenience: when it cannot be saved they are arranged again next time. */
  save(): void {
    clearTimeout(this.#saving);
    if (!this.#saves()) return;
    this.#saving = setTimeout(() => {
      this.#saving = undefined;
      void saveLayout(this.#scene.positions()).catch(() => undefined);
    }, SAVE_AFTER);
  }

  /** What waits to be saved is saved at once. */
  dispose(): void {
    this.#halt?.();
    if (this.#saving === undefined) return;
    clearTimeout(this.#saving);
    void saveLayout(this.#scene.positions()).catch(() => undefined);
  }
}
