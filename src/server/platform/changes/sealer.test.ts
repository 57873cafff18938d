import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, dropConnections, signUp, type TestKith, testKith } from '../../../../test/harness.ts';
import { eventually } from '../../../../test/sockets.ts';

let kith: TestKith;
let beside: TestKith;
let ada: Client;
let ear: pg.Client;
const notified: { at: number; position: number }[] = [];
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const unsealed = async () => (await kith.owner.query('select count(*)::int as n from changes where position is null')).rows[0].n as number;
const positionOf = async (name: string) => Number((await kith.owner.query(`select position from changes where operation = 'insert' and new ->> 'full_name' = $1`, [name])).rows[0]?.position ?? 0);

beforeAll(async () => {
  kith = await testKith();
  beside = await testKith({}, kith);
  await kith.start();
  await beside.start();
  ada = await signUp(kith);
  ear = new pg.Client({ connectionString: kith.appUrl });
  await ear.connect();
  ear.on('notification', ({ payload }) => notified.push({ at: performance.now(), position: Number(payload) }));
  await ear.query('listen kith_changes');
});
afterAll(async () => {
  await ear.end();
  await beside.close();
  await kith.close();
});

describe('sealing', () => {
  it('follows a write without waiting for the next tick', async () => {
    const waits: number[] = [];
    for (let i = 0; i < 15; i++) {
      await pause(60);
      notified.length = 0;
      await ada.post('/contacts', { full_name: `Quick ${i}` });
      const written = performance.now();
      await eventually(async () => notified.length > 0);
      waits.push(notified[0]!.at - written);
    }
    const median = waits.toSorted((a, b) => a - b)[7]!;
    expect(median).toBeLessThan(500); // 3 ms on an idle machine; by ticks nearly 1000
  });

  it('gives a transaction that commits late a later position, and forgets none', async () => {
    const late = new pg.Client({ connectionString: kith.ownerUrl });
    await late.connect();
    await late.query('begin');
    await late.query(`insert into contacts (space_id, full_name) values ($1, 'Began first')`, [ada.space.id]);
    await ada.post('/contacts', { full_name: 'Committed first' });
    await eventually(async () => (await positionOf('Committed first')) > 0);
    expect(await positionOf('Began first')).toBe(0);
    await late.query('commit');
    await late.end();
    await eventually(async () => (await positionOf('Began first')) > 0); // another process wrote it: the next tick finds it
    expect(await positionOf('Began first')).toBeGreaterThan(await positionOf('Committed first'));
  });

  it('by two processes at once leaves one chain without gaps', async () => {
    const other = beside.client();
    other.cookie = ada.cookie;
    await Promise.all(Array.from({ length: 60 }, (_, i) => (i % 2 ? ada : other).post('/contacts', { full_name: `Both ${i}` })));
    await eventually(async () => (await unsealed()) === 0);
    const { rows } = await kith.owner.query('select count(*)::int as n, count(distinct position)::int as positions, max(position)::int as last from changes');
    expect([rows[0].positions, rows[0].last]).toEqual([rows[0].n, rows[0].n]);
    expect((await kith.owner.query('select * from kith.verify_changes()')).rows).toEqual([]);
  });

  it('asks once a second when nothing happens', async () => {
    let asked = 0;
    kith.platform.database.observe((text) => void (text.includes('seal_changes') && asked++));
    const start = performance.now();
    await eventually(async () => asked >= 3);
    expect(asked).toBeLessThanOrEqual(2 + (performance.now() - start) / 1000);
  });

  it('goes on after the database dropped every connection', async () => {
    expect(await dropConnections(kith, `application_name like 'kith%'`)).toBeGreaterThan(4);
    await ada.post('/contacts', { full_name: 'After the loss' });
    await eventually(async () => (await positionOf('After the loss')) > 0);
  });
});
