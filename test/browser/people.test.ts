import { expect, test } from 'vitest';
import { signUp } from '../harness.ts';
import { button, PHONE, sees, seesNot, settled, toast, useSite } from './browser.ts';
import { count, made, many, people, row, toolbar } from './people.ts';

const site = useSite();

test('people are filtered by a group, which is named', async () => {
  const client = await signUp(site.kith);
  const { contact: ada } = await made(client, '/contacts', { full_name: 'Ada Byron' });
  await made(client, '/contacts', { full_name: 'Bertha Benz' });
  const { group } = (await client.post('/groups', { name: 'Analysts' })).body;
  await client.post(`/groups/${group.id}/members`, { contact_ids: [ada.id] });
  const { page } = await site.visit('/people', { client });
  await button(page, 'Filters').click();
  await page.getByLabel('Group').selectOption('Analysts');
  await button(page.getByRole('dialog'), 'Show 1 person').click();
  await seesNot(row(page, 'Bertha Benz'));
  await sees(row(page, 'Ada Byron'));
  await button(page, 'Remove filter Analysts').click();
  await sees(row(page, 'Bertha Benz'));
});

test('whoever knows nobody yet is told how to begin; filters come with the first person, a filter or the archive', async () => {
  const client = await signUp(site.kith);
  const { page } = await site.visit('/people', { client });
  const search = page.getByRole('searchbox', { name: 'Search people' });
  await sees(page.getByText('Nobody here yet'));
  await seesNot(search);
  await page.goto('/people?tier=1');
  await sees(page.getByText('Nobody matches these filters'));
  await sees(search);
  await button(page, 'Clear filters').click();
  await sees(page.getByText('Nobody here yet'));
  await seesNot(search);
  const { contact } = await made(client, '/contacts', { full_name: 'Ada Byron' });
  await sees(row(page, 'Ada Byron'));
  await sees(search);
  await client.patch(`/contacts/${contact.id}`, { archived: true });
  await sees(page.getByText('Nobody here yet'));
  await sees(search); // the archive is found by a filter
});

test('filters live in the address and become a view that is named, changed, moved and deleted', async () => {
  const client = await signUp(site.kith);
  await made(client, '/contacts', { full_name: 'Ada Byron', tier: 1, starred: true, company: 'Engines' });
  await made(client, '/contacts', { full_name: 'Bertha Benz', tier: 1 });
  await made(client, '/contacts', { full_name: 'Clara Barton' });
  await made(client, '/saved-filters', { name: 'First', query: { starred: true } });
  const { page } = await site.visit('/people', { client });
  await button(page, 'Inner circle').click();
  await seesNot(row(page, 'Clara Barton'));
  expect(page.url()).toContain('tier=1');
  await button(page, 'Filters').click();
  await page.getByLabel('Company').fill('engines');
  await button(page.getByRole('dialog'), 'Show 1 person').click();
  await seesNot(row(page, 'Bertha Benz'));

  await button(page, 'Save as view').click();
  await page.getByLabel('Name').fill('Engineers');
  await button(page.getByRole('dialog'), 'Save').click();
  const views = page.getByRole('navigation', { name: 'Views' });
  await sees(views.getByRole('link', { name: 'Engineers' }));
  await page.reload();
  await settled(page);
  await sees(row(page, 'Ada Byron'));
  await seesNot(row(page, 'Bertha Benz'));

  await button(page, 'Remove filter engines').click();
  await sees(row(page, 'Bertha Benz'));
  await sees(views.getByText('(changed)'));
  await button(page, 'Update view').click();
  await seesNot(views.getByText('(changed)'));
  expect((await client.get('/saved-filters')).body.data[1].query).toEqual({ tier: 1 });
  await button(page, 'View Engineers').click();
  await page.getByRole('menuitem', { name: 'Move left' }).click();
  await sees(toast(page, 'View moved'));
  expect((await client.get('/saved-filters')).body.data.map((view: { name: string }) => view.name)).toEqual(['Engineers', 'First']);
  await button(page, 'View Engineers').click();
  await page.getByRole('menuitem', { name: 'Delete view' }).click();
  await seesNot(views.getByRole('link', { name: 'Engineers' }));
  await views.getByRole('link', { name: 'First' }).click();
  await seesNot(row(page, 'Bertha Benz'));
  await sees(row(page, 'Ada Byron'));
});

