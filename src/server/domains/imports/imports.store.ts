import sql from 'sql-template-tag';
import type { Database, Db } from '../../platform/database/database.ts';
import type { Import, ImportSummary, Outcome, RowError } from './imports.schema.ts';

/** How many errors of rows are kept, and how many an import shows at once. */
export const KEPT_ERRORS = 1000;
const SHOWN_ERRORS = 100;

// Cancelled work waits again while its file is there. A job that failed for good, and an action that was undone, tell it here.
const STATE = sql`case
  when i.state = 'done' and a.undone_by is not null then 'undone'
  when i.state in ('analysing', 'running') and j.state = 'failed' then 'failed'
  when i.state in ('analysing', 'running') and j.state = 'cancelled' then case when i.file_id is null then 'failed' else 'ready' end
  else i.state end as state`;
const SUMMARY = sql`i.id, i.kind, i.file_name, i.file_size, ${STATE}, i.counts, i.error_count, coalesce(i.error, case when j.state = 'failed' then j.error end) as error,
  i.action_id, i.job_id, kith.name_of(i.created_by) as created_by_name, i.created_at, i.finished_at`;
const FROM = sql`from imports i
  left join jobs j on j.space_id = i.space_id and j.id = i.job_id
  left join actions a on a.space_id = i.space_id and a.id = i.action_id`;

export const selectImports = (db: Db, spaceId: string, limit: number, before: [string] | undefined) =>
  db.query<ImportSummary>(sql`select ${SUMMARY} ${FROM} where i.space_id = ${spaceId} ${before ? sql`and i.id < ${before[0]}` : sql``} order by i.id desc limit ${limit + 1}`);

export const selectImport = async (db: Db, spaceId: string, id: string) =>
  (
    await db.query<Import & { file_id: string | null }>(sql`
      select ${SUMMARY}, i.options, i.preview, i.warnings, i.columns, i.choices, i.file_id,
        jsonb_path_query_array(i.errors, '$[0 to 99]') as errors,
        (select max(p.finished_at) from imports p left join actions pa on pa.space_id = p.space_id and pa.id = p.action_id
         where p.space_id = i.space_id and p.file_hash = i.file_hash and p.id < i.id and p.state = 'done' and pa.undone_by is null) as imported_before
      ${FROM} where i.space_id = ${spaceId} and i.id = ${id}`)
  )[0];

export const selectErrors = async (db: Db, spaceId: string, id: string, from: number, limit: number) =>
  (await db.query<{ errors: RowError[] }>(sql`
    select coalesce((select jsonb_agg(e.value order by e.n) from jsonb_array_elements(i.errors) with ordinality e (value, n) where e.n > ${from}::int and e.n <= ${from}::int + ${limit + 1}::int), '[]') as errors
    from imports i where i.space_id = ${spaceId} and i.id = ${id}`))[0]?.errors;

/** Locks the row, so that it runs once. */
export const lockImport = async (db: Db, spaceId: string, id: string) => (await db.query(sql`select 1 from imports where space_id = ${spaceId} and id = ${id} for update`)).length === 1;

type NewImport = { kind: string; file_id: string | null; file_name: string; file_size: number; file_hash: Buffer; options: object; state: 'analysing' | 'running' };
export const insertImport = async (db: Db, spaceId: string, userId: string, actionId: string, row: NewImport) =>
  (
    await db.query<{ id: string }>(sql`insert into imports (space_id, created_by, kind, file_id, file_name, file_size, file_hash, options, state, action_id)
      values (${spaceId}, ${userId}, ${row.kind}, ${row.file_id}, ${row.file_name}, ${row.file_size}, ${row.file_hash}, ${JSON.stringify(row.options)}, ${row.state}, ${row.state === 'running' ? actionId : null}) returning id`)
  )[0]!.id;

/** The job that does it. */
export const setJob = (db: Db, spaceId: string, id: string, jobId: string) => db.query(sql`update imports set job_id = ${jobId} where space_id = ${spaceId} and id = ${id}`);

export const beginImport = (db: Db, spaceId: string, id: string, begin: { state: 'analysing' | 'running'; options: object; action_id: string | null }) =>
  db.query(sql`update imports set state = ${begin.state}, options = ${JSON.stringify(begin.options)}, action_id = ${begin.action_id}, job_id = null, error = null where space_id = ${spaceId} and id = ${id}`);

export const finishImport = (db: Db, spaceId: string, id: string, state: 'ready' | 'done', outcome: Outcome) =>
  db.query(sql`update imports set state = ${state}, counts = ${JSON.stringify(outcome.counts)}, preview = ${JSON.stringify(outcome.preview)}, warnings = ${JSON.stringify(outcome.warnings)}, columns = ${JSON.stringify(outcome.columns)}, choices = ${JSON.stringify(outcome.choices)},
    errors = ${JSON.stringify(outcome.errors.slice(0, KEPT_ERRORS))}, error_count = ${outcome.error_count}, error = null,
    finished_at = case when ${state} = 'done' then now() end where space_id = ${spaceId} and id = ${id}`);

export const failImport = (db: Db, spaceId: string, id: string, error: string) =>
  db.query(sql`update imports set state = 'failed', error = ${error}, finished_at = now() where space_id = ${spaceId} and id = ${id}`);

export const deleteImport = async (db: Db, spaceId: string, id: string) => (await db.query(sql`delete from imports where space_id = ${spaceId} and id = ${id} returning id`)).length === 1;

/** One import at a time in a space: two of the same file would not see each other's rows. Held until the transaction ends. */
export const claimSpace = async (db: Db, spaceId: string) => (await db.query<{ free: boolean }>(sql`select pg_try_advisory_xact_lock(hashtextextended('import ' || ${spaceId}, 0)) as free`))[0]!.free;
export const awaitSpace = (db: Db, spaceId: string) => db.query(sql`select pg_advisory_xact_lock(hashtextextended('import ' || ${spaceId}, 0))`);

export const savepoint = (db: Db) => db.query(sql`savepoint dry_run`);
export const rollbackToSavepoint = (db: Db) => db.query(sql`rollback to savepoint dry_run`);

const NOBODY = { user_id: null, read_spaces: [], write_spaces: [], channel: 'system', action_id: '' };
/** Lets the planner know of what came in. Some tenths of a second. */
export const refreshStatistics = (database: Database) => database.tx(NOBODY, (tx) => tx.query(sql`select kith.refresh_statistics()`), { timeout: 'complex' });

export const sweepImports = (database: Database) => database.anonymous(sql`select kith.sweep_imports()`);

export const shownErrors = (errors: RowError[]) => errors.slice(0, SHOWN_ERRORS);
