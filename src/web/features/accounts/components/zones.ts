import { deviceZone } from '../../../lib/format.ts';

/** Every time zone this browser knows, with the ones it was given first in place. */
export function timeZones(...extra: string[]): string[] {
  return [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', deviceZone(), ...extra])].filter(Boolean).sort();
}
