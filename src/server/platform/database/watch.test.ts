import sql from 'sql-template-tag';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, signUp, testDatabase, type TestKith, testKith } from '../../../../test/harness.ts';
import { openLine } from '../../../../test/line.ts';

let kith: TestKith;
let ada: Client;
let line: Awaited<ReturnType<typeof openLine>>;
beforeAll(async () => {
  const place = await testDatabase();
  line = await openLine(place.appUrl);
  kith = await testKith({ LOG_LEVEL: 'silent' }, { ...place, appUrl: line.url });
  ada = await signUp(kith);
});
afterAll(async () => {
  line.thaw();
  await kith.close();
  await line.cut();
});

const timed = async (request: () => Promise<{ status: number }>) => {
  const start = performance.now();
  const { status } = await request();
  return { status, ms: performance.now() - start };
};
const requests = [() => ada.get('/contacts'), () => ada.post('/contacts', { full_name: 'While it hangs' }), () => ada.post('/contacts', { full_name: 'Once' }, { 'idempotency-key': 'once' }), () => ada.post('/auth/login', { username: ada.user.username, password: 'wrong' })];

it('a database that hangs is 503 soon, then at once, until it answers', async () => {
  await Promise.all(requests.map((request) => request())); // connections are open
  line.freeze();
  for (const { status } of await Promise.all([...requests, ...requests].map((request) => request()))) expect(status).toBe(503);
  // to find out takes two seconds
  for (const request of requests) expect(await timed(request)).toEqual({ status: 503, ms: expect.toSatisfy((ms: number) => ms < 1_900) });
  expect((await kith.client().get('/health/live', { cookie: ada.cookie! })).status).toBe(200);
  expect((await kith.client().get('/metrics')).body).toContain('kith_http_request_seconds');
  line.thaw();
  await expect.poll(async () => (await ada.get('/contacts')).status).toBe(200);
  expect((await ada.get('/contacts')).body.data.filter((contact: { full_name: string }) => contact.full_name === 'Once')).toHaveLength(1);
});

it('a slow statement keeps its time while the database lives', async () => {
  const [row] = await kith.platform.database.anonymous<{ slept: string }>(sql`select pg_sleep(3.5)::text as slept`);
  expect(row).toEqual({ slept: '' });
}, 15_000);
