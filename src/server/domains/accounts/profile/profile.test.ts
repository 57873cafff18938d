import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, PASSWORD, signUp, type TestKith, testKith } from '../../../../../test/harness.ts';

let kith: TestKith;
let ada: Client;
beforeAll(async () => {
  kith = await testKith();
  ada = await signUp(kith, 'ada');
  await signUp(kith, 'bob');
});
afterAll(() => kith.close());

describe('profile', () => {
  it('changes what is sent, and signs in under the new name', async () => {
    expect((await ada.get('/auth/profile')).body.profile).toMatchObject({ username: 'ada', email: null, full_name: '', onboarded_at: null, role: 'admin' });
    const { status, body } = await ada.patch('/auth/profile', { username: 'countess', email: 'ada@example.org', full_name: 'Ada Lovelace' });
    expect(status).toBe(200);
    expect(body.profile).toMatchObject({ username: 'countess', email: 'ada@example.org', full_name: 'Ada Lovelace', onboarded_at: null });
    expect((await ada.get('/auth/profile')).body).toEqual(body);
    expect((await kith.client().post('/auth/login', { username: 'ada', password: PASSWORD })).status).toBe(401);
    expect((await kith.client().post('/auth/login', { username: 'countess', password: PASSWORD })).status).toBe(200);
    const kinds = (await ada.get('/auth/security-events')).body.data.map((event: { kind: string; detail: string | null }) => `${event.kind} ${event.detail}`);
    expect(kinds).toEqual(expect.arrayContaining(['username_changed ada', 'email_changed null']));
    expect((await ada.patch('/auth/profile', { email: null })).body.profile.email).toBe(null);
  });

  it('onboarded stays at the first time', async () => {
    const first = (await ada.patch('/auth/profile', { onboarded: true })).body.profile.onboarded_at;
    expect(first).toMatch(/^20/);
    expect((await ada.patch('/auth/profile', { onboarded: true })).body.profile.onboarded_at).toBe(first);
  });

  it('409: name and email once, whatever the case', async () => {
    expect((await ada.patch('/auth/profile', { username: 'BOB' })).body).toMatchObject({ status: 409, error_code: 'username_taken', field: 'username' });
    await ada.patch('/auth/profile', { email: 'a@example.org' });
    const carl = await signUp(kith, 'carl');
    expect((await carl.patch('/auth/profile', { email: 'A@Example.org' })).body).toMatchObject({ status: 409, error_code: 'email_taken', field: 'email' });
  });

  it.each([[{}], [{ username: 'x' }], [{ email: 'no' }], [{ onboarded: false }], [{ full_name: 'x'.repeat(256) }], [{ role: 'admin' }]])('400: %j', async (patch) => {
    expect((await ada.patch('/auth/profile', patch)).status).toBe(400);
  });

  it('nobody makes himself an admin, at the database either', async () => {
    const dora = await signUp(kith, 'dora');
    await dora.patch('/auth/profile', { full_name: 'Dora', role: 'admin', id: ada.user.id });
    expect((await dora.get('/auth/profile')).body.profile.role).toBe('user');
    const client = await kith.platform.database.pool.connect();
    await client.query(`select set_config('kith.user_id', $1, false)`, [dora.user.id]);
    await expect(client.query(`update users set role = 'admin' where id = $1`, [dora.user.id])).rejects.toThrow(/permission denied/);
    expect((await client.query(`update users set full_name = 'Taken over' where id = $1`, [ada.user.id])).rowCount).toBe(0);
    expect((await client.query('select id from users')).rows).toEqual([{ id: dora.user.id }]);
    client.release(true);
  });
});

describe('preferences', () => {
  it('keeps each of them, in its usual form', async () => {
    const given = { time_zone: 'Asia/Tokyo', units: 'imperial', language: 'pt-br', locale: 'en-gb', response_style: 'coach', emoji: false, detail_level: 'brief', theme: 'system', week_start: 'sunday', currency: 'jpy', birthday_reminders: false, birthday_days_before: [14, 1], birthday_time: '07:45' };
    const { status, body } = await ada.patch('/auth/preferences', given);
    expect(status).toBe(200);
    expect(body.preferences).toEqual({ ...given, language: 'pt-BR', locale: 'en-GB', currency: 'JPY' });
    expect((await ada.get('/auth/preferences')).body).toEqual(body);
    expect((await ada.get('/auth/session')).body.preferences).toEqual(body.preferences);
    expect((await ada.patch('/auth/preferences', { theme: 'dark' })).body.preferences).toEqual({ ...body.preferences, theme: 'dark' });
  });

  it.each([
    [{ time_zone: 'Mars/Olympus' }, 422, 'time_zone'],
    [{ time_zone: '+05:30' }, 422, 'time_zone'],
    [{ time_zone: 'AET' }, 422, 'time_zone'], // Intl knows it, Temporal and PostgreSQL do not
    [{ time_zone: 'US/Pacific-New' }, 422, 'time_zone'],
    [{ time_zone: "'; drop table users; --" }, 422, 'time_zone'],
    [{ language: 'not a language' }, 422, 'language'],
    [{ locale: '12345' }, 422, 'locale'],
    [{ currency: 'XQQ' }, 422, 'currency'],
    [{ currency: 'EURO' }, 400, 'currency'],
    [{ units: 'furlongs' }, 400, 'units'],
    [{ emoji: 'yes' }, 400, 'emoji'],
    [{}, 400, undefined],
    [{ user_id: 'x' }, 400, undefined],
  ])('refuses %j with %i', async (patch, status, field) => {
    const answer = await ada.patch('/auth/preferences', patch);
    expect([answer.status, answer.body.field]).toEqual([status, field]);
  });
});
