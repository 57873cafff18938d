import { randomUUID } from 'node:crypto';
import sql, { raw } from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../test/harness.ts';

let kith: TestKith;
let ada: Client;
beforeAll(async () => {
  kith = await testKith();
});
beforeEach(async () => {
  ada = await signUp(kith);
});
afterAll(() => kith.close());

const seal = () => kith.owner.query('select kith.seal_changes()');
const snapshot = async () => {
  const contacts = (await ada.get('/contacts?limit=100')).body.data;
  return { contacts, entries: await Promise.all(contacts.map(async (c: { id: string }) => (await ada.get(`/contacts/${c.id}/entries`)).body)), tags: (await ada.get('/tags')).body, notes: (await ada.get('/notes')).body };
};

describe('undo and redo', () => {
  it('bring back a person with everything that hung on it', async () => {
    const { contact } = (await ada.post('/contacts', { full_name: 'Anna' })).body;
    const { tag } = (await ada.post('/tags', { name: 'friends' })).body;
    await ada.post(`/contacts/${contact.id}/tags`, { tag_id: tag.id });
    await ada.post('/notes/process', { contact_id: contact.id, content: 'Works as a vet. Loves sailing and wants a boat.' });
    const before = await snapshot();
    await ada.delete(`/contacts/${contact.id}`);
    expect((await snapshot()).contacts).toEqual([]);
    expect((await ada.post('/undo')).status).toBe(200);
    expect(await snapshot()).toEqual(before);
    expect((await ada.post('/redo')).status).toBe(200);
    expect((await snapshot()).contacts).toEqual([]);
    expect((await ada.post('/undo')).status).toBe(200);
    expect(await snapshot()).toEqual(before);
  });

  it('go back step by step to nothing, then have nothing left', async () => {
    const { contact } = (await ada.post('/contacts', { full_name: 'Anna' })).body;
    await ada.patch(`/contacts/${contact.id}`, { company: 'Acme' });
    await ada.patch(`/contacts/${contact.id}`, { company: 'Apex', tier: 1 });
    await ada.post('/undo');
    expect((await ada.get(`/contacts/${contact.id}`)).body.contact).toMatchObject({ company: 'Acme', tier: 2 });
    await ada.post('/undo');
    await ada.post('/undo');
    expect((await snapshot()).contacts).toEqual([]);
    const nothing = await ada.post('/undo');
    expect([nothing.status, nothing.body.error_code]).toEqual([409, 'nothing_to_undo']);
    for (let i = 0; i < 3; i++) expect((await ada.post('/redo')).status).toBe(200);
    expect((await ada.get(`/contacts/${contact.id}`)).body.contact).toMatchObject({ company: 'Apex', tier: 1 });
    expect((await ada.post('/redo')).body.error_code).toBe('nothing_to_redo');
  });

  it('reverse a named action but keep later edits of other fields', async () => {
    const { contact } = (await ada.post('/contacts', { full_name: 'Anna', company: 'Acme' })).body;
    const first = await ada.patch(`/contacts/${contact.id}`, { company: 'Apex' });
    await ada.patch(`/contacts/${contact.id}`, { title: 'CEO' });
    expect((await ada.post('/undo', { action_id: first.headers['kith-action-id'] })).status).toBe(200);
    expect((await ada.get(`/contacts/${contact.id}`)).body.contact).toMatchObject({ company: 'Acme', title: 'CEO' });
  });

  it('409 when the field has changed since, when others depend on it, and a second time', async () => {
    const made = await ada.post('/contacts', { full_name: 'Anna', company: 'Acme' });
    const { id } = made.body.contact;
    const first = await ada.patch(`/contacts/${id}`, { company: 'Apex' });
    await ada.patch(`/contacts/${id}`, { company: 'Axis' });
    const action_id = first.headers['kith-action-id'];
    expect((await ada.post('/undo', { action_id })).body.error_code).toBe('changed_since');
    expect((await ada.get(`/contacts/${id}`)).body.contact.company).toBe('Axis');
    const other = (await ada.post('/contacts', { full_name: 'Tom' })) as { body: { contact: { id: string } }; headers: Record<string, unknown> };
    await ada.post('/notes', { contact_id: other.body.contact.id, content: 'A note of a later action' });
    expect((await ada.post('/undo', { action_id: other.headers['kith-action-id'] })).body.error_code).toBe('changed_since');
    expect((await ada.get(`/contacts/${other.body.contact.id}`)).body.contact.note_count).toBe(1);
    await ada.post('/undo');
    const again = await Promise.all([1, 2].map(() => ada.post('/undo', { action_id: other.headers['kith-action-id'] })));
    expect(again.map((answer) => answer.status).toSorted()).toEqual([200, 409]);
  });

  /** What one action does in several statements, as `ada`. */
  const act = async (...statements: string[]) => {
    const action_id = randomUUID();
    await kith.platform.database.tx({ user_id: ada.user.id, read_spaces: [ada.space.id], write_spaces: [ada.space.id], channel: 'job', action_id }, async (tx) => {
      for (const statement of statements) await tx.query(sql`${raw(statement.replaceAll('SPACE', `'${ada.space.id}'`))}`);
    }, { timeout: 'complex' });
    return action_id;
  };

  it('reverse names that changed places, and a row that changed several times', async () => {
    for (const name of ['one', 'two', 'three']) await ada.post('/tags', { name });
    const before = (await ada.get('/tags')).body;
    const rename = (from: string, to: string) => `update tags set name = '${to}' where space_id = SPACE and name = '${from}'`;
    const action_id = await act(rename('one', 'free'), rename('two', 'one'), rename('three', 'two'), rename('free', 'three'), `update tags set color = '#00aa00' where space_id = SPACE`, `update tags set color = '#00bb00' where space_id = SPACE`);
    expect((await ada.get('/tags')).body).not.toEqual(before);
    expect(await ada.post('/undo', { action_id })).toMatchObject({ status: 200, body: { undone: { changes: 10 } } });
    expect((await ada.get('/tags')).body).toEqual(before);
  });

  it('reverse thousands of changes at once, and redo them', async () => {
    const action_id = await act(
      `insert into contacts (space_id, full_name) select SPACE, 'Person ' || i from generate_series(1, 3000) i`,
      `insert into entries (space_id, contact_id, category, content) select SPACE, id, 'Goals', 'Sail' from contacts where space_id = SPACE`,
      `update contacts set company = 'Acme' where space_id = SPACE and tier = 2`,
      `delete from contacts where space_id = SPACE and full_name like '%9'`,
    );
    const count = async () => (await kith.owner.query('select count(*)::int as people, sum(entry_count)::int as entries, (select count(*)::int from entries where space_id = $1) as there from contacts where space_id = $1', [ada.space.id])).rows[0];
    expect(await count()).toEqual({ people: 2700, entries: 2700, there: 2700 });
    expect((await ada.post('/undo', { action_id })).status).toBe(200);
    expect(await count()).toEqual({ people: 0, entries: null, there: 0 });
    expect((await ada.post('/redo')).status).toBe(200);
    expect(await count()).toEqual({ people: 2700, entries: 2700, there: 2700 });
    const [last] = (await ada.get('/contacts?limit=1')).body.data;
    await ada.delete(`/contacts/${last.id}`);
    expect(await ada.post('/undo', { action_id })).toMatchObject({ status: 409, body: { error_code: 'changed_since' } });
    expect(await count()).toEqual({ people: 2699, entries: 2699, there: 2699 });
    await kith.owner.query('select kith.seal_changes(100000)'); // the other tests seal few
  });

  it('404 for an action of another tenant', async () => {
    const bob = await signUp(kith);
    const made = await bob.post('/contacts', { full_name: 'Hidden' });
    expect((await ada.post('/undo', { action_id: made.headers['kith-action-id'] })).status).toBe(404);
    expect((await bob.get(`/contacts/${made.body.contact.id}`)).status).toBe(200);
  });

  it('with an Idempotency-Key undo once', async () => {
    await ada.post('/contacts', { full_name: 'Anna' });
    await ada.post('/contacts', { full_name: 'Tom' });
    const send = () => ada.post('/undo', {}, { 'idempotency-key': 'undo-1' });
    expect((await send()).body).toEqual((await send()).body);
    expect((await snapshot()).contacts).toHaveLength(1);
    expect((await ada.post('/redo')).status).toBe(200);
    expect((await snapshot()).contacts).toHaveLength(2);
  });
});

