import { z } from 'zod';
import { malformed } from '../../../platform/errors.ts';
import type { Decision } from './rows.ts';

const Mapping = z.record(z.string().max(400), z.union([z.enum(['me', 'skip', 'new']), z.uuid()]));
const SENDERS = 2000;

/** Reads who the senders of a file are said to be. @throws 400 */
export function readMapping(json: string): Map<string, Decision> {
  if (!json.trim()) return new Map();
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw malformed('mapping', 'mapping: Send a JSON object.');
  }
  const parsed = Mapping.safeParse(value);
  if (!parsed.success) throw malformed('mapping', `mapping: ${parsed.error.issues[0]!.path.join('.') || 'it'} must be the id of a contact, "new", "me" or "skip".`);
  const entries = Object.entries(parsed.data);
  if (entries.length > SENDERS) throw malformed('mapping', `mapping: At most ${SENDERS} senders.`);
  return new Map(entries.map(([sender, to]) => [sender, to === 'me' || to === 'skip' || to === 'new' ? to : { contact_id: to }]));
}
