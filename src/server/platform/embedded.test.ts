import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { DataDirectoryInUse, lockDataDirectory } from './data-directory.ts';
import { startEmbedded, type EmbeddedDatabase, type EmbeddedOptions } from './embedded.ts';

const asRoot = process.getuid?.() === 0;
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A data directory other users can reach, or not; removed with whatever runs in it after the test. */
function dataDirectory({ closed = false } = {}): string {
  const parent = mkdtempSync(join(tmpdir(), 'kith-embedded-'));
  chmodSync(parent, closed || !asRoot ? 0o700 : 0o755);
  const dataDir = join(parent, 'data');
  cleanups.push(async () => {
    const pid = postmasterPid(dataDir);
    if (pid && isAlive(pid)) process.kill(pid, 'SIGKILL');
    const moved = clusterRoot(dataDir);
    for (const folder of [parent, moved]) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return dataDir;
}

async function start(dataDir: string, options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedDatabase & { messages: string[] }> {
  const messages: string[] = [];
  const note = (message: string): void => void messages.push(message);
  const database = await startEmbedded({ dataDir, log: { info: note, warn: note, error: note }, ...options });
  cleanups.push(() => database.stop());
  return { ...database, messages };
}

/** Another Node that starts the database, prints its URL (or what went wrong) and stays, or does `then`. */
async function startInChild(dataDir: string, then = 'setInterval(() => {}, 1000)', account: { uid?: number; gid?: number } = {}): Promise<ChildProcess & { said: string }> {
  const module = new URL('./embedded.ts', import.meta.url).href;
  const script = `
    const { startEmbedded } = await import(${JSON.stringify(module)});
    const log = { info() {}, warn() {}, error() {} };
    const database = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log }).catch((error) => {
      console.log(error.name + ': ' + error.message);
      process.exit(1);
    });
    console.log(database.url);
    ${then}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { ...account, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
  cleanups.push(() => child.kill('SIGKILL'));
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  const said = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk) => resolve(String(chunk).trim()));
    child.once('close', () => reject(new Error(`nothing said: ${errors}`)));
  });
  return Object.assign(child, { said });
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(text)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The result of the query once the database answers again. */
function eventually(url: string, text: string): Promise<Record<string, unknown>[]> {
  return vi.waitFor(() => query(url, text), { timeout: 30_000, interval: 50 });
}

function clusterRoot(dataDir: string): string {
  try {
    return (JSON.parse(readFileSync(join(dataDir, 'database.json'), 'utf8')) as { moved_to?: string }).moved_to ?? dataDir;
  } catch {
    return dataDir;
  }
}

function postmasterPid(dataDir: string): number {
  try {
    return Number(readFileSync(join(clusterRoot(dataDir), 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return 0;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('starting and stopping', () => {
  test('keeps data, port and password from one start to the next', async () => {
    const dataDir = dataDirectory();
    const first = await start(dataDir);
    await query(first.url, 'create table kept (id int); insert into kept values (7)');
    const pid = postmasterPid(dataDir);
    await first.stop();
    expect(isAlive(pid)).toBe(false);
    expect(existsSync(join(dataDir, 'kith.lock'))).toBe(false);

    const second = await start(dataDir);
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'select id from kept')).toEqual([{ id: 7 }]);
  });

  test('is set up as promised: loopback, password, durable, ICU order, quiet', async () => {
    const dataDir = dataDirectory();
    const { url } = await start(dataDir, { settings: { work_mem: '5MB' } });
    const [settings] = await query(
      url,
      `select current_setting('listen_addresses') as listen, current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
        current_setting('jit') as jit, current_setting('timezone') as timezone, current_setting('work_mem') as work_mem,
        current_setting('unix_socket_directories') as sockets`,
    );
    expect(settings).toEqual({ listen: '127.0.0.1', fsync: 'on', commit: 'on', jit: 'off', timezone: 'UTC', work_mem: '5MB', sockets: '' });
    const words = await query(url, "select word from unnest(array['Zoe', 'éclair', 'apple', 'Äpfel', 'zebra']) as word order by word");
    expect(words.map((row) => row.word)).toEqual(['Äpfel', 'apple', 'éclair', 'zebra', 'Zoe']);
    for (const name of ['pg_trgm', 'unaccent', 'pgcrypto', 'pg_stat_statements']) await query(url, `create extension ${name}`);
    expect((await query(url, 'select count(*) > 0 as some from pg_stat_statements'))[0]).toEqual({ some: true });

    expect(statSync(join(dataDir, 'database.json')).mode & 0o777).toBe(0o600);
    const stranger = new URL(url);
    stranger.password = 'wrong';
    await expect(query(stranger.href, 'select 1')).rejects.toThrow(/password authentication failed/);
  });

  test('a first start that was cut short is begun again', async () => {
    const dataDir = dataDirectory();
    mkdirSync(join(dataDir, 'postgres.new/base'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres.new/PG_VERSION'), '18\n');
    const { url } = await start(dataDir);
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('takes another port when its own is taken, and keeps that', async () => {
    const dataDir = dataDirectory();
    const first = await start(dataDir);
    await first.stop();
    const squatter = createServer().listen(Number(new URL(first.url).port), '127.0.0.1');
    await once(squatter, 'listening');
    cleanups.push(() => squatter.close());
    const second = await start(dataDir);
    expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
    await second.stop();
    expect((await start(dataDir)).url).toBe(second.url);
  });

  test('a process that leaves without stop() takes the server along', async () => {
    const dataDir = dataDirectory();
    await startInChild(dataDir, 'process.exit(3)');
    await vi.waitFor(() => expect(postmasterPid(dataDir)).toBe(0), { timeout: 30_000 });
  });
});

describe('one owner', () => {
  test('a second start on the same directory is refused, naming directory and process', async () => {
    const dataDir = dataDirectory();
    const owner = await startInChild(dataDir);
    const error: unknown = await startEmbedded({ dataDir, log: console }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DataDirectoryInUse);
    expect(error).toMatchObject({ directory: dataDir, pid: owner.pid });
    expect((error as Error).message).toContain(dataDir);
    expect((error as Error).message).toContain(String(owner.pid));
    expect(await query(owner.said, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test("a dead owner's lock counts for nothing, even when its number has a new bearer", async () => {
    const dataDir = dataDirectory();
    mkdirSync(dataDir);
    for (const content of [JSON.stringify({ pid: process.pid, started: 'another boot/1' }), JSON.stringify({ pid: 2 ** 22 + 1, started: 'x/1' }), '', '{']) {
      writeFileSync(join(dataDir, 'kith.lock'), content);
      (await lockDataDirectory(dataDir)).release();
      expect(existsSync(join(dataDir, 'kith.lock'))).toBe(false);
    }
  });

  test('of many that find a dead owner at once, exactly one gets the directory', async () => {
    const dataDir = dataDirectory();
    mkdirSync(dataDir);
    const module = new URL('./data-directory.ts', import.meta.url).href;
    // All wait for the same moment, so that they meet at the lock; the winner holds it until all have spoken.
    const script = `
      const { lockDataDirectory } = await import(${JSON.stringify(module)});
      console.log('ready');
      const [at] = await import('node:events').then(({ once }) => once(process.stdin, 'data'));
      while (Date.now() < Number(at));
      await lockDataDirectory(${JSON.stringify(dataDir)}, { waitMs: 0 }).then(() => console.log('won'), (error) => console.log(error.name));
      setInterval(() => {}, 1000);`;
    writeFileSync(join(dataDir, 'kith.lock'), JSON.stringify({ pid: 2 ** 22 + 1, started: 'x/1' }));
    const children = Array.from({ length: 6 }, () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
      cleanups.push(() => child.kill('SIGKILL'));
      return child;
    });
    const said = () => Promise.all(children.map(async ({ stdout }) => String((await once(stdout, 'data'))[0]).trim()));
    await said();
    const speaking = said();
    for (const { stdin } of children) stdin.write(String(Date.now() + 200));
    const answers = await speaking;
    expect(answers.sort()).toEqual(['DataDirectoryInUse', 'DataDirectoryInUse', 'DataDirectoryInUse', 'DataDirectoryInUse', 'DataDirectoryInUse', 'won']);
  });
});

describe('kill -9', () => {
  test('of the server: it comes back on the same port with everything committed', async () => {
    const dataDir = dataDirectory();
    const { url, messages } = await start(dataDir);
    await query(url, 'create table kept (id int); insert into kept values (1)');
    // A backend deep in a statement does not notice that its postmaster is gone and keeps the shared memory busy.
    const busy = query(url, 'select count(*) from generate_series(1, 100000000000)').catch(() => undefined);
    await vi.waitFor(async () => expect(await query(url, `select 1 from pg_stat_activity where state = 'active' and query like 'select count(%'`)).toHaveLength(1), { timeout: 30_000 });
    for (let round = 1; round <= 2; round++) {
      const before = postmasterPid(dataDir);
      process.kill(before, 'SIGKILL');
      expect(await eventually(url, 'select id from kept')).toEqual([{ id: 1 }]);
      expect(postmasterPid(dataDir)).not.toBe(before);
      // It answers before whoever started it has noticed; killed in between, it would count as one that failed to start.
      await expect.poll(() => messages.filter((message) => /running again/.test(message)).length).toBe(round);
    }
    await busy;
    expect(messages.filter((message) => /ended unexpectedly/.test(message))).toHaveLength(2);
  });

  test('of the server, when somebody has cleared away what it said at its start', async () => {
    const dataDir = dataDirectory();
    const { url, messages } = await start(dataDir);
    unlinkSync(join(dataDir, 'postgres-start.log'));
    process.kill(postmasterPid(dataDir), 'SIGKILL');
    await expect.poll(() => messages).toContainEqual(expect.stringContaining('running again'));
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('of Node: the server that stays behind is taken over and watched from then on', async () => {
    const dataDir = dataDirectory();
    const child = await startInChild(dataDir);
    await query(child.said, 'create table kept (id int); insert into kept values (1)');
    const pid = postmasterPid(dataDir);
    child.kill('SIGKILL');
    await once(child, 'exit');

    const { url, stop } = await start(dataDir);
    expect(postmasterPid(dataDir)).toBe(pid);
    expect(await query(url, 'select id from kept')).toEqual([{ id: 1 }]);
    process.kill(pid, 'SIGKILL');
    expect(await eventually(url, 'select id from kept')).toEqual([{ id: 1 }]);
    await stop();
    expect(postmasterPid(dataDir)).toBe(0);
  });

  test('of Node: a server with other settings is not taken over but started anew', async () => {
    const dataDir = dataDirectory();
    const child = await startInChild(dataDir);
    const pid = postmasterPid(dataDir);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const { url } = await start(dataDir, { settings: { work_mem: '5MB' } });
    expect(await query(url, 'show work_mem')).toEqual([{ work_mem: '5MB' }]);
    expect(postmasterPid(dataDir)).not.toBe(pid);
  });

  test('of both, in the middle of writing: nothing acknowledged is lost', async () => {
    const dataDir = dataDirectory();
    const child = await startInChild(dataDir);
    await query(child.said, 'create table kept (id int)');
    const client = new pg.Client({ connectionString: child.said });
    client.on('error', () => undefined);
    await client.connect();
    let acknowledged = 0;
    const writing = (async () => {
      for (;;) {
        await client.query('insert into kept values ($1)', [acknowledged + 1]);
        acknowledged++;
      }
    })().catch(() => undefined);
    await vi.waitFor(() => expect(acknowledged).toBeGreaterThan(50), { timeout: 30_000 });
    process.kill(postmasterPid(dataDir), 'SIGKILL');
    child.kill('SIGKILL');
    await Promise.all([writing, once(child, 'exit')]);
    // The session must be over: an orphan would still be writing.
    const { url } = await start(dataDir);
    const [row] = await query(url, 'select count(*)::int as rows, max(id) as last from kept');
    expect(row?.rows).toBe(row?.last);
    expect(Number(row?.rows)).toBeGreaterThanOrEqual(acknowledged);
    expect(Number(row?.rows)).toBeLessThanOrEqual(acknowledged + 1);
  });

  test('a postmaster.pid whose number now belongs to another program does not stop the start', async () => {
    const dataDir = dataDirectory();
    const first = await start(dataDir);
    const file = join(first.root, 'postgres/postmaster.pid');
    const owner = statSync(join(first.root, 'postgres'));
    const content = readFileSync(file, 'utf8');
    await first.stop();
    const bystander = spawn('sleep', ['60'], { uid: owner.uid, gid: owner.gid });
    cleanups.push(() => bystander.kill('SIGKILL'));
    writeFileSync(file, content.replace(/^\d+/, String(bystander.pid)));
    chownSync(file, owner.uid, owner.gid);
    const second = await start(dataDir);
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(isAlive(bystander.pid ?? 0)).toBe(true);
  });
});

describe.runIf(asRoot)('as root', () => {
  test('the server runs as another user', async () => {
    const dataDir = dataDirectory();
    await start(dataDir);
    expect(statSync(`/proc/${postmasterPid(dataDir)}`).uid).not.toBe(0);
  });

  test('under a folder others cannot enter, the cluster lives elsewhere, and one line says so', async () => {
    const dataDir = dataDirectory({ closed: true });
    const first = await start(dataDir);
    expect(first.root).toMatch(/^\/var\/lib\/kith\/[0-9a-f]+$/);
    expect(first.messages).toHaveLength(1);
    expect(first.messages[0]).toContain(first.root);
    await query(first.url, 'create table kept (id int); insert into kept values (1)');
    await first.stop();
    const second = await start(dataDir);
    expect(second.root).toBe(first.root);
    expect(await query(second.url, 'select id from kept')).toEqual([{ id: 1 }]);
  });

  test('an ordinary user needs nothing special, also in a private folder', async (context) => {
    const dataDir = dataDirectory({ closed: true });
    const user = { uid: 65534, gid: 65534 };
    const probe = spawn(process.execPath, ['-e', `require("node:fs").accessSync(${JSON.stringify(import.meta.filename)})`], { ...user, cwd: '/' });
    const [code] = await once(probe, 'exit').catch(() => [1]);
    context.skip(code !== 0, 'this checkout is closed to other users');
    mkdirSync(dataDir);
    for (const folder of [dataDir, join(dataDir, '..')]) chownSync(folder, user.uid, user.gid);
    const child = await startInChild(dataDir, "setInterval(() => {}, 1000); process.once('SIGTERM', async () => { await database.stop(); process.exit(0); })", user);
    expect(await query(child.said, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(statSync(`/proc/${postmasterPid(dataDir)}`).uid).toBe(user.uid);
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect(postmasterPid(dataDir)).toBe(0);
  });
});
