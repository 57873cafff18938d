import { execFile, spawn } from 'node:child_process';
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { configurationText } from './settings.ts';
import { clearRemains, runningPostmaster, stopPostmaster, type Postmaster } from './processes.ts';
import { remember, type Account, type Log, type Place } from './place.ts';

const run = promisify(execFile);

/** A started server. `exited` settles when a server this process started ends; an adopted one has to be watched by its id. */
export type Server = { pid: number; exited?: Promise<void> };

export type ClusterOptions = { settings: Record<string, string>; durable: boolean };

const DATABASE = 'kith';

/**
 * Creates the cluster if there is none. It is made beside its final place and renamed once complete, so an
 * interrupted first start leaves nothing that looks like a database.
 */
export async function createCluster(place: Place, { durable }: ClusterOptions): Promise<void> {
  if (existsSync(join(place.pgdata, 'PG_VERSION'))) return;
  const draft = `${place.pgdata}.new`;
  const passwordFile = join(place.root, 'postgres-password.new');
  const locales = ['C.UTF-8', 'en_US.UTF-8', 'C'];
  try {
    writeFileSync(passwordFile, `${place.memory.password}\n`, { mode: 0o600 });
    own(place.account, passwordFile);
    for (const locale of locales) {
      rmSync(draft, { recursive: true, force: true });
      mkdirSync(draft, { mode: 0o700 });
      own(place.account, draft);
      const flags = [
        '--pgdata', draft, '--username', 'postgres', '--pwfile', passwordFile, '--auth', 'scram-sha-256',
        // ICU gives the same order of names on every machine; the C library's locale only tells letters from
        // signs (text search, trigrams), and which UTF-8 locale exists differs between systems.
        '--encoding', 'UTF8', '--locale-provider', 'icu', '--icu-locale', 'und', '--locale', locale, '--lc-messages', 'C',
        '--no-instructions', ...(durable ? [] : ['--no-sync']),
      ];
      try {
        await run(join(place.programs, 'bin/initdb'), flags, { ...place.account, cwd: '/', env: environment() });
        break;
      } catch (error) {
        const output = String((error as { stderr?: unknown }).stderr ?? error);
        if (/invalid locale name/.test(output) && locale !== locales.at(-1)) continue;
        throw new Error(`The database could not be created in ${place.pgdata}: ${output.trim()}`, { cause: error });
      }
    }
    renameSync(draft, place.pgdata);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** Writes postgresql.conf; false when it was already as wanted. */
function configure(place: Place, { settings }: ClusterOptions): boolean {
  const file = join(place.pgdata, 'postgresql.conf');
  const text = configurationText(place, settings);
  if (readFileSync(file, 'utf8') === text) return false;
  writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true });
  own(place.account, `${file}.new`);
  renameSync(`${file}.new`, file);
  return true;
}

/**
 * Brings the cluster up and returns when it answers. A server that an earlier Kith left behind (kill -9 ends Node
 * alone) is taken over as it is when it runs these programs with these settings and answers; otherwise it is ended
 * and started anew.
 */
export async function startCluster(place: Place, options: ClusterOptions, log: Log): Promise<Server> {
  const left = runningPostmaster(place);
  if (left) {
    if (left.ready && left.port === place.memory.port && !configure(place, options) && usesPrograms(place, left) && (await answers(place))) {
      return { pid: left.pid };
    }
    await stopPostmaster(place, left.pid);
  }
  for (let attempt = 1; ; attempt++) {
    if (place.memory.port === 0 || !(await isFree(place.memory.port))) {
      place.memory.port = await freePort();
      remember(place);
    }
    configure(place, options);
    try {
      return await launch(place, log);
    } catch (error) {
      // Another program can take the port between the look and the start.
      if (attempt === 5 || !/could not bind|could not create any TCP/.test(String(error))) throw error;
    }
  }
}

/** Starts the server on its port and returns when it accepts connections and the database exists. */
export async function launch(place: Place, log: Log): Promise<Server> {
  await clearRemains(place);
  const output = join(place.root, 'postgres-start.log');
  const file = openSync(output, 'w', 0o600);
  // Its own process group: Ctrl-C must reach Kith first, which then ends the database in good order.
  const child = spawn(join(place.programs, 'bin/postgres'), ['-D', place.pgdata], {
    ...place.account, cwd: '/', env: environment(), detached: true, stdio: ['ignore', file, file],
  });
  closeSync(file);
  child.unref();
  let ended = false;
  let failure: string | undefined;
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      failure = error.message;
      resolve();
    });
  }).then(() => void (ended = true));
  const begun = Date.now();
  let told = false;
  let server: Postmaster | undefined;
  for (;;) {
    if (ended) throw new Error(`The database did not start: ${failure ?? readFileSync(output, 'utf8').trim()} (more in ${join(place.pgdata, 'log')})`);
    server = runningPostmaster(place);
    if (server?.ready && server.pid === child.pid) break;
    if (!told && Date.now() - begun > 5000) {
      told = true;
      log.info('The database repairs itself after an unclean stop; this can take a minute.');
    }
    await sleep(10);
  }
  await ensureDatabase(place);
  return { pid: server.pid, exited };
}

export function connectionUrl(place: Place, database = DATABASE): string {
  return `postgres://postgres:${encodeURIComponent(place.memory.password)}@127.0.0.1:${place.memory.port}/${database}`;
}

async function ensureDatabase(place: Place): Promise<void> {
  const client = new pg.Client({ connectionString: connectionUrl(place, 'postgres') });
  client.on('error', () => undefined); // what ends the connection is told by the query that needed it
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

async function answers(place: Place): Promise<boolean> {
  const client = new pg.Client({ connectionString: connectionUrl(place), connectionTimeoutMillis: 1000, query_timeout: 1000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** An update may have put other programs in the place of those a server was started from. */
function usesPrograms(place: Place, server: Postmaster): boolean {
  const program = join(place.programs, 'bin/postgres');
  const command = readFileSync(join(place.pgdata, 'postmaster.opts'), 'utf8');
  return command.startsWith(`${program} `) && statSync(program).ctimeMs < server.started * 1000;
}

/** Ports below the range that systems hand out to outgoing connections, so that ours is still free next time. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Nothing of the caller's PG* or LC_* variables may leak into the server. */
function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, TZ: 'UTC' };
}

function own(account: Account, path: string): void {
  if (account.uid !== undefined && account.gid !== undefined) chownSync(path, account.uid, account.gid);
}
