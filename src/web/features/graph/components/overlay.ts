import { Room } from './room.ts';
import type { Scene } from './scene.ts';

export type Emphasis = {
  hovered: string | null;
  /** Where the keyboard is. */
  focused: string | null;
  selected: ReadonlySet<string>;
  /** The people of a way, from one to the other. */
  path: readonly string[] | null;
  /** The corners of a box somebody draws, on the screen. */
  box: [number, number, number, number] | null;
};
export const nothingEmphasised: Emphasis = { hovered: null, focused: null, selected: new Set(), path: null, box: null };

/** More lines than this tell nothing apart. */
const MOST_LINES = 1200;
const MOST_NAMES = 60;
const MOST_LABELS = 14;

/** Draws what is emphasised over a veil on everything else. */
export function draw(context: CanvasRenderingContext2D, scene: Scene): void {
  const { width, height } = scene.sigma.getDimensions();
  const { emphasis, palette } = scene;
  context.clearRect(0, 0, width, height);
  const path = emphasis.path?.filter((id) => scene.graph.hasNode(id));
  const seen = (id: string | null): id is string => id !== null && scene.isVisible(id);
  const chosen = path ?? (seen(emphasis.hovered) ? [emphasis.hovered] : [...(emphasis.selected.size > 0 ? emphasis.selected : seen(emphasis.focused) ? [emphasis.focused] : [])].filter(seen));
  if (chosen.length > 0) {
    context.globalAlpha = 0.78;
    context.fillStyle = palette.background;
    context.fillRect(0, 0, width, height);
    context.globalAlpha = 1;
    around(context, scene, chosen, !path);
  }
  if (seen(emphasis.focused)) ring(context, scene, emphasis.focused, true);
  for (const id of emphasis.selected) if (seen(id)) ring(context, scene, id, false);
  if (emphasis.box) {
    const [x, y, right, bottom] = emphasis.box;
    context.globalAlpha = 0.12;
    context.fillStyle = palette.accent;
    context.fillRect(x, y, right - x, bottom - y);
    context.globalAlpha = 1;
    context.lineWidth = 1;
    context.strokeStyle = palette.accent;
    context.strokeRect(x, y, right - x, bottom - y);
  }
}

type Line = { a: string; b: string; words: string };

function around(context: CanvasRenderingContext2D, scene: Scene, chosen: string[], withNeighbours: boolean): void {
  const lines: Line[] = [];
  const near = new Set<string>();
  const inside = new Set(chosen);
  const line = (a: string, b: string) => {
    const pair = scene.pair(a, b);
    if (pair && lines.length < MOST_LINES) lines.push({ a, b, words: pair.relationships.map(({ label }) => label).join(', ') });
  };
  if (withNeighbours) {
    for (const id of chosen) {
      for (const other of scene.neighbours(id)) {
        if (!inside.has(other)) near.add(other);
        if (!inside.has(other) || id < other) line(id, other);
      }
    }
  } else chosen.slice(1).forEach((id, i) => line(chosen[i]!, id));

  const { palette } = scene;
  context.strokeStyle = palette.accent;
  context.globalAlpha = withNeighbours && lines.length > 60 ? 0.45 : 0.9;
  context.lineWidth = withNeighbours ? 1.4 : 3;
  context.beginPath();
  for (const { a, b } of lines) {
    const [from, to] = [scene.spot(a), scene.spot(b)];
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
  }
  context.stroke();
  context.globalAlpha = 1;
  for (const id of [...near, ...chosen]) {
    const { x, y, size, color } = scene.spot(id);
    context.beginPath();
    context.arc(x, y, Math.max(size, 2.5), 0, 2 * Math.PI);
    context.fillStyle = color;
    context.fill();
  }
  names(context, scene, chosen, [...near], lines);
}

/** Names of those who are chosen, what they are to others where it is readable, then names of the neighbours while there is room. */
function names(context: CanvasRenderingContext2D, scene: Scene, chosen: string[], near: string[], lines: Line[]): void {
  const free = new Room();
  const { palette } = scene;
  const pill = (text: string, x: number, y: number, middle: boolean, insist: boolean, strong: boolean) => {
    const width = context.measureText(text).width + 10;
    const left = middle ? x - width / 2 : x;
    if (!free.room(left, y - 10, width, 20, insist)) return;
    context.globalAlpha = strong ? 1 : 0.85;
    context.fillStyle = strong ? palette.raised : palette.background;
    context.beginPath();
    context.roundRect(left, y - 10, width, 20, 6);
    context.fill();
    context.globalAlpha = 1;
    if (strong) {
      context.strokeStyle = palette.line;
      context.lineWidth = 1;
      context.stroke();
    }
    context.fillStyle = middle ? palette.muted : palette.text;
    context.fillText(text, left + 5, y + 4);
  };
  context.font = scene.font;
  const named = chosen.slice(0, MOST_NAMES);
  for (const id of named) {
    const { x, y, size, label } = scene.spot(id);
    pill(label, x + size + 4, y, false, chosen.length < 12, true);
  }
  if (lines.length <= MOST_LABELS) {
    for (const { a, b, words } of lines) {
      const [from, to] = [scene.spot(a), scene.spot(b)];
      if (Math.hypot(from.x - to.x, from.y - to.y) > 60) pill(words, (from.x + to.x) / 2, (from.y + to.y) / 2, true, false, false);
    }
  }
  const largest = near.map((id) => scene.spot(id)).sort((a, b) => b.size - a.size);
  for (const { x, y, size, label } of largest.slice(0, MOST_NAMES)) pill(label, x + size + 4, y, false, false, false);
}

function ring(context: CanvasRenderingContext2D, scene: Scene, id: string, dashed: boolean): void {
  const { x, y, size } = scene.spot(id);
  context.strokeStyle = scene.palette.ring;
  context.lineWidth = 2;
  context.setLineDash(dashed ? [4, 3] : []);
  context.beginPath();
  context.arc(x, y, Math.max(size, 3) + (dashed ? 6 : 3), 0, 2 * Math.PI);
  context.stroke();
  context.setLineDash([]);
}
