import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyDatabase, PASSWORD, signUp, type TestKith, testKith } from '../../test/harness.ts';

let kith: TestKith;
const dataDir = mkdtempSync(join(tmpdir(), 'kith-cli-'));
beforeAll(async () => {
  kith = await testKith();
  await signUp(kith, 'ada');
});
afterAll(async () => {
  await kith.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const createUser = (input: string, ...args: string[]) => cli(input, 'create-user', ...args);
const cli = (input: string, ...args: string[]) => cliOn(kith.ownerUrl, input, ...args);
async function cliOn(database: string, input: string, ...args: string[]) {
  const child = spawn(process.execPath, ['src/server/cli.ts', ...args], { env: { ...process.env, DATABASE_URL: database, KITH_DATA_DIR: dataDir } });
  child.stdin.end(`${input}\n`);
  const [said, [code]] = await Promise.all([Promise.all([text(child.stdout), text(child.stderr)]), once(child, 'exit')]);
  return { code: code as number, said: said.join('').trim() };
}
const users = async () => (await kith.owner.query<{ username: string }>('select username from users order by username')).rows.map((row) => row.username);

describe('kith create-user', () => {
  it('makes an account that can sign in', async () => {
    expect(await createUser(PASSWORD, 'bob', '--admin', '--email', 'bob@example.org')).toEqual({ code: 0, said: 'Made the admin bob.' });
    expect((await kith.client().post('/auth/login', { username: 'bob@example.org', password: PASSWORD })).body.user).toMatchObject({ username: 'bob', role: 'admin' });
  }, 30_000);

  // a username that looks like the address of somebody else would be asked first when they sign in
  it.each([['somebody@example.org'], ['carl', '--email', 'nowhere']])('refuses what the page would refuse: %s', async (...args) => {
    const before = await users();
    const { code, said } = await createUser(PASSWORD, ...args);
    expect([code, said]).toEqual([1, expect.stringMatching(/^(username|email): /)]);
    expect(await users()).toEqual(before);
  }, 30_000);

  it('refuses a short password', async () => {
    expect(await createUser('x', 'dora')).toEqual({ code: 1, said: 'The password needs 8 to 256 characters.' });
  }, 30_000);
});

describe('kith password-link', () => {
  it('sets a forgotten password, once', async () => {
    const { code, said } = await cli('', 'password-link', 'Ada');
    expect([code, said]).toEqual([0, expect.stringMatching(/^Open within an hour: http:\/\/\S+\/set-password\/kith_p_\S+$/)]);
    const token = said.split('/').at(-1)!;
    const set = () => kith.client().post(`/auth/password-link/${token}`, { new_password: 'amber tractor lagoon' });
    expect((await set()).status).toBe(204);
    expect((await set()).status).toBe(404);
    expect((await kith.client().post('/auth/login', { username: 'ada', password: 'amber tractor lagoon' })).status).toBe(200);
  }, 30_000);

  it('is made for nobody who is not there', async () => {
    expect(await cli('', 'password-link', 'nobody')).toEqual({ code: 1, said: 'There is no user nobody, or the account is disabled.' });
  }, 30_000);
});

describe('kith verify', () => {
  it('finds the feed whole', async () => expect(await cli('', 'verify')).toEqual({ code: 0, said: expect.stringMatching(/^The feed is whole: \d+ changes in \d+ batches\.$/) }), 30_000);

  it.each(['verify', 'rotate-key', 'doctor'])('%s says of a database that was never migrated what to do', async (command) => {
    const { ownerUrl } = await emptyDatabase();
    const { code, said } = await cliOn(ownerUrl, '', command);
    expect([code, said]).toEqual([1, expect.stringMatching(/\d+ migrations are not applied\. Run npm run kith -- migrate, or start Kith\./)]);
  }, 30_000);
});
