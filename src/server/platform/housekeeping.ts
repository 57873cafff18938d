import sql, { type Sql } from 'sql-template-tag';
import type { Platform } from './context.ts';

/** Every night, in one process: files nobody refers to, jobs that ended long ago, search words that nothing contains any more. */
export function keepHouse({ jobs, database }: Platform): void {
  const nobody = { user_id: null, read_spaces: [], write_spaces: [], channel: 'system', action_id: '' };
  const call = <T>(query: Sql) => database.tx(nobody, (tx) => tx.query<T>(query), { timeout: 'export' });
  jobs.every('housekeeping', '17 3 * * *', async (signal) => {
    await call(sql`select kith.sweep_files()`);
    await call(sql`select kith.sweep_jobs()`);
    for (const { id } of await call<{ id: string }>(sql`select id from kith.spaces_with_search() id`)) {
      if (signal.aborted) return;
      await call(sql`select kith.forget_search_words(${id})`);
    }
  }, { timeout_seconds: 3600 });
}
