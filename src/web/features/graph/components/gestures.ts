import type { Scene, SceneEvents } from './scene.ts';

/** How long a finger rests for the menu, in ms, and how far it may stray, in pixels. */
const LONG = 550;
const STRAY = 6;
/** The widest reach of a finger around somebody small. */
const FINGER = 14;

type Point = { x: number; y: number };

/** What pointers do on the map. Returns how to stop listening. */
export function listen(scene: Scene, container: HTMLElement, events: SceneEvents): () => void {
  const { sigma } = scene;
  let held: { id: string; from: Point; moved: boolean; drags: boolean } | null = null;
  let box: Point | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  // the click that follows a drag, a box or a long press means nothing
  let ended = 0;
  const justEnded = () => performance.now() - ended < 80;
  const mouse = (event: MouseEvent | TouchEvent): event is MouseEvent => event instanceof MouseEvent;
  const onScreen = ({ x, y }: Point) => {
    const frame = container.getBoundingClientRect();
    return { x: frame.left + x, y: frame.top + y };
  };
  const hover = (id: string | null) => {
    if (scene.emphasis.hovered === id) return;
    scene.emphasise({ hovered: id });
    container.style.cursor = id ? 'pointer' : '';
  };

  sigma.on('enterNode', ({ node, event }) => mouse(event.original) && !held && !box && hover(node));
  sigma.on('leaveNode', () => !held && hover(null));
  sigma.on('leaveStage', () => !held && hover(null));

  sigma.on('downNode', ({ node, event }) => {
    if (mouse(event.original) && (event.original.button !== 0 || event.original.shiftKey)) return;
    // a finger that swipes over the map moves the map, and only somebody it has chosen before
    held = { id: node, from: { x: event.x, y: event.y }, moved: false, drags: mouse(event.original) || scene.emphasis.selected.has(node) };
    if (mouse(event.original)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!held || held.moved) return;
      held = null;
      ended = performance.now() + 600;
      navigator.vibrate?.(12);
      events.onMenu(node, onScreen(event));
    }, LONG);
  });
  sigma.on('downStage', ({ event }) => {
    if (!mouse(event.original) || !event.original.shiftKey || event.original.button !== 0) return;
    box = { x: event.x, y: event.y };
  });
  sigma.on('moveBody', ({ event, preventSigmaDefault }) => {
    const point = { x: event.x, y: event.y };
    if (box) {
      preventSigmaDefault();
      scene.emphasise({ box: [Math.min(box.x, point.x), Math.min(box.y, point.y), Math.max(box.x, point.x), Math.max(box.y, point.y)] });
      return;
    }
    if (!held) return;
    if (event.original instanceof TouchEvent && event.original.touches.length > 1) return release();
    const strays = Math.hypot(point.x - held.from.x, point.y - held.from.y) >= STRAY;
    if (strays) clearTimeout(timer);
    if (!held.drags) {
      if (strays) held = null;
      return;
    }
    preventSigmaDefault();
    if (!held.moved && !strays) return;
    held.moved = true;
    scene.move(held.id, sigma.viewportToGraph(point));
  });
  const release = () => {
    clearTimeout(timer);
    if (held?.moved) {
      ended = performance.now();
      scene.reindex();
      events.onMoved();
    }
    held = null;
    if (!box) return;
    const area = scene.emphasis.box;
    box = null;
    if (!area) return;
    ended = performance.now();
    scene.emphasise({ box: null });
    const [left, top, right, bottom] = area;
    const inside = scene.graph.filterNodes((id, look) => {
      if (look.hidden) return false;
      const { x, y } = scene.spot(id);
      return x >= left && x <= right && y >= top && y <= bottom;
    });
    if (inside.length > 0) events.onSelect(inside, 'add');
  };
  sigma.getMouseCaptor().on('mouseup', release);
  sigma.getTouchCaptor().on('touchup', release);

  sigma.on('clickNode', ({ node, event }) => {
    if (justEnded()) return;
    const { original } = event;
    events.onSelect([node], mouse(original) && (original.shiftKey || original.ctrlKey || original.metaKey) ? 'toggle' : 'only');
  });
  sigma.on('clickStage', ({ event }) => {
    if (justEnded()) return;
    const near = mouse(event.original) ? null : scene.at(event, FINGER);
    events.onSelect(near ? [near] : [], 'only');
  });
  sigma.on('doubleClickNode', ({ node, preventSigmaDefault }) => {
    preventSigmaDefault();
    events.onOpen(node);
  });
  sigma.on('rightClickNode', ({ node, event, preventSigmaDefault }) => {
    preventSigmaDefault();
    events.onMenu(node, onScreen(event));
  });
  // The browser's own menu has nothing for a map.
  const noMenu = (event: Event) => event.preventDefault();
  container.addEventListener('contextmenu', noMenu);
  return () => {
    clearTimeout(timer);
    container.removeEventListener('contextmenu', noMenu);
  };
}
