import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestKith, testKith } from '../harness.ts';

/** What must be true of every table and function of the database. A new one is checked without anybody adding it here. */
let kith: TestKith;
beforeAll(async () => {
  kith = await testKith();
});
afterAll(() => kith.close());

const rowsOf = async <T>(text: string) => (await kith.owner.query(text)).rows as T[];
const names = async (text: string) => (await rowsOf<{ name: string }>(text)).map((row) => row.name);

/** Tables with a space that the feed does not record, and why. */
const NOT_RECORDED: Record<string, string> = {
  changes: 'the feed itself',
  actions: 'the feed itself',
  ai_calls: 'metering of the installation, not a person’s data',
  jobs: 'progress of background work; what it does to data is recorded where it does it',
  imports: 'book-keeping about files; what an import does to data is recorded where it does it',
  invitations: 'holds tokens; joining a space is recorded as a member',
  contact_words: 'derived from contacts by a trigger',
  search_documents: 'derived from what is searched by triggers',
  search_words: 'derived from what is searched by triggers',
  date_looks: 'when the worker looks next; derived from time',
  event_ends: 'when events ended; derived from them and the passing of time by the worker',
  note_readings: 'who is reading a note right now',
  hidden_calendars: 'calendars somebody does not want to see: a way of looking at data',
  files: 'bytes that never change; kept for 30 days after the last row that refers to them is gone',
  file_chunks: 'bytes of files',
  telegram_connections: 'a way in to an account elsewhere, not content: undo must not bring it back',
  graph_layouts: 'where somebody has put people on the graph page: a way of looking at data',
};
/** Tables without a space, and how they are protected. */
const NOT_TENANT: Record<string, string> = {
  users: 'own row',
  sessions: 'own rows',
  refresh_tokens: 'own rows',
  api_keys: 'own rows',
  recovery_codes: 'own rows',
  password_history: 'own rows',
  security_events: 'own rows',
  idempotency_keys: 'own rows',
  support_access: 'own rows, and those of the admin who has it; written by definer functions',
  support_reads: 'own rows; written by definer functions',
  password_links: 'definer functions only',
  error_log: 'definer functions only',
  login_failures: 'definer functions only',
  change_batches: 'definer functions only',
  migrations: 'owner only',
  search_kinds: 'the kinds there are; definer functions only',
};

const TABLES = `pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`;
const HAS_SPACE = `exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'space_id' and not a.attisdropped)`;

it('every table has a space, or is known not to', async () => {
  expect((await names(`select relname as name from ${TABLES} and not ${HAS_SPACE}`)).filter((name) => !(name in NOT_TENANT))).toEqual([]);
});

it('every table has row-level security on and forced, and a policy for the owner', async () => {
  const open = await names(`select relname as name from ${TABLES} and relname <> 'migrations' and not (relrowsecurity and relforcerowsecurity and exists (select 1 from pg_policy p where p.polrelid = c.oid and p.polname = 'owner_passes'))`);
  expect(open).toEqual([]);
  expect(await names(`select c.relname as name from pg_class c where relispartition and relnamespace = 'public'::regnamespace and relkind = 'r' and has_table_privilege('kith_app', c.oid, 'select')`), 'partitions read around the policies of their parent').toEqual([]);
});

it('every policy of the serving role is about the tenant or the user', async () => {
  const loose = await names(`
    select c.relname || '.' || p.polname as name from pg_policy p join pg_class c on c.oid = p.polrelid
    where 'kith_app'::regrole = any (p.polroles) and not (
      coalesce(pg_get_expr(p.polqual, p.polrelid), 'read_spaces') ~ 'read_spaces|write_spaces|user_id'
      and coalesce(pg_get_expr(p.polwithcheck, p.polrelid), 'write_spaces') ~ 'write_spaces|user_id')`);
  expect(loose).toEqual([]);
  const everybody = await names(`select c.relname || '.' || p.polname as name from pg_policy p join pg_class c on c.oid = p.polrelid where 0 = any (p.polroles)`);
  expect(everybody).toEqual([]);
  const readers = await names(`select relname as name from ${TABLES} and has_any_column_privilege('kith_app', c.oid, 'insert, update') and not exists (
    select 1 from pg_policy p where p.polrelid = c.oid and p.polcmd in ('a', 'w', '*') and 'kith_app'::regrole = any (p.polroles))`);
  expect(readers, 'granted but without a policy for writing').toEqual([]);
});

it('the serving role owns nothing and cannot bypass a policy', async () => {
  const roles = await rowsOf<{ name: string }>(`select rolname as name from pg_roles r where pg_has_role(r.oid, 'kith_app', 'member') and not rolcreaterole and rolname like 'kith\\_app%' and (rolsuper or rolbypassrls or rolcreatedb)`);
  expect(roles).toEqual([]);
  expect(await names(`select relname as name from pg_class c where relowner in (select oid from pg_roles where rolname like 'kith\\_app%') and relnamespace = 'public'::regnamespace`)).toEqual([]);
  expect(await names(`select relname as name from ${TABLES} and has_table_privilege('kith_app', c.oid, 'truncate, references, trigger')`)).toEqual([]);
});

it('every table with a space is recorded in the feed, or is known not to be', async () => {
  const silent = await names(`select relname as name from ${TABLES} and ${HAS_SPACE} and 3 <> (select count(*) from pg_trigger t where t.tgrelid = c.oid and t.tgname in ('changes_insert', 'changes_update', 'changes_delete') and t.tgenabled = 'O')`);
  expect(silent.filter((name) => !(name in NOT_RECORDED))).toEqual([]);
});

