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
  const seal = async () => (await kith.owner.query('select kith.seal_changes()')).rows;
  const sealOne = async (full_name: string) => {
    const ada = kith.client();
    await ada.post('/auth/login', { username: 'bob', password: PASSWORD });
    expect((await ada.post('/contacts', { full_name })).status).toBe(201);
    await seal();
  };
  const headOf = (said: string) => /^Its head is (\d+-[\da-f]{64})$/m.exec(said)![1]!;

  it('finds the feed whole, and a head that was noted in it as it grows', async () => {
    await sealOne('First One');
    const { code, said } = await cli('', 'verify');
    expect([code, said]).toEqual([0, expect.stringMatching(/^The feed is whole: \d+ changes in \d+ batches\.\nIts head is \d+-[\da-f]{64}$/)]);
    await sealOne('Second One');
    const later = await cli('', 'verify', '--head', headOf(said));
    expect([later.code, later.said]).toEqual([0, expect.stringContaining('It still holds everything up to the noted head')]);
    expect(headOf(later.said)).not.toBe(headOf(said));
    expect(await cli('', 'verify', '--head', 'junk')).toEqual({ code: 1, said: expect.stringMatching(/^This is no head/) });
  }, 60_000);

  it('that the newest batches and their rows are gone is told by a noted head only', async () => {
    await sealOne('Third One');
    const noted = headOf((await cli('', 'verify')).said);
    await kith.owner.query('delete from changes where position >= (select max(first_position) from change_batches)');
    await kith.owner.query('delete from change_batches where id = (select max(id) from change_batches)');
    expect((await cli('', 'verify')).code).toBe(0);
    const found = await cli('', 'verify', '--head', noted);
    expect([found.code, found.said]).toEqual([1, expect.stringContaining('It does not hold the noted head')]);
    // nor when something else has been written in its place
    await sealOne('Other One');
    expect((await cli('', 'verify', '--head', noted)).code).toBe(1);
  }, 60_000);

  it('finds rows without their batch, and what is missing at the beginning', async () => {
    await sealOne('Fourth One');
    await kith.owner.query('delete from change_batches where id = (select max(id) from change_batches)');
    expect(await cli('', 'verify')).toEqual({ code: 1, said: expect.stringMatching(/it is missing, but \d+ of its rows are there/) });
    await kith.owner.query('delete from changes where position > (select max(last_position) from change_batches)');
    expect((await cli('', 'verify')).code).toBe(0);
    await kith.owner.query('delete from changes where position <= (select min(last_position) from change_batches)');
    await kith.owner.query('delete from change_batches where id = (select min(id) from change_batches)');
    expect(await cli('', 'verify')).toEqual({ code: 1, said: expect.stringContaining('what came before it is missing') });
  }, 60_000);

  it.each(['verify', 'rotate-key', 'doctor'])('%s says of a database that was never migrated what to do', async (command) => {
    const { ownerUrl } = await emptyDatabase();
    const { code, said } = await cliOn(ownerUrl, '', command);
    expect([code, said]).toEqual([1, expect.stringMatching(/\d+ migrations are not applied\. Run npm run kith -- migrate, or start Kith\./)]);
  }, 30_000);
});
