import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

const MIGRATIONS = join(import.meta.dirname, '../../../../migrations');
const LOCK = 7_250_019; // any constant: one migrator at a time

export type MigrationState = { name: string; applied_at: string | null; changed: boolean };

/** The migration files in order, with the hash of their content. */
export function migrationFiles() {
  return readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const text = readFileSync(join(MIGRATIONS, name), 'utf8');
      return { name, text, hash: createHash('sha256').update(text).digest('hex') };
    });
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, application_name: 'kith migrate', options: '-c TimeZone=UTC -c client_min_messages=warning' });
  client.on('error', () => undefined); // what ends the connection is told by the query that needed it
  await client.connect();
  return client;
}

/**
 * Brings the database up to date, each file in a transaction of its own, under an advisory lock.
 * @param ownerUrl a role that owns the database and may create roles
 * @param upTo the last file to apply (tests of a single migration); all by default
 * @returns the names applied now, and the connection URL of the unprivileged role that serves requests
 * @throws when an applied file was edited afterwards, or the database is newer than this code
 */
export async function migrate(ownerUrl: string, upTo?: string): Promise<{ applied: string[]; appUrl: string }> {
  const client = await connect(ownerUrl);
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await requireVersion(client);
    await actAsOwner(client);
    const appUrl = await ensureAppRole(client, ownerUrl);
    await client.query(`create table if not exists public.migrations (name text primary key, hash text not null, applied_at timestamptz not null default now())`);
    const done = new Map((await client.query('select name, hash from migrations')).rows.map((row) => [row.name as string, row.hash as string]));
    const files = migrationFiles();
    for (const name of done.keys())
      if (!files.some((file) => file.name === name)) throw new Error(`The database has the migration ${name}, which this version of Kith does not know. Start the version that made it, or a newer one.`);
    const applied: string[] = [];
    for (const file of files) {
      const hash = done.get(file.name);
      if (hash && hash !== file.hash) throw new Error(`The migration ${file.name} was edited after it ran. Migrations only go forward: put the change in a new file.`);
      if (hash || (upTo && file.name > upTo)) continue;
      await client.query('begin');
      try {
        await client.query(file.text);
        await client.query('insert into migrations (name, hash) values ($1, $2)', [file.name, file.hash]);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw new Error(`The migration ${file.name} failed and left no trace: ${(error as Error).message}`, { cause: error });
      }
      applied.push(file.name);
    }
    return { applied, appUrl };
  } finally {
    await client.end();
  }
}

/** What is applied and what is not. */
export async function migrationState(ownerUrl: string): Promise<MigrationState[]> {
  const client = await connect(ownerUrl);
  try {
    const exists = (await client.query(`select to_regclass('public.migrations') is not null as yes`)).rows[0].yes;
    const done = new Map(exists ? (await client.query('select name, hash, applied_at::text from migrations')).rows.map((row) => [row.name, row]) : []);
    return migrationFiles().map((file) => {
      const row = done.get(file.name) as { hash: string; applied_at: string } | undefined;
      return { name: file.name, applied_at: row?.applied_at ?? null, changed: row !== undefined && row.hash !== file.hash };
    });
  } finally {
    await client.end();
  }
}

/** What a superuser migrates (the command line beside a running Kith) must belong to whoever made the rest: they migrate on from there. */
async function actAsOwner(client: pg.Client) {
  const [made] = (await client.query(`select n.nspowner::regrole::text as by from pg_namespace n, pg_roles r where n.nspname = 'kith' and r.rolname = current_user and r.rolsuper and n.nspowner <> r.oid`)).rows as { by: string }[];
  if (made) await client.query(`set role ${made.by}`); // regrole quotes it
}

async function requireVersion(client: pg.Client) {
  const { server_version_num: version } = (await client.query('show server_version_num')).rows[0];
  if (Number(version) < 180000) throw new Error(`Kith needs PostgreSQL 18; this server is ${Math.floor(Number(version) / 10000)}.`);
}

/**
 * Policies and grants are for the group role kith_app; the server signs in as a member of it whose name and password this
 * database keeps in a table that only the owner reads. So several databases of one server, and several machines on one
 * database, agree without configuration.
 */
async function ensureAppRole(client: pg.Client, ownerUrl: string): Promise<string> {
  await client.query('create schema if not exists kith_private');
  await client.query('create table if not exists kith_private.login (name text not null, password text not null)');
  try {
    await client.query(`do $$ begin create role kith_app nologin; exception when duplicate_object or unique_violation then null; end $$`);
    let login = (await client.query('select name, password from kith_private.login')).rows[0] as { name: string; password: string } | undefined;
    if (!login) {
      login = { name: `kith_app_${randomBytes(4).toString('hex')}`, password: randomBytes(24).toString('base64url') };
      await client.query('insert into kith_private.login values ($1, $2)', [login.name, login.password]);
    }
    const exists = (await client.query('select 1 from pg_roles where rolname = $1', [login.name])).rowCount;
    // after a restore into another server the table knows a role that the server does not
    if (!exists) await client.query(`create role ${client.escapeIdentifier(login.name)} login password ${client.escapeLiteral(login.password)} in role kith_app`);
    const url = new URL(ownerUrl);
    url.username = login.name;
    url.password = login.password;
    return url.href;
  } catch (error) {
    if ((error as { code?: string }).code === '42501')
      throw new Error(`The user of DATABASE_URL may not create roles. Run once as a superuser: ${await rightsMissing(client)}`, { cause: error });
    throw error;
  }
}

/** The statement that gives the owner what is missing. A kith_app that another owner on this server made is not theirs to give. */
async function rightsMissing(client: pg.Client): Promise<string> {
  const [role] = (await client.query(`select quote_ident(current_user) as name, rolcreaterole as creates from pg_roles where rolname = current_user`)).rows as { name: string; creates: boolean }[];
  return role!.creates ? `grant kith_app to ${role!.name} with admin option;` : `alter role ${role!.name} createrole;`;
}

/**
 * Makes the owner role and gives it the database, as the superuser of the embedded server.
 * @returns the connection URL of the owner, with a password that is new at every start
 */
export async function ensureOwner(superuserUrl: string): Promise<string> {
  const client = await connect(superuserUrl);
  try {
    const password = randomBytes(24).toString('base64url');
    const database = client.escapeIdentifier(client.database!);
    await client.query(`do $$ begin create role kith_owner login createrole; exception when duplicate_object then null; end $$`);
    await client.query(`alter role kith_owner login createrole password ${client.escapeLiteral(password)}`);
    await client.query(`alter database ${database} owner to kith_owner`);
    const url = new URL(superuserUrl);
    url.username = 'kith_owner';
    url.password = password;
    return url.href;
  } finally {
    await client.end();
  }
}
