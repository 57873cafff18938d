import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, PASSWORD, signUp, type TestKith, testKith } from '../harness.ts';
import { eventually } from '../sockets.ts';

let kith: TestKith;
beforeAll(async () => {
  kith = await testKith({ KITH_DATABASE_CONNECTIONS: '10' });
  await kith.start();
});
afterAll(() => kith.close());

/** What a double click, two tabs or an impatient program do: the same request several times at once. */
async function atOnce<T>(times: number, send: (i: number) => Promise<T>): Promise<T[]> {
  const answers = await Promise.all(Array.from({ length: times }, (_, i) => send(i)));
  for (const { status } of answers as { status: number }[]) expect(status).toBeLessThan(500);
  return answers;
}
const statuses = (answers: { status: number }[]) => answers.map(({ status }) => status).toSorted();
const add = async (client: Client, full_name: string) => (await client.post('/contacts', { full_name })).body.contact as { id: string };
const count = async (table: string, client: Client) => (await kith.owner.query(`select count(*)::int as n from ${table} where space_id = $1`, [client.space.id])).rows[0].n as number;

it('Today, asked by several at once, is one and the same and writes nothing', async () => {
  const client = await signUp(kith);
  await add(client, 'Anna');
  const before = await count('changes', client);
  const answers = await atOnce(6, () => client.get('/today'));
  expect(statuses(answers)).toEqual(Array(6).fill(200));
  expect(new Set(answers.map(({ body }) => JSON.stringify({ ...body, now: null, position: null }))).size).toBe(1);
  expect(await count('changes', client)).toBe(before);
});

it('two admins who demote each other: one stays, round after round', async () => {
  const names = ['admin_one', 'admin_two'];
  const ids = (await Promise.all(names.map((name) => signUp(kith, name)))).map(({ user }) => user.id);
  for (let round = 0; round < 5; round++) {
    await kith.owner.query(`update users set role = case when id = any ($1) then 'admin' else 'user' end`, [ids]);
    const [first, second] = await Promise.all(names.map(async (username) => {
      const client = kith.client();
      expect((await client.post('/auth/login', { username, password: PASSWORD })).status).toBe(200);
      return client;
    }));
    const answers = await atOnce(2, (i) => (i ? second! : first!).patch(`/admin/users/${ids[1 - i]}`, { role: 'user' }));
    expect(answers.filter(({ status }) => status === 200), String(statuses(answers))).toHaveLength(1);
    expect((await kith.owner.query(`select count(*)::int as n from users where role = 'admin'`)).rows[0].n).toBe(1);
  }
});

it('one pair merged several times at once is merged once, whichever way round', async () => {
  const client = await signUp(kith);
  for (let round = 0; round < 4; round++) {
    const [a, b] = [await add(client, `Kept ${round}`), await add(client, `Other ${round}`)];
    await client.post(`/contacts/${b.id}/entries`, { category: 'Goals', content: 'Sail' });
    const answers = await atOnce(4, (i) => (round % 2 && i % 2 ? client.post(`/contacts/${b.id}/merge`, { other_id: a.id }) : client.post(`/contacts/${a.id}/merge`, { other_id: b.id })));
    expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
    expect(await count('contacts', client)).toBe(round + 1);
    expect(await count('merges', client)).toBe(round + 1);
    expect(await count('entries', client)).toBe(round + 1);
  }
});

it('one action undone several times at once is undone once; so is a redo', async () => {
  const client = await signUp(kith);
  const made = await client.post('/contacts', { full_name: 'Undone' });
  const undone = await atOnce(4, () => client.post('/undo', { action_id: made.headers['kith-action-id'] }));
  expect(statuses(undone)).toEqual([200, 409, 409, 409]);
  expect(await count('contacts', client)).toBe(0);
  const redone = await atOnce(4, () => client.post('/redo'));
  expect(statuses(redone)).toEqual([200, 409, 409, 409]);
  expect(await count('contacts', client)).toBe(1);
});

it('one proposal accepted several times at once, and accepted while it is dismissed, becomes one thing', async () => {
  for (const dismissing of [false, true]) {
    const client = await signUp(kith);
    const anna = await add(client, 'Anna Smith');
    await client.post('/notes/process', { contact_id: anna.id, content: 'Her brother Tom wants to change jobs.' });
    const { data } = (await client.get('/proposals')).body as { data: { id: string; kind: string }[] };
    expect(data.length).toBeGreaterThan(0);
    for (const proposal of data) {
      if ((await client.get(`/proposals?state=open`)).body.data.every(({ id }: { id: string }) => id !== proposal.id)) continue; // came with another
      const [people, entries] = [await count('contacts', client), await count('entries', client)];
      const answers = await atOnce(4, (i) => (dismissing && i === 0 ? client.post(`/proposals/${proposal.id}/dismiss`) : client.post(`/proposals/${proposal.id}/accept`, {})));
      expect(answers.filter(({ status }) => status < 300), `${proposal.kind}: ${statuses(answers)}`).toHaveLength(1);
      expect((await count('contacts', client)) - people).toBeLessThanOrEqual(1);
      expect((await count('entries', client)) - entries).toBeLessThanOrEqual(1);
    }
  }
});

it('events of what is to be done are made once', async () => {
  const client = await signUp(kith);
  const anna = await add(client, 'Anna Smith');
  for (const content of ['Call her about the boat', 'Send the book']) await client.post(`/contacts/${anna.id}/entries`, { category: 'Actionable', content });
  await atOnce(5, () => client.post('/calendar/create-from-actionable', { contact_id: anna.id }));
  expect(await count('events', client)).toBe(2);
});

it('an import that is ready runs once, however often it is sent; and a file sent twice doubles nothing', async () => {
  const client = await signUp(kith);
  const file = { name: 'people.csv', content: `Contact Name,Category,Content\n${Array.from({ length: 200 }, (_, i) => `Person ${i},Goals,Sail ${i}`).join('\n')}\n` };
  const { import: ready } = (await client.upload('POST', '/imports', 'file', file)).body;
  const answers = await atOnce(4, () => client.post(`/imports/${ready.id}/run`, {}));
  expect(statuses(answers)).toEqual([200, 409, 409, 409]);
  expect([await count('contacts', client), await count('entries', client)]).toEqual([200, 200]);
  const again = await atOnce(3, () => client.upload('POST', '/import/merge-from-csv', 'backup_file', file));
  for (const { status, body } of again) if (status === 202) await eventually(async () => (await client.get(`/jobs/${body.job_id}`)).body.job.state === 'completed');
  expect([await count('contacts', client), await count('entries', client)]).toEqual([200, 200]);
});
