import { describe, expect, it } from 'vitest';
import { ME } from '../../../../../test/telegram/account.ts';
import { signUp, testKith } from '../../../../../test/harness.ts';
import { NOON, person, useTelegram } from '../../../../../test/telegram/use.ts';

const here = useTelegram();

describe('without API id and hash', () => {
  it('says what is missing, and posted messages are kept once all the same', async () => {
    const bare = await testKith({}, here.kith);
    const ada = await signUp(bare, 'bare');
    expect((await ada.get('/telegram/status')).body.telegram).toMatchObject({ configured: false, missing: ['TELEGRAM_API_ID', 'TELEGRAM_API_HASH'], state: 'none' });
    const refused = await ada.post('/telegram/auth/start', { phone: '+49 151 12345678' });
    expect(refused.body).toMatchObject({ status: 409, error_code: 'telegram_not_configured', error: expect.stringContaining('TELEGRAM_API_ID and TELEGRAM_API_HASH') });
    const id = await person(ada, { telegram_id: 77 });
    expect((await ada.post('/telegram/start-import', { contact_id: id })).body.error_code).toBe('telegram_not_configured');

    const messages = [{ id: 1, date: NOON, from_id: 77, text: 'Hello' }, { id: 2, date: new Date((NOON + 60) * 1000).toISOString(), from_id: ME.id, out: true, text: 'Hi' }, { id: 3, date: NOON + 61, text: '' }];
    expect((await ada.post('/telegram/direct-import', { telegram_id: 77, messages })).body).toMatchObject({ contact_id: id, stored: 2, already: 0, job_id: null });
    expect((await ada.post('/telegram/direct-import', { contact_id: id, messages })).body).toMatchObject({ stored: 0, already: 2 });
    expect((await ada.post('/telegram/direct-import', { telegram_id: 78, messages })).status).toBe(422);
    expect((await ada.post('/telegram/direct-import', { messages })).status).toBe(400);
    expect((await ada.post('/telegram/direct-import', { contact_id: id, messages: [{ id: 9, date: 4_000_000_000, text: 'later' }] })).status).toBe(422);
    await bare.close();
  });

  it('posted before anybody knows who they are in Telegram are the same messages afterwards', async () => {
    const ada = await signUp(here.kith);
    const id = (await ada.post('/contacts', { full_name: 'Anna' })).body.contact.id;
    const mine = [{ id: 1, date: 1_770_149_700, out: true, text: 'Hello' }];
    const messages = [...mine, { id: 2, date: 1_770_149_760, text: 'Hi' }];
    expect((await ada.post('/telegram/direct-import', { contact_id: id, messages: mine })).body).toMatchObject({ stored: 1 });
    expect((await ada.post('/telegram/direct-import', { contact_id: id, telegram_id: 4711, messages })).body).toMatchObject({ stored: 1, already: 1 });
    expect((await ada.get(`/contacts/${id}`)).body.contact.telegram_id).toBe(4711);
    expect((await ada.post('/telegram/direct-import', { telegram_id: 4711, messages })).body).toMatchObject({ contact_id: id, stored: 0, already: 2 });
    expect((await ada.get(`/contacts/${id}/messages`)).body.data).toHaveLength(2);
  });

  it('without an id join the one chat that a file has brought', async () => {
    const ada = await signUp(here.kith);
    const id = (await ada.post('/contacts', { full_name: 'Anna' })).body.contact.id;
    const file = { name: 'Anna', type: 'personal_chat', id: 4242, messages: [{ id: 1, type: 'message', date: '2026-02-03T21:15:00', date_unixtime: '1770149700', from: 'Anna', from_id: 'user4242', text: 'Hello' }] };
    await ada.upload('POST', '/import/chat', 'file', { name: 'result.json', content: JSON.stringify(file) }, { contact_id: id });
    expect((await ada.post('/telegram/direct-import', { contact_id: id, messages: [{ id: 1, date: 1_770_149_700, text: 'Hello' }, { id: 2, date: 1_770_149_760, text: 'There?' }] })).body).toMatchObject({ stored: 1, already: 1 });
  });

  it('of a group say nothing of who the person is', async () => {
    const ada = await signUp(here.kith);
    const id = (await ada.post('/contacts', { full_name: 'Anna' })).body.contact.id;
    await ada.post('/telegram/direct-import', { contact_id: id, messages: [{ id: 1, date: 1_770_149_700, from_id: 5, text: 'A' }, { id: 2, date: 1_770_149_760, from_id: 6, text: 'B' }] });
    expect((await ada.get(`/contacts/${id}`)).body.contact.telegram_id).toBeNull();
  });
});