test('everybody who matches is changed at once, shown while it lasts, and undone', async () => {
  const client = await signUp(site.kith);
  await many(site.kith, client, 1500);
  const { page } = await site.visit('/people', { client });
  await sees(row(page, 'Guest 0001'));
  await people(page).getByLabel('Select Guest 0001').click();
  await people(page).getByLabel('Select Guest 0004').click({ modifiers: ['Shift'] });
  await sees(toolbar(page).getByText('4 selected'));
  await button(toolbar(page), 'Select all 1,500 who match').click();
  await sees(toolbar(page).getByText('1,500 selected'));
  await button(toolbar(page), 'Tags').click();
  await page.getByLabel('Find or create a tag').fill('Invited');
  await button(page, 'Create “Invited”').click();
  await sees(button(page, 'Put Invited on').and(page.locator('[aria-pressed=true]')));
  await button(page, 'Apply').click();
  await sees(toast(page, '1,500 people changed'), 20_000);
  const [tag] = (await client.get('/tags')).body.data;
  expect(tag.contact_count).toBe(1500);
  await button(toast(page, '1,500 people changed'), 'Undo').click();
  await sees(toast(page, /Undone/), 20_000);
  expect((await client.get('/tags')).body.data[0].contact_count).toBe(0);
});

test('keys star and archive, one or many', async () => {
  const client = await signUp(site.kith);
  for (const full_name of ['Ada Byron', 'Bertha Benz', 'Clara Barton']) await made(client, '/contacts', { full_name });
  const { page } = await site.visit('/people', { client });
  await sees(row(page, 'Clara Barton'));
  await page.keyboard.press('j');
  await page.keyboard.press('s');
  await sees(toast(page, '1 person starred'));
  await sees(row(page, 'Ada Byron').getByLabel('Starred'));
  for (const key of ['x', 'j', 'x', 'e']) await page.keyboard.press(key);
  await sees(toast(page, '2 people archived'));
  await seesNot(row(page, 'Ada Byron'));
  expect([await count(client, ''), await count(client, 'archived=true')]).toEqual([1, 2]);
  await page.keyboard.press('Control+z');
  await sees(row(page, 'Bertha Benz'));
});

test('on a phone a long press selects, then a tap does', async () => {
  const client = await signUp(site.kith);
  for (const full_name of ['Ada Byron', 'Bertha Benz']) await made(client, '/contacts', { full_name });
  const { page, context } = await site.visit('/people', { client, ...PHONE });
  await sees(row(page, 'Ada Byron'));
  const box = (await row(page, 'Ada Byron').boundingBox())!;
  const touch = await context.newCDPSession(page);
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x: box.x + 120, y: box.y + 30 }] });
  await sees(button(toolbar(page), 'Delete'));
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await row(page, 'Bertha Benz').tap();
  await sees(toolbar(page).getByText('2 selected'));
  expect(new URL(page.url()).pathname).toBe('/people');
  await button(toolbar(page), 'Select nobody').tap();
  await row(page, 'Bertha Benz').tap();
  await sees(page.getByRole('heading', { name: 'Bertha Benz' }));
});

test('tags are merged from the page of one, and undone', async () => {
  const client = await signUp(site.kith);
  const { contact } = await made(client, '/contacts', { full_name: 'Ada Byron' });
  const [keep, other] = [(await made(client, '/tags', { name: 'Maths' })).tag, (await made(client, '/tags', { name: 'Mathematics' })).tag];
  await made(client, `/contacts/${contact.id}/tags`, { tag_id: other.id });
  await made(client, '/notes', { contact_id: contact.id, content: 'Wrote about numbers', tag_ids: [other.id] });
  const { page } = await site.visit(`/tags/${keep.id}`, { client });
  await sees(page.getByText('Nobody has this tag'));
  await button(page, 'Merge').click();
  await page.getByLabel(/Mathematics/).check();
  await button(page.getByRole('dialog'), 'Merge').click();
  await sees(row(page, 'Ada Byron'));
  await page.getByRole('tab', { name: 'Notes' }).click();
  await sees(page.getByText('Wrote about numbers'));
  await button(toast(page, '1 tag merged'), 'Undo').click();
  await sees(page.getByText('No note has this tag'));
  expect((await client.get('/tags')).body.data).toHaveLength(2);
});
