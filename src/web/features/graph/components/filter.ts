export const colorModes = ['tier', 'tag', 'group', 'community', 'health'] as const;
export type ColorMode = (typeof colorModes)[number];

/** What the page shows; lives in the URL. */
export type GraphFilter = {
  view?: 'list';
  color?: Exclude<ColorMode, 'tier'>;
  tier?: 1 | 2;
  tag?: string;
  group?: string;
  /** Only people with a relationship to somebody else who is shown. */
  connected?: true;
  /** Familiarity from here on, 1 to 100. */
  min?: number;
  /** Keys of the legend that are shown, by commas; all when left out. */
  only?: string;
};

/** Reads the filter from an address; what makes no sense is left out. */
export function readFilter(search: Record<string, unknown>): GraphFilter {
  const min = Math.round(Number(search.min));
  return {
    ...(search.view === 'list' ? { view: 'list' } : {}),
    ...(colorModes.includes(search.color as ColorMode) && search.color !== 'tier' ? { color: search.color as Exclude<ColorMode, 'tier'> } : {}),
    ...(search.tier === 1 || search.tier === 2 ? { tier: search.tier } : {}),
    ...(typeof search.tag === 'string' ? { tag: search.tag } : {}),
    ...(typeof search.group === 'string' ? { group: search.group } : {}),
    ...(search.connected === true ? { connected: true } : {}),
    ...(min >= 1 && min <= 100 ? { min } : {}),
    ...(typeof search.only === 'string' || typeof search.only === 'number' ? { only: String(search.only).slice(0, 2000) } : {}),
  };
}
