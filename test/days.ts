import { Temporal } from 'temporal-polyfill';

/** The day so many days from today where somebody lives. Not every day has 24 hours there, so none is counted in them. */
export const dayIn = (zone: string, days = 0) => Temporal.Now.plainDateISO(zone).add({ days }).toString();

/** A zone whose clocks are never changed: no wall time comes twice there, and none is left out. */
export const STEADY = 'Africa/Lagos';

/** Wall time in `STEADY` so many minutes from `now`, to the second. */
export const steadyTime = (minutes: number, now = Date.now()) => Temporal.Instant.fromEpochMilliseconds(now + minutes * 60_000).toZonedDateTimeISO(STEADY).toPlainDateTime().toString({ smallestUnit: 'second' });
