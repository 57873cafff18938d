import { UndirectedGraph } from 'graphology';
import Sigma from 'sigma';
import type { GraphContact, Positions } from '../api/graph.ts';
import { Camera } from './camera.ts';
import { listen } from './gestures.ts';
import { keyOf, type Network, otherOf, type Pair } from './model.ts';
import { fontOf, Names, namesShown } from './names.ts';
import { draw, type Emphasis, nothingEmphasised } from './overlay.ts';
import type { Palette } from './palette.ts';
import { inSlices } from './slices.ts';
import { EXTENT } from './space.ts';

export type NodeLook = { x: number; y: number; size: number; color: string; label: string; hidden: boolean };
export type EdgeLook = { size: number; color: string; hidden: boolean };
type Looks = UndirectedGraph<NodeLook, EdgeLook>;

export type SceneEvents = {
  onSelect: (ids: string[], how: 'only' | 'toggle' | 'add') => void;
  onOpen: (id: string) => void;
  onMenu: (id: string, at: { x: number; y: number }) => void;
  /** Somebody was put elsewhere by hand. */
  onMoved: () => void;
};

/** What is drawn, apart from where. Colours are CSS. */
export type SceneStyle = { visible: ReadonlySet<string>; colors: ReadonlyMap<string, string>; palette: Palette };

/**
 * The map itself: sigma draws people and lines, a canvas above it draws whatever is emphasised, so that a pointer that moves costs as much as
 * the neighbours of one person and not as the whole graph. Changes come in slices of a few milliseconds.
 */
export class Scene {
  readonly graph: Looks = new UndirectedGraph<NodeLook, EdgeLook>();
  readonly sigma: Sigma<NodeLook, EdgeLook>;
  readonly camera: Camera;
  network: Network | undefined;
  emphasis: Emphasis = nothingEmphasised;
  palette: Palette;
  #style: SceneStyle | undefined;
  #places: Positions = {};
  /** What the graph holds, once it holds all of it. */
  #taken: Network | undefined;
  #work = 0;
  #queue: Promise<unknown> = Promise.resolve();
  #stop: () => void;
  #frame = 0;
  #drawn = 0;
  /** Slow pictures in a row while the map is moved. */
  #slow = 0;
  #names = new Names();

  constructor(container: HTMLElement, palette: Palette, events: SceneEvents) {
    this.palette = palette;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.camera = new Camera(this, calm);
    this.sigma = new Sigma<NodeLook, EdgeLook>(this.graph, container, {
      labelFont: getComputedStyle(document.body).fontFamily,
      labelSize: 12.5,
      labelWeight: '500',
      ...namesShown(0),
      defaultDrawNodeLabel: (context, person) => this.#names.draw(context, person, this),
      defaultDrawNodeHover: () => undefined,
      minCameraRatio: 0.01,
      maxCameraRatio: 4,
      enableCameraRotation: false,
      stagePadding: 40,
      minEdgeThickness: 0.6,
      doubleClickZoomingDuration: 0,
      ...(calm ? { zoomDuration: 0, inertiaDuration: 0 } : {}),
      allowInvalidContainer: true,
    });
    this.sigma.setCustomBBox({ x: [-EXTENT, EXTENT], y: [-EXTENT, EXTENT] });
    // Sigma asks the graphics card who is under the pointer, and waits for it at every move. Looking at 5,000 positions is faster.
    Object.defineProperty(this.sigma, 'getNodeAtPosition', { value: (at: { x: number; y: number }) => this.at(at) });
    this.sigma.createCanvasContext('emphasis', { style: { pointerEvents: 'none' } }).resize(true);
    this.sigma.on('beforeRender', () => this.#names.begin());
    this.sigma.on('afterRender', () => {
      this.#pace();
      this.#draw();
    });
    this.#stop = listen(this, container, events);
  }

  /** Many lines together are bright enough when each is faint. */
  get #edge(): string {
    return (this.network?.pairs.size ?? 0) > 1500 ? this.palette.faintEdge : this.palette.edge;
  }

  get font(): string {
    return fontOf(this.sigma);
  }

