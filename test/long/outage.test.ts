import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authenticate, ctxOf } from '../../src/server/domains/accounts/index.ts';
import { type Client, signUp, testDatabase, type TestKith, testKith } from '../harness.ts';
import { openLine } from '../line.ts';
import { eventually, openPage } from '../sockets.ts';

let kith: TestKith;
let url: string;
let ada: Client;
let started = 0;
let line: Awaited<ReturnType<typeof openLine>>;

beforeAll(async () => {
  const place = await testDatabase();
  line = await openLine(place.appUrl);
  kith = await testKith({ LOG_LEVEL: 'fatal' }, { ...place, appUrl: line.url });
  kith.platform.jobs.define('through', {
    handler: async (ctx, job) => {
      started++;
      await new Promise((done) => setTimeout(done, 4_000));
      await ctx.tx((tx) => tx.query(sql`insert into tags (space_id, name) values (${ctx.space.id}, ${`through ${job.id}`})`));
    },
  });
  url = await kith.live();
  ada = await signUp(kith);
});
afterAll(async () => {
  await kith.close();
  await line.cut();
});

describe('the database away for 15 s', () => {
  it('costs nothing but time: jobs, sealing and sockets go on by themselves', async () => {
    const page = await openPage(url, ada);
    const ctx = ctxOf(kith.platform, (await authenticate(kith.platform, ada.cookie!.split('=')[1]!))!, { ip: null, user_agent: null });
    const enqueue = () => ctx.tx((tx) => kith.platform.jobs.enqueue(tx, ctx, { kind: 'through', input: {} }));
    const { id } = await enqueue();
    await eventually(async () => started === 1);
    await line.cut();
    await new Promise((done) => setTimeout(done, 2_000));
    expect((await ada.get('/contacts')).status).toBe(503);
    await new Promise((done) => setTimeout(done, 13_000));
    await line.mend();

    const start = performance.now();
    const { contact } = await eventually(async () => {
      const answer = await ada.post('/contacts', { full_name: 'After the outage' });
      return answer.status === 201 && answer.body;
    });
    await page.until('changes', (event) => event.changes.some((change: { row_id: string }) => change.row_id === contact.id));
    console.log(`a page heard of a write ${Math.round(performance.now() - start)} ms after the database was back`);
    await eventually(async () => (await ada.get(`/jobs/${id}`)).body.job.state === 'completed', 45_000);
    console.log(`the interrupted job was done ${Math.round(performance.now() - start)} ms after`);
    const made = (await ada.get('/tags?limit=100')).body.data.filter((tag: { name: string }) => tag.name === `through ${id}`);
    expect(made).toHaveLength(1);
    const next = await enqueue();
    await eventually(async () => (await ada.get(`/jobs/${next.id}`)).body.job.state === 'completed');
    page.socket.close();
  }, 120_000);
});
