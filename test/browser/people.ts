import type { Page } from 'playwright-core';
import type { Client, TestKith } from '../harness.ts';

/** What was made, or a failure that says why not. */
export const made = async (client: Client, path: string, body: object) => {
  const answer = await client.post(path, body);
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};

export const many = (kith: TestKith, client: Client, n: number) => kith.owner.query(`insert into contacts (space_id, full_name, tier) select $1, 'Guest ' || lpad(i::text, 4, '0'), 2 from generate_series(1, $2::int) i`, [client.space.id, n]);

export const count = async (client: Client, filter: string) => (await client.get(`/contacts/count?${filter}`)).body.count as number;

export const people = (page: Page) => page.getByRole('list', { name: 'People' });
export const row = (page: Page, name: string) => people(page).getByRole('link', { name });
export const toolbar = (page: Page) => page.getByRole('toolbar', { name: 'Selected people' });
