import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../test/harness.ts';

let kith: TestKith;
beforeAll(async () => {
  kith = await testKith();
  await kith.live();
});
afterAll(() => kith.close());

const HEADER = 'Contact ID,Contact Name,Tier,Category,Content,AI Confidence,Created At,Telegram ID,Telegram Username';
const csv = (...rows: string[]) => `${[HEADER, ...rows].join('\n')}\n`;
const merge = (client: Client, content: string | Uint8Array, fields: Record<string, string> = {}) => client.upload('POST', '/import/merge-from-csv', 'backup_file', { name: 'people.csv', content, type: 'text/csv' }, fields);
const people = async (client: Client) => (await client.get('/contacts?limit=100')).body.data as { id: string; full_name: string; tier: number; entry_count: number }[];

describe('an import', () => {
  it('brings people and entries in, says what it did, and can be undone', async () => {
    const ada = await signUp(kith);
    const answer = await merge(ada, csv('1,Grace Hopper,1,Professional,Wrote a compiler,8,2024-01-02T03:04:05Z,,grace', '1,Grace Hopper,1,Interests,"Clocks, and ""bugs""",,,,', ',Alan Turing,,,,,,,'));
    expect(answer).toMatchObject({ status: 200, body: { success: true, dry_run: false, error_count: 0, counts: { rows: 3, people_created: 2, entries: 2 } } });
    expect(await people(ada)).toMatchObject([{ full_name: 'Alan Turing', tier: 2, entry_count: 0 }, { full_name: 'Grace Hopper', tier: 1, entry_count: 2 }]);

    const list = await ada.get('/imports');
    expect(list.body.data).toMatchObject([{ id: answer.body.import_id, kind: 'csv', file_name: 'people.csv', state: 'done', counts: { people_created: 2 } }]);
    const undone = await ada.post(`/import/undo/${answer.body.import_id}`);
    expect(undone).toMatchObject({ status: 200, body: { import: { state: 'undone' } } });
    expect(await people(ada)).toEqual([]);
    expect(await ada.post(`/import/undo/${answer.body.import_id}`)).toMatchObject({ status: 409, body: { error_code: 'already_undone' } });
  });

  it('of a large file is a job, whose progress is seen, and doubles nothing the second time', async () => {
    const ada = await signUp(kith);
    const large = csv(...Array.from({ length: 3000 }, (_, i) => [`${i},Person ${i},2,Goals,"${'a boat, '.repeat(40)}${i}",7,,,`, `${i},Person ${i},2,Interests,Sailing ${i},,,,`]).flat());
    const seen = new Set<number>();
    const run = async () => {
      const answer = await merge(ada, large);
      expect(answer.status).toBe(202);
      const job = await finished(ada, answer.body.job_id, (progress) => seen.add(progress));
      expect(job).toMatchObject({ state: 'completed', error: null });
      return (await ada.get(`/imports/${answer.body.import_id}`)).body.import;
    };
    expect(await run()).toMatchObject({ state: 'done', counts: { people_created: 3000, entries: 6000 }, imported_before: null });
    expect(seen.size).toBeGreaterThan(2);
    expect((await kith.owner.query('select count(*)::int as n from files where space_id = $1', [ada.space.id])).rows[0].n).toBe(0);
    const again = await run();
    expect(again).toMatchObject({ state: 'done', counts: { people_created: 0, people_skipped: 3000, entries: 0, entries_skipped: 6000 } });
    expect(again.imported_before).toMatch(/^20/);
    expect((await kith.owner.query('select count(*)::int as n from entries where space_id = $1', [ada.space.id])).rows[0].n).toBe(6000);
  });
});

async function finished(client: Client, jobId: string, watch: (progress: number) => void = () => {}) {
  for (;;) {
    const { job } = (await client.get(`/jobs/${jobId}`)).body;
    watch(job.progress);
    if (!['queued', 'running'].includes(job.state)) return job;
    await new Promise((later) => setTimeout(later, 50));
  }
}
