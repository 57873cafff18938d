import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeProvider, type FakeProvider } from '../../../../test/fakes/ai.ts';
import { type Client, signUp, type TestKith, testKith } from '../../../../test/harness.ts';

let kith: TestKith;
let provider: FakeProvider;
let admin: Client;
let bob: Client;
beforeAll(async () => {
  provider = await fakeProvider('openai', { entries: [{ category: 'Interests', content: 'Sails', confidence: 8, quotes: ['loves sailing'] }] });
  kith = await testKith({ LOG_LEVEL: 'silent', OPENAI_API_KEY: 'key', OPENAI_BASE_URL: provider.url, KITH_AI_DAILY_BUDGET: '0.0001', KITH_AI_MONTHLY_BUDGET: '5' });
  admin = await signUp(kith, 'admin_ada'); // the first account
  bob = await signUp(kith, 'bob');
});
afterAll(async () => {
  await kith.close();
  await provider.close();
});

async function analyse(client: Client) {
  const { contact } = (await client.post('/contacts', { full_name: 'Ann' })).body;
  const answer = await client.post('/notes/process', { contact_id: contact.id, content: 'She loves sailing very much.' });
  expect(answer.body.engine).toBe('openai:gpt-6-luna');
}
const alerts = async (client: Client) => (await client.get('/auth/security-events')).body.data.filter((event: { kind: string }) => event.kind === 'ai_budget');

describe('a budget that is used up', () => {
  it('leaves one notice for every admin, also when a second process finds it, and none for others', async () => {
    const second = await signUp(kith, 'carol');
    await kith.owner.query(`update users set role = 'admin' where id = $1`, [second.user.id]);
    const carol = kith.client();
    await carol.post('/auth/login', { username: 'carol', password: 'correct-horse-battery-7' });
    expect(await alerts(admin)).toEqual([]);

    await analyse(bob);
    await analyse(bob);
    const beside = await testKith({ LOG_LEVEL: 'silent', OPENAI_API_KEY: 'key', OPENAI_BASE_URL: provider.url, KITH_AI_DAILY_BUDGET: '0.0001' }, kith);
    const bobBeside = beside.client();
    Object.assign(bobBeside, { cookie: bob.cookie });
    await analyse(bobBeside);
    await beside.close();

    for (const client of [admin, carol]) {
      const told = await alerts(client);
      expect(told).toHaveLength(1);
      expect(told[0].detail).toMatch(/^The AI budget for today is used up \(0\.00 of 0\.00 USD\)\. Providers are still used\.$/);
    }
    expect(await alerts(bob)).toEqual([]);
  });
});

describe('GET /ai/usage', () => {
  it('sums the calls of the own space by day, provider and model', async () => {
    const { status, body } = await bob.get('/ai/usage');
    expect(status).toBe(200);
    expect(body.data).toHaveLength(1);
    expect(body.data[0]).toMatchObject({ day: new Date().toISOString().slice(0, 10), provider: 'openai', model: 'gpt-6-luna', calls: 3, failed: 0, input_tokens: 3600, output_tokens: 900 });
    expect(body.data[0].cost_usd).toBeCloseTo(3 * 0.00027, 6);
    expect(body.budget).toBeUndefined();
    expect((await admin.get('/ai/usage')).body.data).toEqual([]);
  });

  it('shows an admin everybody’s, and the budget', async () => {
    await analyse(admin);
    const { body } = await admin.get('/ai/usage?all=true');
    expect(body.data).toMatchObject([{ provider: 'openai', calls: 4 }]);
    expect(body.budget).toMatchObject({ day: 0.0001, month: 5, hard_stop: false });
    expect(body.budget.spent_day).toBeCloseTo(4 * 0.00027, 6);
    expect(body.budget.spent_month).toBeCloseTo(4 * 0.00027, 6);
    expect((await admin.get('/ai/usage')).body).toMatchObject({ data: [{ calls: 1 }], budget: { day: 0.0001 } });
  });

  it('is in the metrics of the process', async () => {
    const { body } = await admin.get('/metrics'); // of the four calls, another process made one
    const labels = 'provider="openai",model="gpt-6-luna"';
    for (const line of [`kith_ai_call_seconds_count{${labels},capability="analyse",outcome="ok"} 3`, `kith_ai_tokens_total{${labels},direction="sent"} 3600`, `kith_ai_tokens_total{${labels},direction="received"} 900`]) expect(body).toContain(`${line}\n`);
    expect(Number(/^kith_ai_cost_usd_total\{.*\} (\S+)$/m.exec(body)?.[1])).toBeCloseTo(3 * 0.00027, 6);
  });

  it('refuses everybody’s to a user, and to the key of an admin', async () => {
    expect((await bob.get('/ai/usage?all=true')).status).toBe(403);
    const key = (await admin.post('/auth/api-keys', { name: 'reader', scopes: ['read'] })).body;
    const program = kith.client();
    program.headers = { authorization: `Bearer ${key.key ?? key.api_key?.key ?? key.token}` };
    expect((await program.get('/ai/usage')).status).toBe(200);
    expect((await program.get('/ai/usage?all=true')).status).toBe(403);
  });

  it.each(['', '&all=true'])('pages without losing or repeating a row%s', async (all) => {
    await kith.owner.query(`delete from ai_calls`);
    await kith.owner.query(
      `insert into ai_calls (space_id, provider, model, capability, purpose, cost_usd, duration_ms, outcome, created_at)
       select $1, p, m, 'analyse', 'note', 0.5, 10, case when n = 1 then 'timeout' else 'ok' end, now() - make_interval(days => d)
       from unnest(array['gemini', 'openai']) p, unnest(array['a', 'b']) m, generate_series(0, 4) d, generate_series(1, 2) n`,
      [admin.space.id],
    );
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await admin.get(`/ai/usage?limit=3${all}${cursor && `&cursor=${cursor}`}`);
      for (const row of body.data) {
        expect(row).toMatchObject({ calls: 2, failed: 1, cost_usd: 1, duration_ms: 20 });
        seen.push(`${row.day} ${row.provider} ${row.model}`);
      }
      cursor = body.next_cursor;
    } while (cursor);
    expect(seen).toHaveLength(20);
    expect(new Set(seen).size).toBe(20);
    expect(seen.map((row) => row.slice(0, 10))).toEqual(seen.map((row) => row.slice(0, 10)).toSorted().toReversed());
  });
});
