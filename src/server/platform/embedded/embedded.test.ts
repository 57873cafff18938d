import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { DataDirectoryInUse, lockDataDirectory } from '../data-directory.ts';
import { startEmbedded } from '../embedded.ts';
import { asRoot, dataDirectory, isAlive, postmasterPid, query, start, startInChild } from './embedded.setup.ts';

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
    onTestFinished(() => void squatter.close());
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
    const module = new URL('../data-directory.ts', import.meta.url).href;
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
      onTestFinished(() => void child.kill('SIGKILL'));
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
