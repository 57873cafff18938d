import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { signUp } from '../harness.ts';
import { sees, seesNot, settled, useSite } from './browser.ts';

const site = useSite();

const HEADER = 'Contact Name,Tier,Category,Content,AI Confidence\n';
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const choose = (page: Page, name: string, content: string) => page.getByLabel('Choose a file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });
const numbers = (page: Page) => page.getByRole('list', { name: /^What (would happen|happened)$/ }).getByRole('listitem');

test('a file is looked at, imported with other options, and undone', async () => {
  const client = await signUp(site.kith);
  await client.post('/contacts', { full_name: 'Ida Lund' });
  const { page } = await site.visit('/import', { client });
  await page.getByText('What is taken from each').click();
  await sees(page.getByText('Kith CSV .csv .tsv .txt'));
  await choose(page, 'friends.csv', `${HEADER}Ida Lund,1,Goals,Wants a boat,9\nPer Holm,1,Interests,Sails,2\nWrong Tier,9,,,\n`);
  await sees(page.getByRole('heading', { name: 'friends.csv can be imported' }));
  await sees(numbers(page).filter({ hasText: '2new entries' }));
  await sees(page.getByRole('list', { name: 'Errors by line' }).getByText('"9" is not a tier: use 1 or 2.'));
  await sees(page.getByRole('list', { name: 'Rows', exact: true }).getByText('Interests: Sails'));
  expect((await client.get('/contacts')).body.data).toHaveLength(1);

  await page.getByLabel('Least confidence').fill('5');
  await page.getByLabel('Least confidence').press('Enter');
  await sees(numbers(page).filter({ hasText: '1new entry' }));
  await sees(numbers(page).filter({ hasText: '1entry too unsure' }));
  await page.getByLabel('Least confidence').fill('0');
  await page.getByLabel('Least confidence').press('Enter');
  await sees(numbers(page).filter({ hasText: '2new entries' }));
  await page.getByLabel('People who are here already').selectOption('Leave them as they are');
  await sees(numbers(page).filter({ hasText: '1new entry' }));
  await page.reload(); // the file and its options are kept
  await settled(page);
  expect(await page.getByLabel('People who are here already').inputValue()).toBe('skip_existing');

  await button(page, 'Import').click();
  await sees(page.getByRole('heading', { name: 'friends.csv was imported' }));
  await sees(page.getByRole('list', { name: 'Imports' }).getByText('Done', { exact: true }));
  expect((await client.get('/contacts')).body.data.map((one: { full_name: string }) => one.full_name)).toEqual(['Ida Lund', 'Per Holm']);

  await button(page, 'Undo this import').click();
  await sees(page.getByRole('heading', { name: 'The import of friends.csv was undone' }));
  await sees(page.getByRole('list', { name: 'Imports' }).getByText('Undone', { exact: true }));
  expect((await client.get('/contacts')).body.data).toHaveLength(1);
  await button(page, /^Forget friends.csv/).click();
  await sees(page.getByText('Nothing yet'));
  await sees(page.getByText('Drop a file here'));
});

test('a large file runs in the background, can be cancelled and run again', async () => {
  const client = await signUp(site.kith);
  const { page } = await site.visit('/import', { client });
  const rows = Array.from({ length: 9000 }, (_, i) => `Person ${i},1,Goals,${'wants a boat '.repeat(8)}${i},5`);
  await choose(page, 'everybody.csv', HEADER + rows.join('\n'));
  await sees(page.getByRole('heading', { name: 'everybody.csv can be imported' }), 60_000);
  await sees(numbers(page).filter({ hasText: '9,000new people' }));

  await button(page, 'Import').click();
  await sees(page.getByRole('heading', { name: 'Importing everybody.csv' }));
  await sees(page.getByRole('progressbar'));
  await button(page, 'Cancel').click();
  await sees(page.getByRole('heading', { name: 'everybody.csv can be imported' }), 30_000);
  expect((await client.get('/contacts')).body.data).toEqual([]);

  await button(page, 'Import').click();
  await sees(page.getByRole('heading', { name: 'everybody.csv was imported' }), 60_000);
  await seesNot(page.getByRole('progressbar'));
  expect((await client.get('/contacts?limit=100')).body.data).toHaveLength(100);
}, 180_000);

test('a file of no known kind says what can be imported; an export can be dropped again', async () => {
  const client = await signUp(site.kith);
  await client.post('/contacts', { full_name: 'Ida Lund' });
  const { page, allow } = await site.visit('/import', { client });
  allow(/422 .*\/imports$/);
  await choose(page, 'photo.png', '\x89PNG');
  await sees(page.getByRole('alert').getByText('Kith does not recognise this file.'));

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download Kith CSV' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^kith_platform_export_\d{8}_\d{6}\.csv$/);
  const content = readFileSync(await file.path(), 'utf8');
  await page.getByText('Drop a file here').dispatchEvent('drop', { dataTransfer: await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'again.csv', { type: 'text/csv' }));
    return transfer;
  }, content) });
  await sees(page.getByRole('heading', { name: 'again.csv can be imported' }));
  await sees(numbers(page).filter({ hasText: '1person left as is' }));
  expect(await button(page, 'Import').isDisabled()).toBe(true);
});

test('a viewer of a space sees what was imported and may export, no more', async () => {
  const owner = await signUp(site.kith);
  const { space } = (await owner.post('/spaces', { name: 'The lab' })).body;
  owner.headers = { 'kith-space': space.id };
  await owner.upload('POST', '/import/merge-from-csv', 'backup_file', { name: 'lab.csv', content: `${HEADER}Ida Lund,1,,,\n` });
  const viewer = await signUp(site.kith);
  await site.kith.owner.query(`insert into space_members (space_id, user_id, role) values ($1, $2, 'viewer')`, [space.id, viewer.user.id]);
  const { page } = await site.visit('/', { client: viewer });
  await page.evaluate((id) => localStorage.setItem('kith-space', id), space.id);
  await page.goto('/import');
  await sees(page.getByText('lab.csv'));
  await sees(page.getByRole('link', { name: 'Download Kith CSV' }));
  expect(await page.getByText('Drop a file here').count()).toBe(0);
  expect(await page.getByRole('button', { name: /Undo|Forget/ }).count()).toBe(0);
});
