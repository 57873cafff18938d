import { Temporal } from 'temporal-polyfill';

const QUARTER = 15 * 60_000;

/** Turns moments into what the clock on a wall of this zone shows, and back. Offsets are asked for once a quarter of an hour: messages come by the million. */
export function clockOf(timeZone: string) {
  const atMoment = new Map<number, number>();
  const atWall = new Map<number, number>();
  const offset = (cache: Map<number, number>, ms: number, find: (ms: number) => number) => {
    const key = Math.floor(ms / QUARTER);
    const known = cache.get(key);
    if (known !== undefined) return known;
    const found = find(key * QUARTER);
    cache.set(key, found);
    return found;
  };
  return {
    /** What the wall shows at a moment, as the milliseconds that UTC would show it at. */
    wall: (ms: number) => ms + offset(atMoment, ms, (at) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).offsetNanoseconds / 1e6),
    /** The moment at which the wall shows this; what the clock skips is shifted, what it shows twice is the first. */
    moment: (wall: number) =>
      wall - offset(atWall, wall, (at) => at - Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC').toPlainDateTime().toZonedDateTime(timeZone).epochMilliseconds),
  };
}
export type Clock = ReturnType<typeof clockOf>;
