import { afterAll, beforeAll, expect } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../test/harness.ts';

type Made = { days?: number; at?: string; category?: string; confidence?: number | null };
type Into = Pick<Client, 'space'>;

/** Half an hour is on the safe side of a full day. */
const moment = ({ days = 0, at }: Made) => at ?? new Date(Date.now() - days * 86_400_000 - 1_800_000).toISOString();

/** A Kith for the tests of one file; rows are made past HTTP, as old as they need to be, for ada unless another is named. */
export function useInsights() {
  let kith: TestKith;
  let ada: Client;
  beforeAll(async () => {
    kith = await testKith();
    ada = await signUp(kith, 'ada');
  });
  afterAll(() => kith.close());

  const get = async (path: string, client = ada) => {
    const { status, body } = await client.get(`/analytics${path}`);
    expect([status, body.error]).toEqual([200, undefined]);
    return body;
  };
  return {
    get kith() {
      return kith;
    },
    get ada() {
      return ada;
    },
    person: async (fields: object = {}, client = ada): Promise<string> => (await client.post('/contacts', { full_name: 'Nina Sanchez', ...fields })).body.contact.id,
    async entries(contactId: string, made: Made[], { space }: Into = ada) {
      await kith.owner.query(
        `insert into entries (space_id, contact_id, category, content, confidence, created_at)
         select $1, $2, r.category, 'Something', r.confidence, r.at from jsonb_to_recordset($3) as r (category text, confidence smallint, at timestamptz)`,
        [space.id, contactId, JSON.stringify(made.map((one) => ({ category: one.category ?? 'Interests', confidence: one.confidence ?? null, at: moment(one) })))],
      );
    },
    async notes(contactId: string, made: Made[], { space }: Into = ada) {
      await kith.owner.query(`insert into notes (space_id, contact_id, content, created_at) select $1, $2, 'A note', r.at from jsonb_to_recordset($3) as r (at timestamptz)`, [space.id, contactId, JSON.stringify(made.map((one) => ({ at: moment(one) })))]);
    },
    get,
    health: (id: string, client = ada) => get(`/contact/${id}/health`, client),
    types: async (id: string): Promise<string[]> => (await get(`/contact/${id}/recommendations`)).recommendations.map((one: { type: string }) => one.type),
    times: (count: number, made: Made): Made[] => Array.from({ length: count }, () => made),
  };
}
