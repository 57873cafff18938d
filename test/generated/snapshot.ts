import type pg from 'pg';

/** Columns that change without anybody changing anything: last use, the place in the feed that the sealer gives, when a reminder or an event's end is looked at next. */
const TRANSIENT: Record<string, string[]> = {
  sessions: ['last_used_at'],
  api_keys: ['last_used_at'],
  changes: ['position', 'payload_hash'],
  event_reminders: ['look_at', 'looked_until'],
  event_ends: ['look_at', 'ended_at'],
};

/** Every row, table by table, as sorted JSON: equal snapshots mean that nothing changed. */
export type Snapshot = Record<string, string[]>;

type Table = { name: string; columns: string[]; recorded: boolean };

const known = new WeakMap<pg.Pool, Table[]>();

/** Tables of the public schema (partitions are part of their parent). */
export async function tablesOf(owner: pg.Pool): Promise<Table[]> {
  if (known.has(owner)) return known.get(owner)!;
  const { rows } = await owner.query(`
    select c.relname as name,
      (select array_agg(a.attname::text order by a.attnum) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      exists (select 1 from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'changes_insert') as recorded
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`);
  known.set(owner, rows as Table[]);
  return rows as Table[];
}

/**
 * All rows of some spaces and users, read as the owner.
 * @param options.recorded only tables that the change feed records: what undo must restore
 */
export async function snapshot(owner: pg.Pool, of: { spaces: string[]; users?: string[] }, options: { recorded?: boolean } = {}): Promise<Snapshot> {
  const tables = (await tablesOf(owner)).filter((table) => !options.recorded || table.recorded || table.name === 'contact_words');
  const parts = tables.flatMap(({ name, columns }) => {
    const where = [
      columns.includes('space_id') && 'x.space_id = any ($1::uuid[])',
      columns.includes('user_id') && 'x.user_id = any ($2::uuid[])',
      name === 'users' && 'x.id = any ($2::uuid[])',
    ].filter(Boolean);
    if (where.length === 0) return [];
    return [`select '${name}' as name, (to_jsonb(x) - array[${(TRANSIENT[name] ?? []).map((column) => `'${column}'`).join()}]::text[])::text as row from "${name}" x where ${where.join(' or ')}`];
  });
  // Prepared: planning a union of all tables takes longer than reading the few rows of a test.
  const { rows } = await owner.query({
    name: options.recorded ? 'snapshot of what is recorded' : 'snapshot',
    text: `select name, array_agg(row order by row) as rows from (${parts.join(' union all ')}) s where $1::uuid[] is not null and $2::uuid[] is not null group by name order by name`,
    values: [of.spaces, of.users ?? []],
  });
  return Object.fromEntries((rows as { name: string; rows: string[] }[]).map((table) => [table.name, table.rows]));
}
