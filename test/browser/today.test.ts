import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { dayIn } from '../days.ts';
import { type Client, signUp } from '../harness.ts';
import { PHONE, sees, seesNot, settled, useSite } from './browser.ts';

const site = useSite();

const ZONE = 'Europe/Berlin';
const day = (offset: number) => dayIn(ZONE, offset);
const someone = async (): Promise<Client> => {
  const client = await signUp(site.kith);
  await client.patch('/auth/preferences', { time_zone: ZONE, locale: 'en-GB' });
  await client.patch('/auth/profile', { onboarded: true });
  return client;
};
const person = async (client: Client, full_name: string, more = {}) => (await client.post('/contacts', { full_name, ...more })).body.contact as { id: string };
const toDo = async (client: Client, contact: { id: string }, content: string) => (await client.post(`/contacts/${contact.id}/entries`, { category: 'Actionable', content })).body.entry as { id: string };
const card = (page: Page, name: string) => page.locator('section').filter({ has: page.getByRole('heading', { name, exact: true }) });
const toast = (page: Page, text: string) => page.locator('[data-sonner-toast]').filter({ hasText: text });
const named = (at: Page | ReturnType<typeof card>, name: string) => at.getByRole('button', { name, exact: true });

test('Today comes with one request and is live', async () => {
  const client = await someone();
  const anna = await person(client, 'Anna Berg', { birthday: `1992-${day(1).slice(5)}` });
  const { page } = await site.visit('about:blank', { client });
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/v1/') && pathname !== '/api/v1/auth/session') asked.push(pathname);
  });
  await page.goto(site.url);
  await settled(page);
  expect(asked).toEqual(['/api/v1/today']);
  await sees(card(page, 'Birthdays and dates').getByText('tomorrow'));
  await sees(card(page, 'Follow-ups').getByText(/Nothing to follow up/));
  await sees(page.getByRole('status').getByText('Live', { exact: true }), 15_000);
  await toDo(client, anna, 'Send her the photos');
  await sees(card(page, 'Follow-ups').getByText('Send her the photos'), 10_000);
  await client.post('/calendar/events', { title: 'Choir', starts_at: day(1), contact_ids: [anna.id] });
  await sees(card(page, 'Schedule').getByText('Nothing today. Tomorrow begins with'), 10_000);
  await sees(card(page, 'Schedule').getByText('Choir'));
});

test('a follow-up goes into the calendar on the date its text says, or another, and comes back with Undo', async () => {
  const client = await someone();
  const anna = await person(client, 'Anna Berg');
  await toDo(client, anna, 'Call her tomorrow at 3pm');
  await toDo(client, anna, 'Buy her a good wine');
  const { page } = await site.visit('/', { client });
  const list = card(page, 'Follow-ups');
  await sees(list.getByText('Anna Berg · tomorrow 15:00'));

  await named(list, 'Make event: Call her tomorrow at 3pm').click();
  const dialog = page.getByRole('dialog');
  expect([await dialog.getByLabel('Day').inputValue(), await dialog.getByLabel('Time').inputValue()]).toEqual([day(1), '15:00']);
  await named(page, 'Make event').click();
  await sees(toast(page, 'In the calendar, tomorrow 15:00'));
  await dialog.waitFor({ state: 'hidden' });
  await seesNot(list.getByText('Call her tomorrow at 3pm'));
  await toast(page, 'In the calendar').getByRole('button', { name: 'Undo' }).click();
  await sees(list.getByText('Call her tomorrow at 3pm'));

  await named(list, 'Make event: Buy her a good wine').click();
  await dialog.getByLabel('Day').fill(day(5));
  await dialog.getByLabel('Time').fill('');
  await named(page, 'Make event').click();
  await dialog.waitFor({ state: 'hidden' });
  await seesNot(list.getByText('Buy her a good wine'));
  expect((await client.get('/calendar/follow-ups?state=planned')).body.data).toMatchObject([{ content: 'Buy her a good wine', event: { starts_at: day(5) } }]);

  await named(list, 'Done: Call her tomorrow at 3pm').click();
  await sees(list.getByText(/Nothing to follow up/));
  await toast(page, 'Done').getByRole('button', { name: 'Undo' }).click();
  await sees(list.getByText('Call her tomorrow at 3pm'));

  await list.getByRole('link', { name: 'All follow-ups' }).press('Enter'); // toasts may lie over it
  await page.getByRole('tab', { name: 'In the calendar' }).click();
  await page.waitForURL(/state=planned/);
  await named(page, 'Done: Buy her a good wine').click();
  await page.getByRole('tab', { name: 'Done' }).click();
  await named(page, 'Not done: Buy her a good wine').click();
  await sees(page.getByText('Nothing done yet'));
});

test('on a profile what is to do is planned and ticked off', async () => {
  const client = await someone();
  const anna = await person(client, 'Anna Berg', { birthday: `1992-${day(3).slice(5)}` });
  await toDo(client, anna, 'Call her tomorrow at 3pm');
  await toDo(client, anna, 'Buy her a good wine');
  const { page } = await site.visit(`/people/${anna.id}`, { client });
  await sees(page.getByText(/Birthday in 3 days, turns \d\d/));
  const list = page.getByRole('region', { name: 'Actionable' });
  const row = list.getByRole('listitem').filter({ hasText: 'Call her' });
  await named(row, 'Follow up').click();
  await named(page, 'Make event').click();
  await sees(toast(page, 'In the calendar'));
  await row.getByRole('link', { name: /tomorrow 15:00/ }).click();
  await sees(page.getByRole('dialog').getByLabel('Title'));
  await page.goBack();

  await named(list, 'Done: Buy her a good wine').click();
  await sees(list.getByText('Done just now'));
  await list.getByRole('button', { name: 'Only open ones' }).click();
  await seesNot(list.getByText('Buy her a good wine'));
  await page.reload();
  await named(list, 'Not done: Buy her a good wine').click();
  await seesNot(list.getByText('Done just now'));

  await page.keyboard.press('n');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Note about Anna Berg');
  await named(page.locator('header').filter({ has: page.getByRole('heading', { name: 'Anna Berg' }) }), 'Follow up').click();
  await sees(page.getByRole('dialog'));
  await named(page, 'Add').click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  const events = (await client.get(`/calendar/events?from=${day(1)}&to=${day(2)}&contact_id=${anna.id}`)).body.data as { title: string }[];
  expect(events.map((one) => one.title).toSorted()).toEqual(['Call her tomorrow at 3pm', 'Follow up with Anna Berg']);
});

test('the address holds the tab of a profile; history and details are found on a phone too', async () => {
  const client = await someone();
  const anna = await person(client, 'Anna Berg', { company: 'Shipyard' });
  const { page } = await site.visit(`/people/${anna.id}?tab=timeline`, { client, ...PHONE });
  await sees(page.getByRole('tab', { name: 'Timeline', selected: true }));
  await page.getByRole('tab', { name: 'Details' }).click();
  await page.getByRole('tabpanel').getByRole('link', { name: 'History' }).click();
  await page.waitForURL(/tab=history/);
  await sees(page.getByRole('tab', { name: 'History', selected: true }));
  await sees(page.getByText(/Added person/));
  await page.reload();
  await sees(page.getByRole('tab', { name: 'History', selected: true }));
});
