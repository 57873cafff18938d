import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { signUp } from '../harness.ts';
import { sees, useSite } from './browser.ts';

const site = useSite();

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const GROUP = '[13.02.26, 08:00:00] Anna Berg: First\n[13.02.26, 08:00:01] Neo: Second\n[13.02.26, 08:00:02] Kim: Third\n[13.02.26, 08:00:03] Ada: mine\n';

test('senders of a chat are settled one by one before it is imported', async () => {
  const client = await signUp(site.kith);
  const [anna, kim] = await Promise.all(['Anna Berg', 'Kimberly Post'].map(async (full_name) => (await client.post('/contacts', { full_name })).body.contact.id as string));
  const { page } = await site.visit('/import', { client });
  await page.getByLabel('Choose a file').setInputFiles({ name: '_chat.txt', mimeType: 'text/plain', buffer: Buffer.from(GROUP) });
  await sees(page.getByRole('heading', { name: '_chat.txt can be imported' }));
  await sees(page.getByText('3 senders to settle'));
  expect(await page.getByLabel('Who is Anna Berg?').inputValue()).toBe(anna);
  await page.getByLabel('Who is Ada?').selectOption('That is me');
  await sees(page.getByText('2 senders to settle'));
  await page.getByLabel('Who is Neo?').selectOption('A new person');
  await sees(page.getByText('1 sender to settle'));
  await page.getByLabel('Who is Kim?').selectOption('Somebody here …');
  await page.getByLabel('Find the person behind Kim').fill('kimb');
  await button(page, 'Kimberly Post').click();
  await sees(page.getByRole('list', { name: 'What would happen' }).getByText('new messages'));
  await button(page, 'Import').click();
  await sees(page.getByRole('heading', { name: '_chat.txt was imported' }));
  expect((await client.get(`/contacts/${kim}/messages`)).body.data).toMatchObject([{ text: 'Third', direction: 'in' }]);
});

test('what an analysed chat says of others is told once, beside the import', async () => {
  const client = await signUp(site.kith);
  await client.post('/contacts', { full_name: 'Anna Berg' });
  const { page } = await site.visit('/import', { client });
  await page.getByLabel('Choose a file').setInputFiles({ name: '_chat.txt', mimeType: 'text/plain', buffer: Buffer.from('[13.02.26, 08:00:00] Anna Berg: My brother Tom Berg is a dentist. My sister Eva Berg is a nurse.\n[14.02.26, 08:00:03] Ada: fine\n') });
  await sees(page.getByRole('heading', { name: '_chat.txt can be imported' }));
  await page.getByLabel('Analyse afterwards').click();
  await button(page, 'Import').click();
  const card = page.getByRole('region', { name: 'Proposals' });
  await sees(card.getByRole('heading', { name: /^\d+ proposals from this import/ }));
  await sees(card.getByRole('link', { name: /Anna Berg \d/ }));
  await button(page, 'Dismiss all').click();
  await expect.poll(async () => (await client.get('/proposals')).body.data).toEqual([]);
  await expect.poll(() => card.count()).toBe(0);
});

test('a chat is pasted on the page of a person, and undone', async () => {
  const client = await signUp(site.kith);
  const { id } = (await client.post('/contacts', { full_name: 'Pia Stern' })).body.contact;
  const { page } = await site.visit(`/people/${id}`, { client });
  await button(page, 'More actions').click();
  await page.getByRole('menuitem', { name: 'Paste a chat' }).click();
  await page.getByLabel('Messages', { exact: true }).fill('[21.11.25, 11:40:03] Pia Stern: Coming?\n[21.11.25, 11:41:10] Ada: Yes!');
  await button(page, 'Keep messages').click();
  await sees(page.getByText('2 messages kept'));
  await page.getByRole('tab', { name: 'Timeline' }).click();
  await sees(page.getByText('11:40 Pia Stern: Coming?'));
  await button(page, 'Undo').click();
  await expect.poll(async () => (await client.get(`/contacts/${id}/messages`)).body.data).toEqual([]);
});