describe('GET /changes', () => {
  it('tells once, in order, who changed what, from a position on', async () => {
    const { contact } = (await ada.post('/contacts', { full_name: 'Anna' })).body;
    await ada.patch(`/contacts/${contact.id}`, { tier: 1 });
    await ada.delete(`/contacts/${contact.id}`);
    await seal();
    const { body } = await ada.get('/changes');
    const about = body.data.filter((change: { contact_id: string }) => change.contact_id === contact.id);
    expect(about.map((change: { operation: string }) => change.operation)).toEqual(['insert', 'update', 'delete']);
    expect(about[1]).toMatchObject({ old: { tier: 2 }, new: { tier: 1 }, actor_name: ada.user.username, channel: 'web', table_name: 'contacts' });
    expect(body.data.map((change: { position: number }) => change.position)).toEqual(body.data.map((change: { position: number }) => change.position).toSorted((a: number, b: number) => a - b));
    expect((await ada.get(`/changes?since=${body.position}`)).body).toMatchObject({ data: [], position: body.position });
    expect(JSON.stringify(body)).not.toMatch(/password|token|secret/);
    expect((await ada.get(`/contacts/${contact.id}/audit-log`)).body.data.map((change: { operation: string }) => change.operation)).toEqual(['delete', 'update', 'insert']);
    expect((await (await signUp(kith)).get(`/contacts/${contact.id}/audit-log`)).status).toBe(404);
  });

  it('lists actions newest first, with what can be undone', async () => {
    await ada.post('/contacts', { full_name: 'Anna' });
    await ada.post('/undo');
    const { body } = await ada.get('/actions');
    expect(body.data.slice(0, 2)).toMatchObject([
      { undoes: body.data[1].id, undoable: false, changes: [{ table_name: 'contacts', operation: 'delete', count: 1, label: 'Anna' }] },
      { undone: true, undoable: false, changes: [{ table_name: 'contacts', operation: 'insert', count: 1, label: 'Anna' }] },
    ]);
  });
});