  /** Who is at a place of the screen: the nearest whose circle, and a little around it, is there. */
  at(point: { x: number; y: number }, margin = 3): string | null {
    let found: string | null = null;
    let least = Infinity;
    const { x, y } = this.sigma.viewportToGraph(point);
    const unit = this.sigma.getGraphToViewportRatio() || 1;
    this.graph.forEachNode((id, look) => {
      if (look.hidden) return;
      const distance = Math.hypot(look.x - x, look.y - y) * unit;
      if (distance < least && distance <= this.sigma.scaleSize(look.size) + margin) [found, least] = [id, distance];
    });
    return found;
  }

  /** Takes in a network: who is new appears where `places` says, who is gone goes, everybody else stays. Answers when it is drawn. */
  show(network: Network, places: Positions, style: SceneStyle): Promise<unknown> {
    this.network = network;
    this.#places = places;
    return this.restyle(style);
  }

  /** Other colours, or other people shown. What was begun before is left where it is: this does the rest of it too. */
  restyle(style: SceneStyle): Promise<unknown> {
    this.#style = style;
    this.palette = style.palette;
    const work = ++this.#work;
    const stopped = () => work !== this.#work;
    this.#queue = this.#queue.then(async () => {
      if (!stopped() && (await this.#takeIn(stopped))) await this.#repaint(stopped);
    });
    return this.#queue;
  }

  async #takeIn(stopped: () => boolean): Promise<boolean> {
    const { graph, network, palette } = this;
    if (!network || this.#taken === network) return true;
    const { visible, colors } = this.#style!;
    for (const edge of graph.edges()) if (!network.pairs.has(edge)) graph.dropEdge(edge);
    for (const id of graph.nodes()) if (!network.people.has(id)) graph.dropNode(id);
    const scale = sizeScale(network.people.size) * (this.sigma.getDimensions().width < 640 ? 0.7 : 1);
    const person = ({ id, full_name: label }: GraphContact) => {
      const size = sizeOf(network.familiarity.get(id)!) * scale;
      if (graph.hasNode(id)) return void Object.assign(graph.getNodeAttributes(id), { size, label });
      const [x, y] = this.#places[id] ?? [0, 0];
      graph.addNode(id, { x, y, size, label, color: palette.resolve(colors.get(id) ?? ''), hidden: !visible.has(id) });
    };
    const thin = network.pairs.size > 4000 ? 0.5 : network.pairs.size > 600 ? 1 : 1.8;
    const line = ([key, { a, b, relationships }]: [string, Pair]) => {
      const size = thin * Math.min(2, 1 + (relationships.length - 1) / 2);
      if (!graph.hasEdge(key)) graph.addEdgeWithKey(key, a, b, { size, color: this.#edge, hidden: !visible.has(a) || !visible.has(b) });
    };
    if (!(await inSlices(network.data.contacts, person, stopped)) || !(await inSlices(network.pairs, line, stopped))) return false;
    this.#taken = network;
    this.sigma.setSettings(namesShown(network.people.size));
    await this.#settled();
    return !stopped();
  }

  async #repaint(stopped: () => boolean): Promise<void> {
    const { visible, colors, palette } = this.#style!;
    const { graph, sigma } = this;
    const nodes = (id: string, look: NodeLook) => {
      look.color = palette.resolve(colors.get(id) ?? 'var(--node-none)');
      look.hidden = !visible.has(id);
    };
    const done = await inSlices(
      chunks(graph.nodes(), 200),
      (chunk) => {
        for (const id of chunk) nodes(id, graph.getNodeAttributes(id));
        sigma.refresh({ partialGraph: { nodes: chunk }, skipIndexation: true, schedule: true });
      },
      stopped,
    );
    if (!done) return;
    const rest = await inSlices(
      chunks(graph.edges(), 300),
      (chunk) => {
        for (const key of chunk) {
          const look = graph.getEdgeAttributes(key);
          const [a, b] = graph.extremities(key) as [string, string];
          look.color = this.#edge;
          look.hidden = !visible.has(a) || !visible.has(b);
        }
        sigma.refresh({ partialGraph: { edges: chunk }, skipIndexation: true, schedule: true });
      },
      stopped,
    );
    if (rest) this.reindex();
  }

  /** Until sigma has given everybody who is new their place in its buffers. */
  #settled(): Promise<void> {
    return new Promise((resolve) => {
      this.sigma.once('afterRender', () => resolve());
      this.reindex();
    });
  }

