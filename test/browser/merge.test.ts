import { expect, test } from 'vitest';
import { type Client, signUp } from '../harness.ts';
import { PHONE, sees, settled, useSite } from './browser.ts';

const site = useSite();

const add = async (client: Client, contact: object) => (await client.post('/contacts', contact)).body.contact;
async function somebody() {
  const client = await signUp(site.kith);
  await client.patch('/auth/profile', { onboarded: true });
  const kept = await add(client, { full_name: 'Robert Berg', company: 'Acme', emails: [{ label: 'work', value: 'bob@berg.example' }], description: 'From the choir.' });
  const other = await add(client, { full_name: 'Bob Berg', company: 'Globex', emails: [{ label: '', value: 'BOB@berg.example' }, { label: 'home', value: 'b@home.example' }], description: 'Sails.' });
  await client.post('/notes', { contact_id: kept.id, content: 'Sings in the choir on Tuesdays.' });
  await client.post('/notes', { contact_id: other.id, content: 'Bought a boat in Kiel.' });
  return { client, kept, other };
}

test('from the list to the duplicates, side by side by keyboard, merged, and back', async () => {
  const { client, kept, other } = await somebody();
  const { page, allow } = await site.visit('/people', { client });
  await page.getByRole('link', { name: 'Duplicates 1' }).click();
  await sees(page.getByText('Same mail:'));
  await page.getByRole('button', { name: /^Merge / }).click();
  const dialog = page.getByRole('dialog');
  await sees(dialog.getByRole('group', { name: 'Company' }));
  expect(await dialog.getByRole('radio', { name: /Acme/ }).isChecked()).toBe(true);
  await dialog.getByRole('radio', { name: /Acme/ }).focus();
  await page.keyboard.press('ArrowDown');
  expect(await dialog.getByRole('radio', { name: /Globex/ }).isChecked()).toBe(true);
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
  await sees(page.getByText('Bob Berg merged into Robert Berg'));
  await sees(page.getByText('Nobody is there twice'));
  expect((await client.get(`/contacts/${kept.id}`)).body.contact).toMatchObject({ company: 'Globex', note_count: 2, description: 'From the choir.\n\nSails.' });

  allow(/404 .*\/contacts\//); // which is how the page hears of it
  // an old link leads on, and the profile says who came with what
  await page.goto(`${site.url}/people/${other.id}`);
  await page.waitForURL(`**/people/${kept.id}`);
  await sees(page.getByText('came with 1 note'));
  await page.getByRole('tab', { name: /^Notes/ }).click();
  await sees(page.getByText('Came with Bob Berg (merged on'));
  await page.getByRole('button', { name: 'Un-merge Bob Berg' }).click();
  await sees(page.getByText('Bob Berg is a person of their own again'));
  expect((await client.get(`/contacts/${other.id}`)).body.contact).toMatchObject({ company: 'Globex', note_count: 1 });
  expect((await client.get(`/contacts/${kept.id}`)).body.contact).toMatchObject({ company: 'Acme', note_count: 1 });
});

test('undo in the toast; not the same, and later', async () => {
  const { client, kept, other } = await somebody();
  const { page } = await site.visit('/people/duplicates', { client, ...PHONE });
  await page.getByRole('button', { name: /^Merge / }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Merge', exact: true }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await sees(page.getByText('Same mail:'));
  expect((await client.get(`/contacts/${other.id}`)).status).toBe(200);
  await page.getByRole('button', { name: /^Later/ }).click();
  await page.getByRole('button', { name: 'Show what was put off' }).click();
  await page.getByRole('button', { name: /^Not the same/ }).click();
  await sees(page.getByText('Nobody is there twice'));
  expect((await client.get('/contacts/duplicates')).body.total).toBe(0);
  expect((await client.get(`/contacts/${kept.id}`)).status).toBe(200);
});

test('“Merge with …” finds the other one by name', async () => {
  const { client, kept, other } = await somebody();
  const { page } = await site.visit(`/people/${kept.id}`, { client });
  await settled(page);
  await page.getByRole('button', { name: 'More actions' }).first().click();
  await page.getByRole('menuitem', { name: 'Merge with …' }).click();
  await page.getByRole('dialog').getByRole('combobox', { name: 'Person' }).fill('bob');
  await page.getByRole('dialog').getByRole('option', { name: /Bob Berg/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Merge', exact: true }).click();
  await sees(page.getByText('came with 1 note'));
  expect((await client.get(`/contacts/${other.id}`)).body.merged_into).toBe(kept.id);
});
