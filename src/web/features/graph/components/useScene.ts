import { useEffect, useRef, useState, type RefObject } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { type Positions, saveLayout } from '../api/graph.ts';
import { arrange, placesOf } from './arrange.ts';
import type { View } from './GraphPage.tsx';
import { readPalette } from './palette.ts';
import { Scene, type SceneEvents } from './scene.ts';

/** How long after the last change of it the layout is saved, in ms. */
const SAVE_AFTER = 1500;

export type SceneState = {
  scene: Scene | null;
  /** The share of arranging that is done, 0 to 1; null while nothing is arranged. */
  arranging: number | null;
  /** Arranges everybody anew; `from` puts everybody back where they were instead. */
  rearrange: (from?: Positions) => void;
  stop: () => void;
};

/** The map in `host`, kept in step with what is to be shown. */
export function useScene(host: RefObject<HTMLElement | null>, view: View, events: SceneEvents, onUndrawable: () => void): SceneState {
  const [scene, setScene] = useState<Scene | null>(null);
  const [arranging, setArranging] = useState<number | null>(null);
  const canWrite = useCanWrite();
  const latest = useRef({ events, view, onUndrawable, canWrite });
  useEffect(() => {
    latest.current = { events, view, onUndrawable, canWrite };
  });
  const saving = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const halt = useRef<(() => void) | undefined>(undefined);

  const save = (of: Scene) => {
    clearTimeout(saving.current);
    if (!latest.current.canWrite) return;
    // Where people are is a convenience: when it cannot be saved they are arranged again next time.
    saving.current = setTimeout(() => void saveLayout(of.positions()).catch(() => undefined), SAVE_AFTER);
  };
  const run = (of: Scene) => {
    halt.current?.();
    const { network } = latest.current.view;
    const ids = [...network.people.keys()];
    setArranging(0);
    let first = true;
    halt.current = arrange(network, ids, (xy, share, done) => {
      of.place(ids, xy);
      setArranging(done ? null : share);
      if (first || done) of.fit();
      first = false;
      if (done) save(of);
    });
  };

  useEffect(() => {
    const element = host.current!;
    let made: Scene;
    try {
      made = new Scene(element, readPalette(), {
        onSelect: (...given) => latest.current.events.onSelect(...given),
        onOpen: (id) => latest.current.events.onOpen(id),
        onMenu: (...given) => latest.current.events.onMenu(...given),
        onHover: (id) => latest.current.events.onHover(id),
        onMoved: () => {
          latest.current.events.onMoved();
          save(made);
        },
      });
    } catch {
      latest.current.onUndrawable();
      return;
    }
    setScene(made);
    const resized = new ResizeObserver(() => made.reindex());
    resized.observe(element);
    const themed = new MutationObserver(() => {
      const { visible, colors } = latest.current.view;
      void made.restyle({ visible, colors, palette: readPalette() });
    });
    themed.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      halt.current?.();
      clearTimeout(saving.current);
      resized.disconnect();
      themed.disconnect();
      made.dispose();
      setScene(null);
    };
  }, [host]);

  const shown = useRef<View['network'] | null>(null);
  useEffect(() => {
    if (!scene) return;
    const { network, visible, colors } = view;
    const style = { visible, colors, palette: scene.palette };
    if (shown.current === network && scene.network === network) return void scene.restyle(style);
    const begins = scene.network === undefined;
    const saved = begins ? (network.data.layout ?? {}) : scene.positions();
    const known = network.data.contacts.filter(({ id }) => saved[id]).length;
    shown.current = network;
    const showing = scene.show(network, placesOf(network, saved), style);
    if (!begins) return;
    // A layout that knows hardly anybody is none.
    if (known * 2 < network.people.size) void showing.then(() => latest.current.view.network === network && run(scene));
    else void showing.then(() => scene.fit());
  }, [scene, view]);

  return {
    scene,
    arranging,
    rearrange: (from) => {
      if (!scene) return;
      if (!from) return run(scene);
      halt.current?.();
      setArranging(null);
      const ids = Object.keys(from);
      scene.place(ids, ids.flatMap((id) => from[id]!));
      scene.fit();
      save(scene);
    },
    stop: () => {
      halt.current?.();
      setArranging(null);
      if (scene) save(scene);
    },
  };
}
