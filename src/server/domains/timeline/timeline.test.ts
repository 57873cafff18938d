import type { Sql } from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../test/harness.ts';
import { noteTimeline } from '../notes/index.ts';
import type { TimelineItem } from './timeline.schema.ts';
import { selectItems } from './timeline.store.ts';

let kith: TestKith;
let client: Client;
let ids: { vera: string; wim: string };

const add = async (who: Client, full_name: string) => (await who.post('/contacts', { full_name })).body.contact.id as string;
/** A note about somebody as of a moment. */
const noteAt = async (contactId: string, content: string, at: string) => {
  const { id } = (await client.post('/notes', { contact_id: contactId, content })).body.note;
  await kith.owner.query('update notes set created_at = $2 where id = $1', [id, at]);
  return id as string;
};
const timeline = async (query = '', path = `/contacts/${ids.vera}/timeline`): Promise<TimelineItem[]> => {
  const { status, body } = await client.get(`${path}?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.data;
};

beforeAll(async () => {
  kith = await testKith();
  client = await signUp(kith);
  ids = { vera: await add(client, 'Vera Rubin'), wim: await add(client, 'Wim Kan') };
  await client.patch('/auth/preferences', { time_zone: 'America/New_York' });
  await noteAt(ids.vera, 'Plays the cello.', '2026-03-01T04:30:00Z'); // the last evening of February in New York
  await noteAt(ids.vera, 'Moved to Oslo.', '2026-03-01T05:30:00Z');
  await noteAt(ids.wim, 'Sings in a choir.', '2026-03-02T12:00:00Z');
  const { id } = (await client.post(`/contacts/${ids.vera}/entries`, { category: 'Interests', content: 'Collects stamps' })).body.entry;
  await kith.owner.query(`update entries set created_at = '2026-02-10T12:00:00Z' where id = $1`, [id]);
});
afterAll(() => kith.close());

describe('the timeline of a person', () => {
  it('shows what happened, newest first, and nothing of others', async () => {
    expect((await timeline()).map(({ kind, text, category, contact_name }) => [kind, text, category, contact_name])).toEqual([
      ['note', 'Moved to Oslo.', null, 'Vera Rubin'],
      ['note', 'Plays the cello.', null, 'Vera Rubin'],
      ['entry', 'Collects stamps', 'Interests', 'Vera Rubin'],
    ]);
    expect(await timeline('', `/contacts/${ids.wim}/timeline`)).toHaveLength(1);
    expect((await timeline('', '/timeline')).map((item) => item.contact_name)).toEqual(['Wim Kan', 'Vera Rubin', 'Vera Rubin', 'Vera Rubin']);
  });

  it('has the events that have begun, each at its moment in its own zone', async () => {
    const guest = await add(client, 'Guest Person');
    const event = (title: string, starts_at: string, ends_at: string) => client.post('/calendar/events', { title, starts_at, ends_at, time_zone: 'Europe/Berlin', contact_ids: [guest] });
    expect((await event('Dinner', '2026-01-05T19:00', '2026-01-05T21:00')).status).toBe(201);
    expect((await event('Far away', '2099-01-05T19:00', '2099-01-05T21:00')).status).toBe(201);
    expect(await timeline('', `/contacts/${guest}/timeline`)).toMatchObject([{ kind: 'event', title: 'Dinner', at: '2026-01-05T18:00:00+00:00', contact_name: 'Guest Person' }]);
    expect((await timeline('kinds=event', '/timeline')).map((item) => item.title)).toEqual(['Dinner']);
  });

  it('is filtered by kind and by days of the person’s own zone', async () => {
    const texts = async (query: string) => (await timeline(query)).map((item) => item.text);
    expect(await texts('kinds=entry')).toEqual(['Collects stamps']);
    expect(await texts('kinds=note,entry&to=2026-02-28')).toEqual(['Plays the cello.', 'Collects stamps']);
    expect(await texts('from=2026-03-01')).toEqual(['Moved to Oslo.']);
    expect(await texts('from=2026-02-28&to=2026-02-28')).toEqual(['Plays the cello.']);
  });

  it('is paged without a gap or a double, also among equal moments', async () => {
    const crowd = await add(client, 'Crowd Person');
    for (let i = 0; i < 7; i++) await noteAt(crowd, `Note ${i}`, '2025-01-01T00:00:00.123456Z');
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await client.get(`/contacts/${crowd}/timeline?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.data.map((item: TimelineItem) => item.text));
      cursor = body.next_cursor ?? '';
    } while (cursor);
    expect(seen.toSorted()).toEqual(Array.from({ length: 7 }, (_, i) => `Note ${i}`));
  });

  it('counts by month of the zone', async () => {
    const { body } = await client.get(`/contacts/${ids.vera}/timeline/months`);
    expect(body.data).toEqual([{ month: '2026-03', kind: 'note', count: 1 }, { month: '2026-02', kind: 'entry', count: 1 }, { month: '2026-02', kind: 'note', count: 1 }]);
    expect(body.kinds).toEqual(expect.arrayContaining(['note', 'entry']));
  });

  it.each([['kinds=nonsense', 'kinds'], ['kinds=note,,entry', 'kinds'], ['from=yesterday', 'from'], ['to=2026-02-30', 'to'], ['cursor=x', 'cursor'], ['limit=0', 'limit']])('400 for %s', async (query, field) => {
    expect(await client.get(`/contacts/${ids.vera}/timeline?${query}`)).toMatchObject({ status: 400, body: { field } });
  });

  it('404 for the person of somebody else', async () => {
    const other = await signUp(kith);
    expect((await other.get(`/contacts/${ids.vera}/timeline`)).status).toBe(404);
    expect((await other.get(`/contacts/${ids.vera}/timeline/months`)).status).toBe(404);
    expect((await other.get('/timeline')).body.data).toEqual([]);
  });
});

it('reads a page of 20,000 items by index, without sorting them', async () => {
  const many = await add(client, 'Many Notes');
  await kith.owner.query(`insert into notes (space_id, contact_id, content, created_at) select $1, $2, 'Note ' || i, now() - i * interval '1 hour' from generate_series(1, 20000) i`, [client.space.id, many]);
  await kith.owner.query('analyze notes');
  let asked: Sql | undefined;
  const db = { query: async <T>(query: Sql): Promise<T[]> => ((asked = query), []) };
  for (const contact_id of [many, null]) {
    await selectItems(db, noteTimeline, { space_id: client.space.id, contact_id, from: null, to: null, before: ['2026-01-01T00:00:00Z', many], limit: 50 });
    const plan = (await kith.owner.query(`explain (analyze, costs off) ${asked!.text}`, asked!.values)).rows.map((row) => row['QUERY PLAN'] as string).join('\n');
    expect(plan).toMatch(/notes_by_(contact|time)/);
    expect(plan, plan).not.toMatch(/Seq Scan on (notes|entries)/);
    expect(Math.max(...[...plan.matchAll(/rows=(\d+)/g)].map((match) => Number(match[1]))), plan).toBeLessThan(200);
  }
});
