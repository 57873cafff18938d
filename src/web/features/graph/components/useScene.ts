import { useEffect, useRef, useState, type RefObject } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { placesOf } from './arrange.ts';
import { Arranger } from './arranger.ts';
import type { View } from './GraphPage.tsx';
import { readPalette } from './palette.ts';
import { Scene, type SceneEvents } from './scene.ts';

export type SceneState = {
  scene: Scene | null;
  /** Whether everybody has been put on the map. */
  shown: boolean;
  arranger: Arranger | null;
  /** The share of arranging that is done, 0 to 1; null while nothing is arranged. */
  arranging: number | null;
};

/** The map in `host`, kept in step with what is to be shown. */
export function useScene(host: RefObject<HTMLElement | null>, view: View, events: Omit<SceneEvents, 'onMoved'>, onUndrawable: () => void): SceneState {
  const [made, setMade] = useState<{ scene: Scene; arranger: Arranger } | null>(null);
  const [shown, setShown] = useState(false);
  const [arranging, setArranging] = useState<number | null>(null);
  const canWrite = useCanWrite();
  const latest = useRef({ events, view, onUndrawable, canWrite });
  useEffect(() => {
    latest.current = { events, view, onUndrawable, canWrite };
  });

  useEffect(() => {
    const element = host.current!;
    let scene: Scene;
    try {
      scene = new Scene(element, readPalette(), {
        onSelect: (...given) => latest.current.events.onSelect(...given),
        onOpen: (id) => latest.current.events.onOpen(id),
        onMenu: (...given) => latest.current.events.onMenu(...given),
        onMoved: () => arranger.save(),
      });
    } catch {
      latest.current.onUndrawable();
      return;
    }
    const arranger = new Arranger(scene, setArranging, () => latest.current.canWrite);
    // The map can only be made once there is an element to draw in.
    // oxlint-disable-next-line react/set-state-in-effect
    setMade({ scene, arranger });
    const resized = new ResizeObserver(() => scene.reindex());
    resized.observe(element);
    const themed = new MutationObserver(() => {
      const { visible, colors } = latest.current.view;
      void scene.restyle({ visible, colors, palette: readPalette() });
    });
    themed.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      resized.disconnect();
      themed.disconnect();
      arranger.dispose();
      scene.dispose();
      setMade(null);
      setShown(false);
    };
  }, [host]);

  useEffect(() => {
    if (!made) return;
    const { scene, arranger } = made;
    const { network, visible, colors } = view;
    const style = { visible, colors, palette: scene.palette };
    if (scene.network === network) return void scene.restyle(style);
    const begins = scene.network === undefined;
    const saved = begins ? (network.data.layout ?? {}) : scene.positions();
    const known = network.data.contacts.filter(({ id }) => saved[id]).length;
    const showing = scene.show(network, placesOf(network, saved), style);
    if (!begins) return;
    // A layout that knows hardly anybody is none.
    const laidOut = known * 2 >= network.people.size;
    void showing.then(() => {
      if (laidOut) scene.camera.fit();
      else if (scene.network) arranger.run(scene.network);
      setShown(true);
    });
  }, [made, view]);

  return { scene: made?.scene ?? null, arranger: made?.arranger ?? null, shown, arranging };
}
