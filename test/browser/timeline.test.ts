import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, signUp, testKith, type TestKith } from '../harness.ts';
import { PHONE, sees, settled, useBrowser } from './browser.ts';

const browser = useBrowser();
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
let kith: TestKith;
let url: string;
let client: Client;
let ids: { vera: string; wim: string };
beforeAll(async () => {
  kith = await testKith();
  url = await kith.live();
  client = await signUp(kith);
  await client.patch('/auth/preferences', { time_zone: 'Europe/Berlin' });
  const add = async (full_name: string, more: object = {}) => (await client.post('/contacts', { full_name, ...more })).body.contact.id as string;
  ids = { vera: await add('Vera Rubin', { birthday: '1928-07-23' }), wim: await add('Wim Kan') };
  await kith.owner.query(`update contacts set created_at = '2024-01-01' where space_id = $1`, [client.space.id]);
  await kith.owner.query(`insert into notes (space_id, contact_id, content, created_at) select $1, $2, 'Note number ' || i, timestamptz '2025-12-31T12:00:00Z' - i * interval '7 hours' from generate_series(1, 400) i`, [client.space.id, ids.vera]);
  await client.post(`/contacts/${ids.wim}/interactions`, { kind: 'call', at: '2026-01-05T10:00:00Z', note: 'About the telescope' });
});
afterAll(() => kith.close());

test('a timeline of everybody is filtered, jumped through, scrolled to its end and kept in the address', async () => {
  const { page, problems } = await browser.visit(url, '/timeline', { client });
  await sees(page.getByRole('heading', { name: 'Monday 5 January' }));
  await sees(page.getByRole('article').getByRole('link', { name: 'Wim Kan' }));
  await button(page, 'Notes').click();
  await expect.poll(() => page.getByText('About the telescope').count()).toBe(0);
  expect(new URL(page.url()).searchParams.get('kinds')).toBe('note');
  await button(page, 'Notes').click();
  await page.getByLabel('Jump to', { exact: true }).fill('2025-07-23');
  await sees(page.getByText('Birthday, 97 years'));
  await page.reload();
  await sees(page.getByText('Birthday, 97 years'));
  await button(page, 'Newest').click();
  await sees(page.getByText('About the telescope'));
  // only what is on screen exists, and the end comes
  await expect
    .poll(
      async () => {
        await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
        return page.getByText('Note number 400', { exact: true }).count();
      },
      { timeout: 20_000 },
    )
    .toBe(1);
  expect(await page.getByRole('article').count()).toBeLessThan(60);
  // the day of what is on top stays in sight under the header
  await expect.poll(() => page.evaluate(() => Math.min(...[...document.querySelectorAll('main h2')].map((one) => Math.abs(one.getBoundingClientRect().top - 56))))).toBeLessThan(2);
  expect(problems).toEqual([]);
});

test('what others write appears by itself, and a mention leads to its note and person', async () => {
  const { page } = await browser.visit(url, `/people/${ids.vera}?tab=timeline`, { client, ...PHONE });
  await settled(page);
  const { id } = (await client.post('/notes', { contact_id: ids.wim, content: 'Vera Rubin lent me her star map.' })).body.note;
  await kith.owner.query(`insert into note_mentions (space_id, note_id, contact_id, spans) values ($1, $2, $3, '[{"start": 0, "end": 10, "text": "Vera Rubin"}]') on conflict do nothing`, [client.space.id, id, ids.vera]);
  const item = page.getByRole('article').filter({ hasText: 'her star map' });
  await sees(item.getByRole('link', { name: 'In a note about Wim Kan' }));
  await item.getByRole('button', { name: 'Mentioned' }).click();
  await sees(page.getByRole('dialog').getByText('her star map'));
});

test('search opens a call on the timeline of its day, and a note over the page', async () => {
  const { page } = await browser.visit(url, '/search?q=telescope', { client });
  await page.getByRole('link', { name: /About the telescope/ }).click();
  await sees(page.getByRole('heading', { name: 'Monday 5 January' }));
  expect(new URL(page.url()).pathname).toBe(`/people/${ids.wim}`);
  await page.goto(`${url}/search?q=number+317`);
  await page.getByRole('button', { name: /Note number 317/ }).click();
  await sees(page.getByRole('dialog').getByText('Note number 317'));
});

test('the bars say what they show, and "More" is offered where a text is cut off, as wide as it is', async () => {
  const stranger = await signUp(kith);
  const { contact } = (await stranger.post('/contacts', { full_name: 'Ida Lund' })).body;
  const content = `${'She told me about the boat and the harbour. '.repeat(8)}Done.`;
  await kith.owner.query(`insert into notes (space_id, contact_id, content, created_at) values ($1, $2, 'Short', '2025-03-01'), ($1, $2, $3, '2025-05-01')`, [stranger.space.id, contact.id, content]);
  const { page } = await browser.visit(url, '/timeline', { client: stranger });
  const bars = page.getByRole('group', { name: /How much happened, by month/ });
  await sees(bars.getByRole('button', { name: 'March 2025: 1 thing' }));
  expect(await bars.innerText()).toMatch(/^March 2025\s+How much happened\s+May 2025$/);
  await sees(page.getByText(content));
  const more = page.locator('main').getByRole('button', { name: 'More' });
  expect(await more.count()).toBe(0); // three lines on a desktop
  await page.setViewportSize({ width: 390, height: 844 });
  await more.click();
  await sees(button(page, 'Less'));
});

test('search says when an event or a call is, not when it was typed in', async () => {
  const stranger = await signUp(kith);
  await stranger.patch('/auth/preferences', { locale: 'en-GB' });
  await stranger.post('/calendar/events', { title: 'Regatta', starts_at: '2031-04-09T11:00', place: 'Pier' });
  const { page } = await browser.visit(url, '/search?q=regatta', { client: stranger });
  expect((await page.getByRole('link', { name: /Regatta/ }).innerText()).replaceAll(/\s+/g, ' ')).toBe('Regatta 9 Apr 2031, 11:00 Pier');
  const { contact } = (await stranger.post('/contacts', { full_name: 'Ida Lund' })).body;
  await stranger.post(`/contacts/${contact.id}/interactions`, { kind: 'call', at: '2025-03-04T10:00:00Z', note: 'About the lighthouse' });
  await page.goto(`${url}/search?q=lighthouse`);
  expect((await page.getByRole('link', { name: /Ida Lund/ }).innerText()).replaceAll(/\s+/g, ' ')).toMatch(/^Ida Lund call · 4 Mar 2025, 1\d:00 About the lighthouse$/i);
});
