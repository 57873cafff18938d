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

  it('that is cancelled leaves nothing, and waits to be run again', async () => {
    const ada = await signUp(kith);
    const prepared = await ada.upload('POST', '/imports', 'file', { name: 'people.csv', content: large(8000) });
    expect(prepared.status).toBe(202);
    const { import_id } = prepared.body;
    expect(await finished(ada, prepared.body.job_id)).toMatchObject({ state: 'completed' });
    expect((await ada.get(`/imports/${import_id}`)).body.import).toMatchObject({ state: 'ready', counts: { people_created: 8000 } });
    expect(await people(ada)).toEqual([]);

    const { body } = await ada.post(`/imports/${import_id}/run`);
    expect((await ada.delete(`/imports/${import_id}`)).status).toBe(409);
    expect((await ada.post(`/imports/${import_id}/run`)).status).toBe(409);
    await finished(ada, body.job_id, async (progress) => void (progress > 0 && (await ada.post(`/jobs/${body.job_id}/cancel`))));
    expect((await ada.get(`/jobs/${body.job_id}`)).body.job.state).toBe('cancelled');
    expect((await ada.get(`/imports/${import_id}`)).body.import).toMatchObject({ state: 'ready' });
    expect(await people(ada)).toEqual([]);
    expect((await kith.owner.query("select count(*)::int as n from changes where space_id = $1 and table_name in ('contacts', 'entries')", [ada.space.id])).rows[0].n).toBe(0);
    expect((await ada.delete(`/imports/${import_id}`)).status).toBe(204);
    expect(await filesOf(ada)).toBe(0);
  }, 120_000);

  it('that cannot be read fails as a whole, and its file is gone', async () => {
    const ada = await signUp(kith);
    const answer = await merge(ada, `${large(6000)}"never closed`);
    expect(await finished(ada, answer.body.job_id)).toMatchObject({ state: 'failed', error: expect.stringContaining('quotation mark') });
    expect((await ada.get(`/imports/${answer.body.import_id}`)).body.import).toMatchObject({ state: 'failed', error: expect.stringContaining('quotation mark') });
    expect(await people(ada)).toEqual([]);
    expect(await filesOf(ada)).toBe(0);
  });

  it('can be looked at first, with other options, and then run', async () => {
    const ada = await signUp(kith);
    const content = csv('1,Ida Lund,1,Goals,Sure,9,,,', '1,Ida Lund,1,Goals,Unsure,2,,,', '2,Bad Tier,7,,,,,,');
    const prepared = await ada.upload('POST', '/imports', 'file', { name: 'Some people.CSV', content });
    expect(prepared).toMatchObject({ status: 201, body: { import: { kind: 'csv', state: 'ready', counts: { people_created: 1, entries: 2 }, error_count: 1, errors: [{ line: 4, column: 'Tier' }], action_id: null } } });
    expect(prepared.body.import.preview).toEqual([
      { line: 2, what: 'new', name: 'Ida Lund', detail: 'Goals: Sure' },
      { line: 3, what: 'new', name: 'Ida Lund', detail: 'Goals: Unsure' },
    ]);
    expect(await people(ada)).toEqual([]);
    const { id } = prepared.body.import;
    expect((await ada.post(`/imports/${id}/run`, { options: { confidence_threshold: 'many' } })).status).toBe(400);
    const again = await ada.post(`/imports/${id}/run`, { dry_run: true, options: { confidence_threshold: 5 } });
    expect(again.body.import).toMatchObject({ state: 'ready', counts: { below_threshold: 1, entries: 1 }, options: { confidence_threshold: 5, merge_strategy: 'merge_all' } });
    const done = await ada.post(`/imports/${id}/run`);
    expect(done.body.import).toMatchObject({ state: 'done', counts: { entries: 1 }, action_id: done.headers['kith-action-id'] });
    expect((await people(ada)).map((one) => one.entry_count)).toEqual([1]);
    expect((await ada.get(`/imports/${id}/errors`)).body.data).toEqual([{ line: 4, column: 'Tier', message: '"7" is not a tier: use 1 or 2.' }]);
    expect(await ada.post(`/imports/${id}/run`)).toMatchObject({ status: 409, body: { error: expect.stringContaining('imported already') } });
    expect((await ada.delete(`/imports/${id}`)).status).toBe(204);
    expect(await people(ada)).toHaveLength(1);
  });

  it('as a dry run changes nothing and leaves no trace', async () => {
    const ada = await signUp(kith);
    const answer = await merge(ada, csv('1,Ida Lund,1,Goals,Sure,9,,,'), { dry_run: 'true' });
    expect(answer.body).toMatchObject({ dry_run: true, import_id: null, action_id: null, counts: { people_created: 1, entries: 1 } });
    expect(await people(ada)).toEqual([]);
    expect((await ada.get('/imports')).body.data).toEqual([]);
    expect((await ada.get('/actions')).body.data).toHaveLength(1); // signing up
  });

  it('with an Idempotency-Key happens once', async () => {
    const ada = await signUp(kith);
    ada.headers = { 'idempotency-key': 'import-1' };
    const [first, second] = [await merge(ada, csv('1,Ida Lund,1,,,,,,')), await merge(ada, csv('1,Ida Lund,1,,,,,,'))];
    expect([first.status, second.status, second.headers['idempotency-replayed']]).toEqual([200, 200, 'true']);
    ada.headers = {};
    expect((await ada.get('/imports')).body.data).toHaveLength(1);
  });

  it('cannot be undone when something it brought has changed, and says what', async () => {
    const ada = await signUp(kith);
    const { body } = await merge(ada, csv('1,Ida Lund,1,Goals,Sail,,,,'));
    const [ida] = await people(ada);
    await ada.patch(`/contacts/${ida!.id}`, { full_name: 'Ida Holm' });
    expect(await ada.post(`/import/undo/${body.import_id}`)).toMatchObject({ status: 409, body: { error_code: 'changed_since', error: expect.stringContaining('people') } });
    await ada.post('/undo');
    expect((await ada.post(`/import/undo/${body.import_id}`)).status).toBe(200);
    expect(await people(ada)).toEqual([]);
    // redo brings it back, and the import stands as done again
    expect((await ada.post('/redo')).status).toBe(200);
    expect((await ada.get(`/imports/${body.import_id}`)).body.import.state).toBe('done');
  });

  it('two at once of the same file double nothing', async () => {
    const ada = await signUp(kith);
    const content = csv(...Array.from({ length: 200 }, (_, i) => `${i},Person ${i},1,Goals,Sail ${i},,,,`));
    for (const answer of await Promise.all([merge(ada, content), merge(ada, content), merge(ada, content)])) if (answer.status === 202) await finished(ada, answer.body.job_id);
    expect((await kith.owner.query('select count(*)::int as n from contacts where space_id = $1', [ada.space.id])).rows[0].n).toBe(200);
    expect((await kith.owner.query('select count(*)::int as n from entries where space_id = $1', [ada.space.id])).rows[0].n).toBe(200);
  });

  it('forgets at night what nobody ran for a week, and files of what failed', async () => {
    const ada = await signUp(kith);
    await ada.upload('POST', '/imports', 'file', { name: 'people.csv', content: csv('1,Ida Lund,1,,,,,,') });
    await kith.owner.query('select kith.sweep_imports()');
    expect((await ada.get('/imports')).body.data).toHaveLength(1);
    await kith.owner.query(`update imports set created_at = now() - interval '8 days' where space_id = $1`, [ada.space.id]);
    await kith.owner.query('select kith.sweep_imports()');
    expect((await ada.get('/imports')).body.data).toEqual([]);
    expect(await filesOf(ada)).toBe(0);
  });

  it('of a file of no known kind is refused with what Kith reads', async () => {
    const ada = await signUp(kith);
    expect(await ada.upload('POST', '/imports', 'file', { name: 'photo.png', content: new Uint8Array([0x89, 0x50, 0x4e, 0x47]) })).toMatchObject({ status: 422, body: { error: expect.stringContaining('Kith CSV') } });
    expect((await ada.get('/imports/formats')).body.data[0]).toMatchObject({ kind: 'csv', extensions: ['.csv', '.tsv', '.txt'], options: { properties: { merge_strategy: { default: 'merge_all' } } } });
  });
});

const filesOf = async (client: Client) => (await kith.owner.query('select count(*)::int as n from files where space_id = $1', [client.space.id])).rows[0].n as number;
const large = (n: number) => csv(...Array.from({ length: n }, (_, i) => `${i},Person ${i},2,Goals,"${'a boat, '.repeat(30)}${i}",7,,,`));

async function finished(client: Client, jobId: string, watch: (progress: number) => unknown = () => {}) {
  for (;;) {
    const { job } = (await client.get(`/jobs/${jobId}`)).body;
    if (!['queued', 'running'].includes(job.state)) return job;
    await watch(job.progress);
    await new Promise((later) => setTimeout(later, 50));
  }
}
