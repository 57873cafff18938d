import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../test/harness.ts';

let kith: TestKith;
let ada: Client;
beforeAll(async () => {
  kith = await testKith();
  await kith.live();
});
beforeEach(async () => {
  ada = await signUp(kith);
});
afterAll(() => kith.close());

/** Every row of the space that the feed knows. */
const rows = async () => {
  const { rows: tables } = await kith.owner.query(`select distinct tgrelid::regclass::text as t from pg_trigger where tgname = 'changes_insert'`);
  const out: Record<string, unknown> = {};
  for (const { t } of tables) out[t] = (await kith.owner.query(`select to_jsonb(x) - 'updated_at' as x from ${t} x where space_id = $1 order by id`, [ada.space.id])).rows;
  return out;
};
/** Undoes and redoes what was done last, twice: each time exactly what was there. */
async function expectBackAndForth(before: object) {
  const after = await rows();
  expect(after).not.toEqual(before);
  for (const time of ['first', 'second']) {
    expect(await ada.post('/undo'), `${time} undo`).toMatchObject({ status: 200 });
    expect(await rows()).toEqual(before);
    expect(await ada.post('/redo'), `${time} redo`).toMatchObject({ status: 200 });
    expect(await rows()).toEqual(after);
  }
}

const CHAT = '[03.02.26, 21:15:08] Anna Berg: Are you there?\n[03.02.26, 21:16:00] Ada: Yes';
describe('undo, redo, undo, redo of what clears a reference', () => {
  it('a note of messages', async () => {
    const { contact } = (await ada.post('/contacts', { full_name: 'Anna Berg' })).body;
    await ada.upload('POST', '/import/chat', 'file', { name: '_chat.txt', content: CHAT }, {});
    const [note] = (await ada.get(`/contacts/${contact.id}/raw-notes`)).body.data;
    const before = await rows();
    expect((await ada.delete(`/notes/${note.id}`)).status).toBe(204);
    await expectBackAndForth(before);
  });
  it('a person with messages', async () => {
    const { contact } = (await ada.post('/contacts', { full_name: 'Anna Berg' })).body;
    await ada.upload('POST', '/import/chat', 'file', { name: '_chat.txt', content: CHAT }, {});
    const before = await rows();
    expect((await ada.delete(`/contacts/${contact.id}`)).status).toBe(204);
    await expectBackAndForth(before);
  });
  it('an import of messages', async () => {
    await ada.post('/contacts', { full_name: 'Anna Berg' });
    const before = await rows();
    expect((await ada.upload('POST', '/import/chat', 'file', { name: '_chat.txt', content: CHAT }, {})).status).toBe(200);
    await expectBackAndForth(before);
  });
  it('an import of messages into a day that is there', async () => {
    await ada.post('/contacts', { full_name: 'Anna Berg' });
    await ada.upload('POST', '/import/chat', 'file', { name: '_chat.txt', content: CHAT }, {});
    const before = await rows();
    expect((await ada.upload('POST', '/import/chat', 'file', { name: '_chat.txt', content: `${CHAT}\n[03.02.26, 22:16:00] Ada: More\n[03.03.26, 22:16:00] Ada: Later` }, {})).status).toBe(200);
    await expectBackAndForth(before);
  });
  it('but not when somebody has given the message another note since', async () => {
    const { contact } = (await ada.post('/contacts', { full_name: 'Anna Berg' })).body;
    await ada.upload('POST', '/import/chat', 'file', { name: '_chat.txt', content: CHAT }, {});
    const [note] = (await ada.get(`/contacts/${contact.id}/raw-notes`)).body.data;
    const deleted = await ada.delete(`/notes/${note.id}`);
    await ada.upload('POST', '/import/chat', 'file', { name: '_chat.txt', content: `${CHAT}\n[03.02.26, 22:16:00] Ada: More` }, {});
    await kith.owner.query('update chat_messages set note_id = (select id from notes n where n.space_id = $1) where space_id = $1', [ada.space.id]);
    const before = await rows();
    expect(await ada.post('/undo', { action_id: deleted.headers['kith-action-id'] })).toMatchObject({ status: 409, body: { error_code: 'changed_since' } });
    expect(await rows()).toEqual(before);
  });

  it('a person with a recording', async () => {
    const { contact } = (await ada.post('/contacts', { full_name: 'Anna Berg' })).body;
    const made = await ada.upload('POST', '/transcribe-audio', 'audio', { name: 'memo.ogg', content: Buffer.concat([Buffer.from('OggS'), Buffer.alloc(2000, 1)]), type: 'audio/ogg' }, { contact_id: contact.id });
    expect(made.status, JSON.stringify(made.body)).toBeLessThan(300);
    const before = await rows();
    expect((await ada.delete(`/contacts/${contact.id}`)).status).toBe(204);
    await expectBackAndForth(before);
  });
});