it('every foreign key between tables with a space carries the space', async () => {
  const loose = await names(`
    select conrelid::regclass || '.' || conname as name from pg_constraint k
    join pg_class c on c.oid = k.conrelid join pg_class f on f.oid = k.confrelid
    where contype = 'f' and ${HAS_SPACE} and ${HAS_SPACE.replace('c.oid', 'f.oid')} and f.relname <> 'spaces'
      and not exists (
        select 1 from unnest(k.conkey, k.confkey) as pair (mine, theirs)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = mine and a.attname = 'space_id'
        join pg_attribute b on b.attrelid = k.confrelid and b.attnum = theirs and b.attname = 'space_id')`);
  expect(loose).toEqual([]);
  expect(await names(`select conrelid::regclass || '.' || conname as name from pg_constraint where contype = 'f' and confdeltype = 'a' and connamespace = 'public'::regnamespace`), 'says nothing about deletion').toEqual([]);
});

it('every definer function has its own search path and is closed to the public', async () => {
  const definers = `pg_proc p where p.prosecdef and p.pronamespace in ('kith'::regnamespace, 'public'::regnamespace)`;
  expect(await names(`select p.oid::regprocedure::text as name from ${definers} and not exists (select 1 from unnest(p.proconfig) s where s like 'search_path=%pg_temp')`)).toEqual([]);
  expect(await names(`select p.oid::regprocedure::text as name from ${definers} and exists (select 1 from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0 and a.privilege_type = 'EXECUTE')`)).toEqual([]);
});

it('the serving role cannot hang a definer function on a table of its own', async () => {
  const client = await kith.platform.database.pool.connect();
  try {
    await client.query('begin');
    await client.query('create temporary table decoy (id uuid, space_id uuid)');
    await expect(client.query(`create trigger forge after insert on decoy referencing new table as new_rows for each statement execute function kith.record_changes('{}', 'true')`)).rejects.toThrow(/permission denied/);
  } finally {
    await client.query('rollback');
    client.release();
  }
});

/** Definer functions that take a space without asking who calls, and why. */
const TRUSTING: Record<string, string> = {
  'kith.forget_search_words(uuid)': 'deletes only what is derived and derives from nothing any more; tells no more than how much',
  'kith.may_invite(uuid,uuid)': 'is that question itself, asked of the person who sends the invitation',
};

it('every definer function that takes a space asks whether its caller may enter it', async () => {
  const trusting = await names(`
    select p.oid::regprocedure::text as name from pg_proc p
    where p.prosecdef and p.pronamespace = 'kith'::regnamespace and 'in_space' = any (coalesce(p.proargnames, '{}')) and p.prosrc !~ 'read_spaces|write_spaces|space_role|kith\\.user_id'`);
  expect(trusting.filter((name) => !(name in TRUSTING))).toEqual([]);
});

/** Definer functions that look across tenants for an admin, and what they give away. Each asks first whether its caller is one. */
const FOR_ADMINS: Record<string, string> = {
  'kith.failed_jobs(uuid,integer)': 'kind, error and owner of failed jobs, not what they were about',
  'kith.ai_usage(date,text,text,integer)': 'sums by day, provider and model',
  'kith.admin_users(text,uuid,text,integer)': 'accounts and counts of what is in their personal spaces',
  'kith.admin_create_user(text,text,text,text,text,text)': 'makes an account without a password',
  'kith.admin_change_user(uuid,text,boolean,text,inet,text)': 'role, and whether an account is disabled',
  'kith.admin_delete_user(uuid,text)': 'deletes an account and its personal space',
  'kith.admin_password_link(uuid,bytea,integer,text,inet,text)': 'makes a link to set a password',
  'kith.admin_open_access(uuid,text,integer,inet,text)': 'opens half an hour of reading, which the person sees and can end',
  'kith.support_read(uuid,text)': 'whether an access of the caller still holds; notes the request down',
  'kith.admin_overview()': 'counts and sizes',
  'kith.admin_faults(timestamp with time zone,uuid,integer)': 'routes and kinds of faults',
};

it('every function for admins asks whether its caller is one, and is known', async () => {
  const asks = `p.prosrc ~ 'kith\\.is_admin\\(\\)|kith\\.user_id\\(\\) and [au]\\.role = ''admin'''`;
  const definers = `pg_proc p where p.prosecdef and p.pronamespace = 'kith'::regnamespace and p.proname <> 'is_admin'`;
  const known = Object.keys(FOR_ADMINS).toSorted();
  expect((await names(`select p.oid::regprocedure::text as name from ${definers} and (p.proname like 'admin\\_%' or ${asks})`)).toSorted()).toEqual(known);
  expect((await names(`select p.oid::regprocedure::text as name from ${definers} and ${asks}`)).toSorted()).toEqual(known);
});

// Guessed as one row each, they would meet each with each for as long as the connection lives (migration 0250).
it('no trigger joins what was before and after in a way that takes longer than hashing', async () => {
  expect(await names(String.raw`select p.oid::regproc::text as name from pg_proc p where p.pronamespace = 'kith'::regnamespace and p.prosrc ~ '(?<!full )\mjoin (old|new)_rows \w on \w\.id = \w\.id'`)).toEqual([]);
  expect((await names(String.raw`select p.oid::regproc::text as name from pg_proc p where p.pronamespace = 'kith'::regnamespace and p.prosrc ~ 'full join (old|new)_rows'`)).length).toBeGreaterThan(10);
});
