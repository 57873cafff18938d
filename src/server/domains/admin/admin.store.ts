import sql from 'sql-template-tag';
import type { Db } from '../../platform/database/database.ts';
import type { Fault, Overview } from './admin.schema.ts';

/** Nothing unless an admin asks. */
export const selectOverview = async (db: Db) => (await db.query<Overview>(sql`select * from kith.admin_overview()`))[0];

export const selectFaults = (db: Db, limit: number, before: [string, string] | undefined) =>
  db.query<Fault>(sql`select * from kith.admin_faults(${before?.[0] ?? null}::timestamptz, ${before?.[1] ?? null}::uuid, ${limit + 1})`);
