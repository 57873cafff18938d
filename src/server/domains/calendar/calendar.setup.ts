import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../test/harness.ts';
import type { Occurrence } from './calendar.schema.ts';

const may = (day: number) => `2026-05-${String(day).padStart(2, '0')}T08:00:00`;

/** A Kith for the tests of one file; bob stays, ada is somebody new in Berlin in each test, whose calendar the functions use. */
export function useCalendar() {
  let kith: TestKith;
  let ada: Client;
  let bob: Client;
  beforeAll(async () => {
    kith = await testKith();
    bob = await signUp(kith, 'bob');
  });
  beforeEach(async () => {
    ada = await signUp(kith);
    await ada.patch('/auth/preferences', { time_zone: 'Europe/Berlin' });
  });
  afterAll(() => kith.close());

  const add = async (body: object, client = ada) => {
    const answer = await client.post('/calendar/events', body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    return answer.body.event;
  };
  const list = async (from: string, to: string, more = '', client = ada) => {
    const answer = await client.get(`/calendar/events?from=${from}&to=${to}${more}`);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body.data as Occurrence[];
  };
  const starts = async (from: string, to: string) => (await list(from, to)).map((one) => `${one.starts_at} ${one.title}`);
  return {
    get kith() {
      return kith;
    },
    get ada() {
      return ada;
    },
    get bob() {
      return bob;
    },
    add,
    list,
    /** Start and title of what happens between two days. */
    starts,
    /** A walk at eight on six mornings, from 4 May 2026. */
    daily: () => add({ title: 'Walk', starts_at: '2026-05-04T08:00', ends_at: '2026-05-04T08:30', rrule: 'FREQ=DAILY;COUNT=6' }),
    /** What `week` says of that walk on these days of May. */
    days: (...list: number[]) => list.map((day) => `${may(day)} Walk`),
    week: () => starts('2026-05-04', '2026-05-18'),
    /** The address of the occurrence of that walk on a day of May. */
    scope: (event: { id: string }, which: string, day: number) => `/calendar/events/${event.id}?scope=${which}&occurrence=${may(day)}`,
  };
}
