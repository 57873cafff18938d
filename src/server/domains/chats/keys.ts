import { createHash } from 'node:crypto';

/**
 * Names messages whose messenger gave them none: by what they say and when. The same words twice in a minute are two messages, told
 * apart by their order. The same messages get the same names again, also from another export that overlaps.
 */
export function keyMaker() {
  let minute = '';
  let seen = new Map<string, number>();
  return (local_at: string, sender: string, text: string): string => {
    if (local_at.slice(0, 16) !== minute) {
      minute = local_at.slice(0, 16);
      seen = new Map();
    }
    const hash = createHash('sha256').update(JSON.stringify([local_at, sender.normalize('NFC'), text.normalize('NFC').trim()])).digest('base64url').slice(0, 27);
    const n = seen.get(hash) ?? 0;
    seen.set(hash, n + 1);
    return n === 0 ? hash : `${hash}.${n}`;
  };
}
