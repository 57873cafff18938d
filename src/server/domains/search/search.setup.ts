import { afterAll, beforeAll, expect } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../test/harness.ts';

export type Result = { kind: string; id: string; contact_id: string | null; contact_name: string | null; note_id: string | null; title: string; snippet: string; category: string | null; score: number; created_at: string; highlights: { field: 'title' | 'snippet'; start: number; end: number }[] };

const NAMES = ['Anna Lindqvist', 'Anna', 'Joanna Vale', 'John Smith', 'José Álvarez', 'Émile Zola', 'Hannah Peters', '山田 太郎', 'Michael O’Brien'];

/** A Kith for the tests of one file in which ada knows a few people, and bob nobody; it is hers that is searched. */
export function useSearch() {
  let kith: TestKith;
  let ada: Client;
  let bob: Client;
  const people: Record<string, { id: string }> = {};
  const entry = async (name: string, content: string) => (await ada.post(`/contacts/${people[name]!.id}/entries`, { category: 'Personal Details', content })).body.entry;
  const note = async (name: string | null, content: string) => (await ada.post('/notes', { contact_id: name && people[name]!.id, content })).body.note;
  const find = async (q: string, more = '', client = ada): Promise<Result[]> => {
    const { status, body } = await client.get(`/search?q=${encodeURIComponent(q)}${more}`);
    expect([status, body.error]).toEqual([200, undefined]);
    return body.data;
  };
  beforeAll(async () => {
    kith = await testKith();
    [ada, bob] = [await signUp(kith, 'ada'), await signUp(kith, 'bob')];
    for (const full_name of NAMES) people[full_name] = (await ada.post('/contacts', { full_name })).body.contact;
    await entry('Anna Lindqvist', 'Allergic to peanuts and shellfish');
    await entry('John Smith', 'Grew up in Dhaka, the capital of Bangladesh');
    await entry('José Álvarez', 'Met Anna at the climbing hall');
    await note('John Smith', 'Long talk with Anna about her garden');
  });
  afterAll(() => kith.close());
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
    /** By their names. */
    people,
    note,
    find,
    titles: async (q: string, more = '') => (await find(q, more)).map((result) => `${result.kind} ${result.title}`),
  };
}

/** The highlighted parts of a field. */
export const marked = (result: Result, field: 'title' | 'snippet') => result.highlights.filter((span) => span.field === field).map((span) => result[field].slice(span.start, span.end));
