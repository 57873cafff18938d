import type { Sql } from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayIn } from '../../../../test/days.ts';
import { nodesOf, planOf } from '../../../../test/explain.ts';
import { type Client, signUp, type TestKith, testKith } from '../../../../test/harness.ts';
import { calendarTimeline } from '../calendar/index.ts';
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

  it('has whole days where they are for whoever looks', async () => {
    const guest = await add(client, 'Whole Day');
    await client.post('/calendar/events', { title: 'Fair', starts_at: '2026-01-05', ends_at: '2026-01-06', contact_ids: [guest] });
    expect(await timeline('', `/contacts/${guest}/timeline`)).toMatchObject([{ kind: 'event', title: 'Fair', all_day: true, at: '2026-01-05T05:00:00+00:00' }]);
  });

  it('has where notes of others mention them, with the note and its person, and not twice what is theirs', async () => {
    const who = await add(client, 'Mentioned Person');
    const note = await noteAt(ids.wim, `${'A long day. '.repeat(40)}In the evening Mentioned came by. ${'And on. '.repeat(40)}`, '2026-04-01T10:00:00Z');
    const own = await noteAt(who, 'Mentioned is tired.', '2026-04-02T10:00:00Z');
    const nobodys = (await client.post('/notes', { content: 'Mentioned, again' })).body.note.id as string;
    await kith.owner.query(`insert into note_mentions (space_id, note_id, contact_id, spans) values ($1, $2, $5, '[{"start": 495, "end": 504, "text": "Mentioned"}]'), ($1, $3, $5, '[]'), ($1, $4, $5, '[]')`, [client.space.id, note, own, nobodys, who]);
    const items = await timeline('', `/contacts/${who}/timeline`);
    expect(items.map(({ kind, note_id, contact_name }) => [kind, note_id, contact_name])).toEqual([['mention', nobodys, null], ['note', own, 'Mentioned Person'], ['mention', note, 'Wim Kan']]);
    expect(items[2]!.text).toMatch(/^….*In the evening Mentioned came by/);
    expect(items[2]!.at).toBe('2026-04-01T10:00:00+00:00');
    expect((await timeline('', '/timeline')).filter((item) => item.kind === 'mention')).toEqual([]);
    expect((await client.get(`/contacts/${who}/timeline/months`)).body.data).toContainEqual({ month: '2026-04', kind: 'mention', count: 1 });
    // the note is dated anew, deleted, and comes back
    await kith.owner.query(`update notes set created_at = '2026-04-05T10:00:00Z' where id = $1`, [note]);
    expect((await timeline('kinds=mention&to=2026-04-30', `/contacts/${who}/timeline`)).map((item) => item.at)).toEqual(['2026-04-05T10:00:00+00:00']);
    await client.delete(`/notes/${note}`);
    expect(await timeline('kinds=mention&to=2026-04-30', `/contacts/${who}/timeline`)).toEqual([]);
    await client.post('/undo');
    expect((await timeline('kinds=mention&to=2026-04-30', `/contacts/${who}/timeline`)).map((item) => item.at)).toEqual(['2026-04-05T10:00:00+00:00']);
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

describe('birthdays and dates', () => {
  let friend: Client;
  const person = async (contact: object, added: string) => {
    const { id } = (await friend.post('/contacts', contact)).body.contact;
    await kith.owner.query('update contacts set created_at = $2 where id = $1', [id, added]);
    return id as string;
  };
  const dates = async (query = '', path = '/timeline') => {
    const { status, body } = await friend.get(`${path}?kinds=date&${query}`);
    expect(status, JSON.stringify(body)).toBe(200);
    return (body.data as TimelineItem[]).map((item) => [item.contact_name, item.title, item.at.slice(0, 16), item.count]);
  };

  beforeAll(async () => {
    friend = await signUp(kith);
    await friend.patch('/auth/preferences', { time_zone: 'Europe/Berlin' });
  });

  it('stand on each day they have come since somebody was added, where the day begins', async () => {
    const leap = await person({ full_name: 'Leap Day', birthday: '1992-02-29', important_dates: [{ label: 'Wedding', date: '2023-06-20' }, { label: 'Name day', date: '--02-28' }] }, '2022-05-01T10:00:00Z');
    const path = `/contacts/${leap}/timeline`;
    expect(await dates('to=2024-12-31', path)).toEqual([
      ['Leap Day', 'Wedding', '2024-06-19T22:00', 1],
      ['Leap Day', 'Birthday', '2024-02-28T23:00', 32],
      ['Leap Day', 'Name day', '2024-02-27T23:00', null],
      ['Leap Day', 'Wedding', '2023-06-19T22:00', 0],
      ...(await dates('from=2023-02-28&to=2023-02-28', path)),
    ]);
    expect((await dates('from=2023-02-28&to=2023-02-28', path)).toSorted()).toEqual([['Leap Day', 'Birthday', '2023-02-27T23:00', 31], ['Leap Day', 'Name day', '2023-02-27T23:00', null]]);
    expect(await dates('to=2024-12-31')).toEqual(await dates('to=2024-12-31', path));
    // what was written before they were added counts on their own page
    await friend.post('/notes', { contact_id: leap, content: 'Met at the lake' });
    await kith.owner.query(`update notes set created_at = '2021-06-25' where contact_id = $1`, [leap]);
    expect(await dates('to=2022-04-30', path)).toHaveLength(2);
    expect(await dates('to=2022-04-30')).toEqual([]);
    expect((await friend.get(`${path}/months`)).body.data).toContainEqual({ month: '2023-02', kind: 'date', count: 2 });
    await friend.patch(`/contacts/${leap}`, { archived: true });
    expect(await dates()).toEqual([]);
    expect((await dates('', path)).length).toBeGreaterThan(5);
  });

  it('never a day to come, and nothing of years before there was anybody', async () => {
    const soon = dayIn('Europe/Berlin', 2);
    const far = (await friend.post('/contacts', { full_name: 'Far Away', birthday: `--${soon.slice(5)}`, important_dates: [{ label: 'Moon landing', date: soon }] })).body.contact.id;
    expect(await dates('', `/contacts/${far}/timeline`)).toEqual([]);
    await kith.owner.query(`update contacts set created_at = '0001-01-02' where id = $1`, [far]);
    expect((await dates('limit=100', `/contacts/${far}/timeline`)).length).toBe(100);
    await kith.owner.query(`delete from contacts where id = $1`, [far]);
    expect(await dates('from=0001-01-02')).toEqual([]);
  });

  it('are paged without a gap or a double among other things, also when many share a day', async () => {
    friend = await signUp(kith);
    const { rows } = await kith.owner.query(
      `insert into contacts (space_id, full_name, birthday, important_dates, created_at)
       select $1, 'Person ' || i, case when i % 2 = 0 then '1990-02-29' else '1980-0' || 1 + i % 9 || '-1' || i % 3 end, case when i % 5 = 0 then '[{"label": "Wedding", "date": "2001-02-28"}, {"label": "Job", "date": "2003-02-28"}]' else '[]' end::jsonb, '2021-01-01' from generate_series(1, 40) i returning id`, [friend.space.id]);
    for (const { id } of rows.slice(0, 3)) await friend.post(`/contacts/${id}/interactions`, { kind: 'call', at: '2023-02-28T00:00:00Z' });
    const all: TimelineItem[] = (await friend.get('/timeline?limit=100&from=2022-06-01&to=2024-01-01')).body.data;
    const key = ({ kind, id, at }: TimelineItem) => `${at} ${id} ${kind}`;
    expect(all.filter((item) => item.at < '2023-03-01')).toHaveLength(3 + 20 + 16 + 8 + 5); // calls, birthdays and dates of that day, birthdays from June to September, in January and February
    expect(all.map(key)).toEqual(all.map(key).toSorted().toReversed());
    for (const limit of [1, 7, 20]) {
      const seen: string[] = [];
      let cursor = '';
      do {
        const { body } = await friend.get(`/timeline?limit=${limit}&from=2022-06-01&to=2024-01-01${cursor && `&cursor=${cursor}`}`);
        seen.push(...body.data.map(key));
        cursor = body.next_cursor ?? '';
      } while (cursor);
      expect(seen).toEqual(all.map(key));
    }
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

it('reads of many events only those that can be on the page', async () => {
  const busy = await signUp(kith);
  await busy.patch('/auth/preferences', { time_zone: 'Pacific/Kiritimati' });
  await kith.owner.query(
    `insert into events (space_id, calendar_id, title, starts_at, ends_at, time_zone, last_on)
     select $1, (select id from calendars where space_id = $1), 'Event ' || i, day, day, case i % 4 when 0 then 'Pacific/Kiritimati' when 1 then 'Pacific/Pago_Pago' when 2 then 'Europe/Berlin' end, left(day, 10)
     from (select i, case i % 4 when 3 then to_char(at, 'YYYY-MM-DD') else to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS') end as day from (select i, timestamp '2026-11-01' - i * interval '5 hours' as at from generate_series(1, 3000) i) x) y`, [busy.space.id]);
  await kith.owner.query('analyze events');
  const ordered = (await kith.owner.query(`select title from events where space_id = $1 order by starts_at::timestamp at time zone coalesce(time_zone, 'Pacific/Kiritimati') desc, id desc`, [busy.space.id])).rows.map((row) => row.title);
  const seen: string[] = [];
  let cursor = '';
  do {
    const { body } = await busy.get(`/timeline?limit=100&kinds=event${cursor && `&cursor=${cursor}`}`);
    seen.push(...body.data.map((item: TimelineItem) => item.title));
    cursor = body.next_cursor ?? '';
  } while (cursor);
  expect(seen).toEqual(ordered);
  const ctx = (await kith.platform.jobs.actingFor(busy.user.id, busy.space.id))!;
  const plan = nodesOf(await planOf(ctx, (db) => selectItems(db, calendarTimeline, { space_id: busy.space.id, contact_id: null, from: null, to: null, before: ['2026-03-01T00:00:00Z', busy.space.id], limit: 50 })));
  expect(plan.map((node) => node['Index Name'])).toContain('events_by_day');
  expect(Math.max(...plan.flatMap((node) => [node['Actual Rows'], node['Rows Removed by Filter'] ?? 0])), JSON.stringify(plan)).toBeLessThan(200);
});
