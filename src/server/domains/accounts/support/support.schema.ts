import { z } from 'zod';
import { Id, page, Timestamp, trimmed } from '../../../platform/http/shapes.ts';

/** That an admin may look, or looked, at somebody's personal space: read-only, for half an hour, for a reason. */
export const SupportAccess = z
  .object({
    id: Id,
    admin_name: z.string(),
    reason: z.string(),
    created_at: Timestamp,
    expires_at: Timestamp,
    ended_at: Timestamp.nullable().describe('When somebody ended it early'),
    active: z.boolean(),
    reads: z.int().describe('Requests made under it'),
  })
  .meta({ id: 'SupportAccess' });
export type SupportAccess = z.infer<typeof SupportAccess>;
export const SupportAccessPage = page(SupportAccess);

/** One request that an admin made under support access. */
export const SupportRead = z.object({ id: Id, route: z.string(), created_at: Timestamp }).meta({ id: 'SupportRead' });
export type SupportRead = z.infer<typeof SupportRead>;
export const SupportReadPage = page(SupportRead);

export const OpenAccessBody = z.object({ reason: trimmed(5, 500).describe('Shown to the person') });
/** To be named as `Kith-Space` in the requests that read. */
export const OpenedAccess = z.object({ access: z.object({ id: Id, space_id: Id, reason: z.string(), expires_at: Timestamp }).meta({ id: 'OpenedAccess' }) });
export type OpenedAccess = z.infer<typeof OpenedAccess>['access'];