  /** Sigma takes all positions anew, and chooses which names to show. */
  reindex(): void {
    this.sigma.refresh({ partialGraph: {}, skipIndexation: false, schedule: true });
  }

  /** Puts everybody where the array says: x and y in the order of `ids`. */
  place(ids: string[], xy: ArrayLike<number>): void {
    ids.forEach((id, n) => {
      if (!this.graph.hasNode(id)) return;
      const look = this.graph.getNodeAttributes(id);
      look.x = xy[2 * n]!;
      look.y = xy[2 * n + 1]!;
    });
    this.reindex();
  }

  /** Puts one person elsewhere, at the cost of one person. */
  move(id: string, to: { x: number; y: number }): void {
    Object.assign(this.graph.getNodeAttributes(id), to);
    this.sigma.refresh({ partialGraph: { nodes: [id], edges: this.graph.edges(id) }, skipIndexation: true, schedule: true });
  }

  positions(): Positions {
    const positions: Positions = {};
    this.graph.forEachNode((id, { x, y }) => (positions[id] = [Math.round(x * 10) / 10, Math.round(y * 10) / 10]));
    return positions;
  }

  /** Sets apart whom somebody points at, has selected or looks for. Everything else steps back. */
  emphasise(change: Partial<Emphasis>): void {
    this.emphasis = { ...this.emphasis, ...change };
    if (!this.#frame) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  /** Where drawing is slow (no graphics card, very many lines), lines wait until the map stands still. */
  #pace(): void {
    const now = performance.now();
    const gap = now - this.#drawn;
    this.#drawn = now;
    const moving = this.sigma.getMouseCaptor().isMoving || this.sigma.getTouchCaptor().isMoving;
    this.#slow = moving && gap > 150 && gap < 3000 ? this.#slow + 1 : 0;
    if (this.#slow > 3 && !this.sigma.getSetting('hideEdgesOnMove')) this.sigma.setSetting('hideEdgesOnMove', true);
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const canvas = this.sigma.getCanvases().emphasis;
    const context = canvas?.getContext('2d');
    if (context) draw(context, this);
  }

  neighbours(id: string): string[] {
    return (this.network?.of.get(id) ?? []).map((pair) => otherOf(pair, id)).filter((other) => this.isVisible(other));
  }

  isVisible(id: string): boolean {
    return this.graph.hasNode(id) && !this.graph.getNodeAttributes(id).hidden;
  }

  pair(a: string, b: string) {
    return this.network?.pairs.get(keyOf(a, b));
  }

  /** Where somebody is on the screen, and how large. */
  spot(id: string): { x: number; y: number; size: number; color: string; label: string } {
    const look = this.graph.getNodeAttributes(id);
    return { ...this.sigma.graphToViewport(look), size: this.sigma.scaleSize(look.size), color: look.color, label: look.label };
  }

  /** What is on the screen, as a PNG on the background of the theme. */
  picture(): Promise<Blob | null> {
    const canvases = this.sigma.getCanvases();
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: canvases.nodes!.width, height: canvases.nodes!.height });
    const context = canvas.getContext('2d')!;
    context.fillStyle = this.palette.background;
    context.fillRect(0, 0, canvas.width, canvas.height);
    // WebGL forgets what it drew when the task ends: drawn again here, and copied at once.
    this.sigma.refresh({ partialGraph: {}, skipIndexation: true });
    for (const name of ['edges', 'nodes', 'labels', 'emphasis']) context.drawImage(canvases[name]!, 0, 0);
    return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
  }

  dispose(): void {
    this.#work = -1;
    cancelAnimationFrame(this.#frame);
    this.#stop();
    this.sigma.kill();
  }
}

/** Radius by familiarity, in pixels at the first zoom of a small graph. */
const sizeOf = (familiarity: number) => 5 + 11 * Math.sqrt(familiarity / 100);
const sizeScale = (people: number) => (people > 3000 ? 0.3 : people > 1000 ? 0.42 : people > 300 ? 0.62 : people > 120 ? 0.8 : 1);

function* chunks<T>(items: T[], size: number): Generator<T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
