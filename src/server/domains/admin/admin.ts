import { z } from 'zod';
import type { Ctx } from '../../platform/context.ts';
import { forbidden } from '../../platform/errors.ts';
import { decodeCursor, type Page, Timestamp, toPage } from '../../platform/http/shapes.ts';
import type { Fault, Overview } from './admin.schema.ts';
import * as store from './admin.store.ts';

/** How many accounts there are and what they take. @throws 403 */
export async function getOverview(ctx: Ctx): Promise<Overview> {
  const overview = await store.selectOverview(ctx);
  if (!overview) throw forbidden('Only an admin may do this.');
  return overview;
}

/** One page of what went wrong on the server's side, what happened last first. The newest 500 kinds are kept. */
export async function listFaults(ctx: Ctx, { limit, cursor }: { limit: number; cursor?: string | undefined }): Promise<Page<Fault>> {
  const before = decodeCursor(cursor, z.tuple([Timestamp, z.uuid()]));
  return toPage(await store.selectFaults(ctx, limit, before), limit, (row) => [row.last_seen_at, row.id]);
}
