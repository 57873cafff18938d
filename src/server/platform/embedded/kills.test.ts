import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { dataDirectory, eventually, isAlive, postmasterPid, query, start, startInChild } from './embedded.setup.ts';

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

  test('a plain kill of the database, which would wait for every connection, ends it, and it is started again', async () => {
    const dataDir = dataDirectory();
    const { url } = await start(dataDir);
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    const pid = postmasterPid(dataDir);
    process.kill(pid, 'SIGTERM');
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 20_000 });
    expect(await eventually(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await client.end().catch(() => undefined);
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
    onTestFinished(() => void bystander.kill('SIGKILL'));
    writeFileSync(file, content.replace(/^\d+/, String(bystander.pid)));
    chownSync(file, owner.uid, owner.gid);
    const second = await start(dataDir);
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(isAlive(bystander.pid ?? 0)).toBe(true);
  });
});
