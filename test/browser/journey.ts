import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Client, signUp, type TestKith } from '../harness.ts';
import { sees } from './browser.ts';

/** What the journeys through the page share: a person with a note, and the words for what is on screen. */
export const NOTE = 'She works as a nurse at the hospital in Bremen. She loves climbing and plays the cello. Her goal is to run a marathon next spring.';

export type Known = { id: string; category: string; content: string; confidence: number };

export const addPerson = async (client: Client, full_name: string): Promise<{ id: string }> => (await client.post('/contacts', { full_name })).body.contact;
export const entriesOf = async (client: Client, contactId: string): Promise<Known[]> => (await client.get(`/contacts/${contactId}/entries`)).body.data;

/** A signed-in user with one person and a note about them, and the entries that came of it. */
export async function userWithPerson(kith: TestKith, full_name: string) {
  const client = await signUp(kith);
  const { id } = await addPerson(client, full_name);
  expect((await client.post('/notes/process', { contact_id: id, content: NOTE })).body.synthesis.length).toBeGreaterThanOrEqual(3);
  return { client, id, entries: await entriesOf(client, id) };
}

export const button = (within: Page | Locator, name: string | RegExp) => within.getByRole('button', { name, exact: true });
export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });
export const people = (page: Page) => page.getByRole('list', { name: 'People' });
export const person = (page: Page, name: string) => people(page).getByRole('link', { name });
export const entry = (page: Page, content: string) => page.getByRole('listitem').filter({ hasText: content });
export const category = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
export const isLive = (page: Page) => sees(page.getByRole('status').getByText('Live', { exact: true }), 15_000);

/** Opens the menu behind a button and takes one of its items. */
export async function choose(within: Page | Locator, menu: string | RegExp, item: string | RegExp): Promise<void> {
  await button(within, menu).first().click();
  const page = 'goto' in within ? within : within.page();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}
