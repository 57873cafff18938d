import { afterAll, beforeAll, expect, test } from 'vitest';
import { signUp, testKith, type Client, type TestKith } from '../harness.ts';
import { PHONE, useBrowser } from './browser.ts';

const browser = useBrowser();
let kith: TestKith;
let url: string;
let ada: Client;
let anna: string;
beforeAll(async () => {
  kith = await testKith();
  url = await kith.live();
  ada = await signUp(kith, 'ada');
  anna = (await ada.post('/contacts', { full_name: 'Anna Lindqvist', birthday: '1988-03-14', company: 'Nordlys', title: 'Designer' })).body.contact.id;
  for (const [category, content] of [['Personal Details', 'Allergic to peanuts'], ['Interests', 'Loves Barolo'], ['Goals', 'Wants to sail to Norway'], ['Actionable', 'Ask her how the operation went'], ['Challenges', 'Worried about her father’s heart operation'], ['Communication', 'Prefers phone calls after eight']])
    await ada.post(`/contacts/${anna}/entries`, { category, content });
  await ada.post('/notes', { contact_id: anna, content: 'Dinner by the lake. She plays the cello in an orchestra.' });
});
afterAll(() => kith?.close());

test('asks on the profile, and the number leads to the sentence in the note', async () => {
  const { page } = await browser.visit(url, `/people/${anna}?tab=ask`, { client: ada });
  await page.getByRole('textbox', { name: 'Ask about Anna' }).fill('Does she play an instrument?');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await page.getByRole('button', { name: 'Source 1: Note' }).click();
  expect(await page.getByRole('dialog', { name: 'Note' }).locator('mark').textContent()).toBe('She plays the cello in an orchestra.');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'What should I bring for dinner at Anna’s?' }).click();
  await page.getByText('Allergic to peanuts. ').waitFor();
  await page.getByText('Asked before (1)').waitFor();
});

test('a briefing on a phone, from the profile', async () => {
  const { page } = await browser.visit(url, `/people/${anna}`, { client: ada, ...PHONE });
  await page.getByRole('link', { name: 'Briefing' }).click();
  await page.getByRole('heading', { name: 'Briefing on Anna Lindqvist' }).waitFor();
  await page.getByText('Ask her how the operation went', { exact: true }).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('navigation').first().isVisible()).toBe(false);
});

test('asks about everybody from a link', async () => {
  const { page } = await browser.visit(url, '/ask?q=Who+plays+the+cello%3F', { client: ada });
  const answer = page.getByText('Anna Lindqvist: She plays the cello in an orchestra.').first();
  await answer.waitFor();
  expect(await page.getByRole('list', { name: 'Sources' }).getByRole('listitem').count()).toBe(1);
});
