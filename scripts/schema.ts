/** Writes db/schema.sql from a freshly migrated database. `--check` only says whether it is up to date. */
import { mkdtempSync, readFileSync, writeFileSync, mkdirSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { ensureOwner, migrate } from '../src/server/platform/database/migrate.ts';
import { startEmbedded } from '../src/server/platform/embedded.ts';

const file = join(import.meta.dirname, '../db/schema.sql');
const silent = () => undefined;
const embedded = await startEmbedded({ dataDir: mkdtempSync(join(tmpdir(), 'kith-schema-')), temporary: true, log: { info: silent, warn: silent, error: silent } });
let text: string;
try {
  const ownerUrl = await ensureOwner(embedded.url);
  await migrate(ownerUrl);
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  text = await describe(client);
  await client.end();
} finally {
  await embedded.stop();
}

if (process.argv.includes('--check')) {
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    console.error('db/schema.sql is stale. Run npm run schema.');
    process.exit(1);
  }
} else {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}

/** Tables with columns, constraints, indexes, policies and triggers, then functions: read from the catalogue. */
async function describe(client: pg.Client): Promise<string> {
  const rows = async (sql: string) => (await client.query(sql)).rows as Record<string, string>[];
  const out = ['-- Generated from the migrations by scripts/schema.ts: read it to see what is, change it by a migration.', ''];
  const tables = await rows(`select c.oid, c.oid::regclass::text as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'migrations' order by 2`);
  for (const { oid, name } of tables) {
    const columns = await rows(`select quote_ident(attname) || ' ' || format_type(atttypid, atttypmod) || coalesce(' collate "' || nullif(co.collname, 'default') || '"', '') || case when attnotnull then ' not null' else '' end
      || case attgenerated when 's' then ' generated always as (' || pg_get_expr(adbin, adrelid) || ') stored' else coalesce(' default ' || pg_get_expr(adbin, adrelid), '') end as line
      from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum left join pg_collation co on co.oid = attcollation
      where attrelid = ${oid} and attnum > 0 and not attisdropped order by attnum`);
    const constraints = await rows(`select pg_get_constraintdef(oid) as line from pg_constraint where conrelid = ${oid} and contype <> 'n' and conparentid = 0 order by contype, conname`);
    out.push(`create table ${name} (`, [...columns, ...constraints].map(({ line }) => `  ${line}`).join(',\n'), ');');
    for (const { line } of await rows(`select pg_get_indexdef(indexrelid) as line from pg_index where indrelid = ${oid} and not exists (select 1 from pg_constraint where conindid = indexrelid) order by 1`)) out.push(`${line};`);
    for (const { line } of await rows(`select format('-- policy %s for %s to %s%s%s', polname, case polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
        (select string_agg(r::regrole::text, ', ') from unnest(polroles) r), ' using ' || pg_get_expr(polqual, polrelid), ' check ' || pg_get_expr(polwithcheck, polrelid)) as line from pg_policy where polrelid = ${oid} order by polname`)) out.push(line!);
    for (const { line } of await rows(`select pg_get_triggerdef(oid) as line from pg_trigger where tgrelid = ${oid} and not tgisinternal order by tgname`)) out.push(`${line};`);
    out.push('');
  }
  for (const { line } of await rows(`select pg_get_functiondef(p.oid) as line from pg_proc p where pronamespace = 'kith'::regnamespace order by p.proname, p.oid::regprocedure::text`)) out.push(`${line!.trimEnd()};`, '');
  return `${out.join('\n')}`;
}
