import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signUp, testKith, type TestKith } from '../harness.ts';
import { PHONE, useBrowser } from './browser.ts';

let kith: TestKith;
let url: string;
const browser = useBrowser();
beforeAll(async () => {
  kith = await testKith();
  url = await kith.live();
});
afterAll(() => kith?.close());

const fixture = (name: string) => readFileSync(new URL(`../../src/server/domains/imports/${name}`, import.meta.url));

test('a table from Google is explained, imported, and the person saved as vCard', async () => {
  const client = await signUp(kith);
  const { page } = await browser.visit(url, '/import', { client });
  await page.getByLabel('Choose a file').setInputFiles({ name: 'contacts.csv', mimeType: 'text/csv', buffer: fixture('address-book/fixtures/google.csv') });
  const columns = page.getByRole('region', { name: 'Columns' });
  await columns.getByText('given name').waitFor();
  expect(await columns.getByRole('listitem').first().textContent()).toBe('First Namegiven name');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText('contacts.csv was imported').waitFor();

  const { data } = (await client.get('/contacts?q=Ingrid')).body;
  await page.goto(`/people/${data[0].id}`);
  await page.getByRole('button', { name: 'More actions' }).click();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Save as vCard' }).click()]);
  expect(file.suggestedFilename()).toBe('Dr. Ingrid Marie Solberg.vcf');
});

test('a vCard file on a phone', async () => {
  const client = await signUp(kith);
  const { page } = await browser.visit(url, '/import', { client, ...PHONE });
  await page.getByLabel('Choose a file').setInputFiles({ name: 'people.vcf', mimeType: 'text/vcard', buffer: fixture('vcard/fixtures/apple.vcf') });
  await page.getByText('people.vcf can be imported').waitFor();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText('people.vcf was imported').waitFor();
  expect((await client.get('/contacts')).body.data).toHaveLength(2);
  expect((await client.get('/groups')).body.data).toMatchObject([{ name: 'Klub', contact_count: 1 }]);
});
