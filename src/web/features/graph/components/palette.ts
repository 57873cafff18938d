/** The colours of the theme as numbers a canvas takes. Read again when the theme changes. */
export type Palette = { background: string; text: string; muted: string; accent: string; ring: string; edge: string; faintEdge: string; raised: string; line: string; resolve: (css: string) => string };

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const known = new Map<string, string>();
  const context = document.createElement('canvas').getContext('2d')!;
  const token = (name: string) => style.getPropertyValue(name).trim();
  /** Any CSS colour, also `var(--…)`, as #rrggbb. */
  const resolve = (css: string): string => {
    let color = known.get(css);
    if (color) return color;
    const name = /^var\((--[\w-]+)\)$/.exec(css)?.[1];
    context.fillStyle = '#888888';
    context.fillStyle = name ? token(name) : css;
    color = context.fillStyle;
    known.set(css, color);
    return color;
  };
  return {
    background: token('--bg'),
    text: token('--text'),
    muted: token('--muted'),
    accent: token('--link'),
    ring: token('--focus'),
    raised: token('--raised'),
    line: token('--line'),
    edge: token('--edge'),
    faintEdge: token('--edge-faint'),
    resolve,
  };
}
