import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, signUp, testKith, type TestKith } from '../harness.ts';
import { eventually } from '../sockets.ts';
import { PHONE, sees, seesNot, settled, useBrowser } from './browser.ts';

const browser = useBrowser();
let kith: TestKith;
let url: string;
beforeAll(async () => {
  kith = await testKith();
  url = await kith.live();
});
afterAll(() => kith?.close());

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const toast = (page: Page, text: string) => page.locator('[data-sonner-toast]').filter({ hasText: text });
const chips = (page: Page, title: string) => page.getByRole('grid').getByRole('button', { name: title });
const events = async (client: Client, from: string, to: string) => (await client.get(`/calendar/events?from=${from}&to=${to}`)).body.data as { title: string; starts_at: string }[];
/** A day so many days from today in Berlin, where these people live. */
const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' });

async function someone(): Promise<Client> {
  const client = await signUp(kith);
  await client.patch('/auth/preferences', { time_zone: 'Europe/Berlin', locale: 'en-GB' });
  return client;
}

test('an event in one’s own words is understood, added with its person, and taken back', async () => {
  const client = await someone();
  await client.post('/contacts', { full_name: 'Anna Berg' });
  const { page } = await browser.visit(url, '/calendar', { client });
  await page.getByLabel('Add an event in your own words').fill('Dinner with Anna tomorrow at 8pm');
  await sees(page.getByText('with Anna Berg'));
  await sees(page.getByText(/20:00/).first());
  await page.keyboard.press('Enter');
  await sees(toast(page, 'Dinner with Anna added'));
  await sees(chips(page, 'Dinner with Anna'));
  expect((await events(client, day(1), day(2)))[0]).toMatchObject({ title: 'Dinner with Anna', starts_at: `${day(1)}T20:00:00`, contacts: [{ full_name: 'Anna Berg' }] });
  await toast(page, 'Dinner with Anna added').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => chips(page, 'Dinner with Anna').count()).toBe(0);
});

test('one occurrence is changed, another deleted, and the rest stays', async () => {
  const client = await someone();
  await client.post('/calendar/events', { title: 'Walk', starts_at: '2026-05-04T08:00', rrule: 'FREQ=DAILY;COUNT=5' });
  const { page } = await browser.visit(url, '/calendar?date=2026-05-06', { client });
  await expect.poll(() => chips(page, 'Walk').count()).toBe(5);

  await chips(page, 'Walk').nth(2).click();
  await page.getByLabel('Title').fill('Run');
  await page.getByLabel('At', { exact: true }).fill('18:00');
  await button(page, 'Save').click();
  await button(page, 'Only this one').click();
  await sees(toast(page, 'Run changed'));
  await sees(chips(page, 'Run'));
  await expect.poll(() => chips(page, 'Walk').count()).toBe(4);

  await chips(page, 'Walk').nth(3).click();
  await button(page, 'Delete').click();
  await button(page, 'This and all that follow').click();
  await expect.poll(() => chips(page, 'Walk').count()).toBe(3);
  expect((await events(client, '2026-05-01', '2026-05-31')).map((one) => `${one.starts_at} ${one.title}`)).toEqual(['2026-05-04T08:00:00 Walk', '2026-05-05T08:00:00 Walk', '2026-05-06T18:00:00 Run', '2026-05-07T08:00:00 Walk']);
});

test('the form makes what it says: weekly on two days, so many times', async () => {
  const client = await someone();
  const { page } = await browser.visit(url, '/calendar?date=2026-05-05', { client });
  await settled(page);
  await page.keyboard.press('n');
  await page.getByLabel('Title').fill('Choir');
  await page.getByLabel('At', { exact: true }).fill('19:30');
  await page.getByLabel('Repeat').selectOption('weekly');
  await button(page, 'Thursday').click();
  await page.getByLabel('Ends', { exact: true }).last().selectOption('count');
  await page.getByLabel('Times').fill('3');
  await button(page, 'Add').last().click();
  await sees(toast(page, 'Choir added'));
  expect((await events(client, '2026-05-01', '2026-05-31')).map((one) => one.starts_at)).toEqual(['2026-05-05T19:30:00', '2026-05-07T19:30:00', '2026-05-12T19:30:00']);
});

test('keys lead through days and views; the address remembers', async () => {
  const client = await someone();
  const { page } = await browser.visit(url, '/calendar?date=2026-05-06', { client });
  await settled(page);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.waitForURL(/date=2026-05-14/);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-day'))).toBe('2026-05-14');
  await page.keyboard.press('w');
  await page.waitForURL(/view=week/);
  await seesNot(page.getByRole('dialog'));
  await page.keyboard.press('a');
  await page.waitForURL(/view=agenda/);
  await page.keyboard.press('t');
  await page.waitForURL(new RegExp(`date=${day(0)}`));
  await page.reload();
  await sees(page.getByRole('heading', { level: 1, name: 'Calendar' }));
  expect(page.url()).toContain('view=agenda');
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await page.waitForURL(`${url}/`);
});

test('a reminder that comes due is announced, stands on Today, and is done with one press', async () => {
  const client = await someone();
  const { page } = await browser.visit(url, '/people', { client });
  await sees(page.getByRole('status').getByText('Live', { exact: true }), 15_000);
  const { event } = (await client.post('/calendar/events', { title: 'Call the plumber', starts_at: `${day(1)}T09:00` })).body;
  await kith.owner.query(`insert into reminders (space_id, kind, key, event_id, occurrence, due_at) values ($1, 'event', 'now', $2, $3, now())`, [client.space.id, event.id, event.starts_at]);
  await sees(toast(page, 'Call the plumber'), 15_000);
  await page.goto(`${url}/`);
  const card = page.getByRole('region', { name: 'Reminders' }).or(page.locator('section').filter({ has: page.getByRole('heading', { name: 'Reminders' }) }));
  await sees(card.getByText('Call the plumber'));
  await button(page, 'Call the plumber: done').click();
  await sees(card.getByText('No reminders wait'));
  await eventually(async () => (await client.get('/calendar/reminders')).body.data.length === 0);
});

test('on a phone a day is chosen and told below the month', async () => {
  const client = await someone();
  await client.post('/calendar/events', { title: 'Walk', starts_at: '2026-05-20T08:00', place: 'Park' });
  const { page } = await browser.visit(url, '/calendar?date=2026-05-06', { client, ...PHONE });
  await sees(page.getByText('Nothing on this day.'));
  await page.locator('[data-day="2026-05-20"]').click();
  await sees(page.getByText('Park'));
  await page.waitForURL(/date=2026-05-20/);
});