describe('the chain', () => {
  const verify = async () => (await kith.owner.query('select * from kith.verify_changes()')).rows;

  it('verifies, also after a payload is erased, and shows a row that was altered', async () => {
    await ada.post('/contacts', { full_name: 'Chain Anna' });
    await seal();
    expect(await verify()).toEqual([]);
    await kith.owner.query(`update changes set new = null, old = null, erased_at = now() where new ->> 'full_name' = 'Chain Anna'`);
    expect(await verify()).toEqual([]);
    await ada.post('/contacts', { full_name: 'Chain Tom' });
    await seal();
    await kith.owner.query(`update changes set new = jsonb_set(new, '{full_name}', '"Chain Tim"') where new ->> 'full_name' = 'Chain Tom'`);
    expect(await verify()).toMatchObject([{ problem: '1 payloads were altered' }]);
    await kith.owner.query(`update changes set new = jsonb_set(new, '{full_name}', '"Chain Tom"') where new ->> 'full_name' = 'Chain Tim'`);
    await kith.owner.query(`update changes set actor_id = uuidv7() where new ->> 'full_name' = 'Chain Tom'`);
    expect(await verify()).toMatchObject([{ problem: 'a row was altered' }]);
  });

  it('a connection without a tenant reads nothing and writes nothing', async () => {
    const { pool } = kith.platform.database;
    for (const table of ['contacts', 'notes', 'entries', 'tags', 'changes', 'actions', 'users', 'sessions', 'preferences', 'spaces', 'space_members'])
      expect((await pool.query(`select * from ${table}`)).rowCount, table).toBe(0);
    await expect(pool.query('select * from change_batches')).rejects.toThrow(/permission denied/);
    await expect(pool.query(`insert into contacts (space_id, full_name) select id, 'Intruder' from spaces union all select '${ada.space.id}', 'Intruder'`)).rejects.toThrow(/row-level security/);
    await expect(pool.query('set role kith_owner')).rejects.toThrow(/permission denied/);
  });
});
