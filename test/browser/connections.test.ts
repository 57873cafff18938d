import { expect, test } from 'vitest';
import { signUp } from '../harness.ts';
import { sees, useSite } from './browser.ts';

const site = useSite();

test('Enter means whom the text names, however quickly it follows', async () => {
  const client = await signUp(site.kith);
  const [anna] = await Promise.all(['Anna Ek', 'Aaron First', 'Zoe Last'].map(async (full_name) => (await client.post('/contacts', { full_name })).body.contact));
  const { page } = await site.visit(`/people/${anna.id}?tab=relationships`, { client });
  await page.getByRole('button', { name: 'Add a relationship' }).click();
  await page.getByRole('option', { name: 'Aaron First' }).waitFor();
  await page.getByRole('combobox', { name: 'Person' }).fill('Zoe');
  await page.keyboard.press('Enter');
  await sees(page.getByRole('combobox', { name: 'Zoe Last is …' }));
});

test('somebody connects two people by keyboard, adding one of them, asks how they are known, and takes it back', async () => {
  const client = await signUp(site.kith);
  const anna = (await client.post('/contacts', { full_name: 'Anna Ek', tier: 1 })).body.contact;
  const { page } = await site.visit(`/people/${anna.id}?tab=relationships`, { client });
  const relationships = async () => (await client.get('/relationships')).body.data.map((one: { sentence: string }) => one.sentence);

  await page.getByRole('button', { name: 'Add a relationship' }).click();
  await page.getByRole('combobox', { name: 'Person' }).fill('Tom Ek');
  await page.getByRole('option', { name: 'Add “Tom Ek”' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Tom Ek is …' }).selectOption('child');
  await sees(page.getByRole('dialog').getByText('Anna Ek is the parent of Tom Ek'));
  await page.getByRole('button', { name: 'Save' }).click();
  await sees(page.getByRole('list', { name: 'Relationships' }).getByText('Anna Ek is the parent of Tom Ek'));
  expect(await relationships()).toEqual(['Anna Ek is the parent of Tom Ek']);

  await page.getByRole('button', { name: 'Edit the relationship with Tom Ek' }).click();
  await page.getByRole('combobox', { name: 'Tom Ek is …' }).selectOption('parent');
  await page.getByRole('button', { name: 'Save' }).click();
  await sees(page.getByRole('list', { name: 'Relationships' }).getByText('Tom Ek is the parent of Anna Ek'));

  await page.getByRole('list', { name: 'Relationships' }).getByRole('link', { name: /Tom Ek/ }).click();
  await page.getByRole('button', { name: 'How do I know Tom?' }).click();
  await sees(page.getByRole('dialog').getByText('Tom Ek is the parent of Anna Ek'));
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Delete the relationship with Anna Ek' }).click();
  await sees(page.getByText('No relationships yet'));
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await sees(page.getByRole('list', { name: 'Relationships' }).getByText('Tom Ek is the parent of Anna Ek'));
  expect(await relationships()).toEqual(['Tom Ek is the parent of Anna Ek']);
});
