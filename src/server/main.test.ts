import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { emptyDatabase } from '../../test/harness.ts';
import { migrate } from './platform/database/migrate.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'kith-main-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** Starts Kith and waits for it to give up. */
async function start(env: Record<string, string>) {
  const child = spawn(process.execPath, ['src/server/main.ts'], { env: { ...process.env, DATABASE_URL: '', KITH_DATA_DIR: dataDir, ...env } });
  const [said, [code]] = await Promise.all([Promise.all([text(child.stdout), text(child.stderr)]), once(child, 'exit')]);
  return { code: code as number, said: said.join('').trim() };
}

describe('a start that cannot be', () => {
  it.each([
    ['PORT', 'abc'],
    ['PORT', ' '],
    ['PORT', '0x50'],
    ['PORT', '65536'],
    ['KITH_TRUST_PROXY', 'true'],
    ['KITH_REGISTRATION', 'maybe'],
    ['LOG_LEVEL', 'loud'],
    ['DATABASE_URL', 'mysql://localhost/kith'],
  ])('because of %s=%j is one line that names it', async (name, value) => {
    expect(await start({ [name]: value })).toEqual({ code: 1, said: expect.stringMatching(new RegExp(`^Kith cannot start: ${name}: [^\n]+$`)) });
  }, 30_000);

  it('because the port is taken is one line, after the database was started too', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    expect(await start({ PORT: String(port) })).toEqual({ code: 1, said: `Kith cannot start: Port ${port} is taken by another program. Set PORT to a free one.` });
    taken.close();
  }, 60_000);
});

it('an owner who may not give rights of another owner on the same server is told the statement that helps', async () => {
  const { superuserUrl } = await emptyDatabase();
  const root = new pg.Client({ connectionString: superuserUrl });
  await root.connect();
  const name = `other_owner_${process.pid}`;
  await root.query(`create role ${name} login password 'other'`);
  try {
    await root.query(`alter database ${root.database} owner to ${name}`);
    const url = Object.assign(new URL(superuserUrl), { username: name, password: 'other' }).href;
    await expect(migrate(url)).rejects.toThrow(`alter role ${name} createrole;`);
    await root.query(`alter role ${name} createrole`);
    await expect(migrate(url)).rejects.toThrow(`grant kith_app to ${name} with admin option;`);
    await root.query(`grant kith_app to ${name} with admin option`);
    expect((await migrate(url)).applied.length).toBeGreaterThan(50);
  } finally {
    await root.query(`drop owned by ${name} cascade`).catch(() => undefined);
    await root.end();
  }
}, 60_000);
