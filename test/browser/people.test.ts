import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, signUp, testKith, type TestKith } from '../harness.ts';
import { PHONE, sees, seesNot, settled, useBrowser } from './browser.ts';

/** The list of people as a daily tool, and staying in touch. */
const browser = useBrowser();
let kith: TestKith;
let url: string;
beforeAll(async () => {
  kith = await testKith();
  url = await kith.live();
});
afterAll(() => kith?.close());

const made = async (client: Client, path: string, body: object) => {
  const answer = await client.post(path, body);
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};
const people = (page: Page) => page.getByRole('list', { name: 'People' });
const row = (page: Page, name: string) => people(page).getByRole('link', { name });
const toolbar = (page: Page) => page.getByRole('toolbar', { name: 'Selected people' });
const toast = (page: Page, text: string | RegExp) => page.locator('[data-sonner-toast]').filter({ hasText: text });
const button = (within: Page | ReturnType<Page['locator']>, name: string | RegExp) => within.getByRole('button', { name });
const count = async (client: Client, filter: string) => (await client.get(`/contacts/count?${filter}`)).body.count as number;
const many = (client: Client, n: number) => kith.owner.query(`insert into contacts (space_id, full_name, tier) select $1, 'Guest ' || lpad(i::text, 4, '0'), 2 from generate_series(1, $2::int) i`, [client.space.id, n]);

test('people are filtered by a group, which is named', async () => {
  const client = await signUp(kith);
  const { contact: ada } = await made(client, '/contacts', { full_name: 'Ada Byron' });
  await made(client, '/contacts', { full_name: 'Bertha Benz' });
  const { group } = (await client.post('/groups', { name: 'Analysts' })).body;
  await client.post(`/groups/${group.id}/members`, { contact_ids: [ada.id] });
  const { page } = await browser.visit(url, '/people', { client });
  await button(page, 'Filters').click();
  await page.getByLabel('Group').selectOption('Analysts');
  await button(page.getByRole('dialog'), 'Show 1 person').click();
  await seesNot(row(page, 'Bertha Benz'));
  await sees(row(page, 'Ada Byron'));
  await button(page, 'Remove filter Analysts').click();
  await sees(row(page, 'Bertha Benz'));
});

test('whoever knows nobody yet is told how to begin; filters come with the first person, a filter or the archive', async () => {
  const client = await signUp(kith);
  const { page } = await browser.visit(url, '/people', { client });
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

test('reminders of the dates of one person are chosen on their details, and taken back', async () => {
  const client = await signUp(kith);
  const { contact } = await made(client, '/contacts', { full_name: 'Ada Byron', birthday: '--12-10' });
  const days = async () => (await client.get(`/contacts/${contact.id}`)).body.contact.birthday_days_before;
  for (const size of [{}, PHONE]) {
    const { page } = await browser.visit(url, `/people/${contact.id}?tab=details`, { client, ...size });
    await button(page, 'Reminders of dates: As in the preferences').click();
    await page.getByRole('menuitemradio', { name: 'Never' }).click();
    await sees(button(page, 'Reminders of dates: Never'));
    await expect.poll(days).toEqual([]); // shown before it is saved
    await toast(page, 'Reminders: never').getByRole('button', { name: 'Undo' }).click();
    await sees(button(page, 'Reminders of dates: As in the preferences'));
    await expect.poll(days).toBeNull();
  }
  await client.patch(`/contacts/${contact.id}`, { birthday_days_before: [3, 21, 0] });
  const { page } = await browser.visit(url, `/people/${contact.id}?tab=details`, { client });
  await sees(button(page, 'Reminders of dates: 3 weeks before, 3 days before and on the day'));
});

test('filters live in the address and become a view that is named, changed, moved and deleted', async () => {
  const client = await signUp(kith);
  await made(client, '/contacts', { full_name: 'Ada Byron', tier: 1, starred: true, company: 'Engines' });
  await made(client, '/contacts', { full_name: 'Bertha Benz', tier: 1 });
  await made(client, '/contacts', { full_name: 'Clara Barton' });
  await made(client, '/saved-filters', { name: 'First', query: { starred: true } });
  const { page } = await browser.visit(url, '/people', { client });
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
  const client = await signUp(kith);
  await many(client, 1500);
  const { page } = await browser.visit(url, '/people', { client });
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
  const client = await signUp(kith);
  for (const full_name of ['Ada Byron', 'Bertha Benz', 'Clara Barton']) await made(client, '/contacts', { full_name });
  const { page } = await browser.visit(url, '/people', { client });
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
  const client = await signUp(kith);
  for (const full_name of ['Ada Byron', 'Bertha Benz']) await made(client, '/contacts', { full_name });
  const { page, context } = await browser.visit(url, '/people', { client, ...PHONE });
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

test('a photo is chosen, made small in the browser, shown and taken away', async () => {
  const client = await signUp(kith);
  const { contact } = await made(client, '/contacts', { full_name: 'Ada Byron' });
  const { page } = await browser.visit(url, `/people/${contact.id}`, { client });
  await button(page, 'Edit').click();
  const large = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [2400, 1600];
    canvas.getContext('2d')!.fillRect(0, 0, 1200, 1600);
    return canvas.toDataURL('image/png').split(',')[1]!;
  });
  await page.getByLabel('Company').fill('Engines');
  await page.getByLabel('Photo file').setInputFiles({ name: 'large.png', mimeType: 'image/png', buffer: Buffer.from(large, 'base64') });
  await button(page, 'Use photo').click();
  await sees(toast(page, 'Photo saved'));
  const photo = page.locator('header img');
  await photo.waitFor({ state: 'attached' });
  expect(await photo.evaluate(async (img: HTMLImageElement) => (await img.decode(), [img.naturalWidth, img.naturalHeight]))).toEqual([512, 512]);
  await button(page, 'Save').click(); // what was typed before goes on top of it
  await seesNot(page.getByRole('dialog'));
  expect((await client.get(`/contacts/${contact.id}`)).body.contact).toMatchObject({ company: 'Engines', photo_id: expect.any(String) });
  await button(page, 'Edit').click();
  await page.getByLabel('Photo file').setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') });
  await sees(toast(page, 'not a picture'));
  await button(page, 'Remove').first().click();
  await sees(toast(page, 'Photo removed'));
  await photo.waitFor({ state: 'detached' });
});

test('who waits is on Today until somebody says that they talked, or puts it off', async () => {
  const client = await signUp(kith);
  const ids = [];
  for (const full_name of ['Ada Byron', 'Bertha Benz']) {
    const { contact } = await made(client, '/contacts', { full_name });
    await made(client, `/contacts/${contact.id}/interactions`, { kind: 'meeting', at: new Date(Date.now() - 40 * 86_400_000).toISOString() });
    ids.push(contact.id);
  }
  const { page } = await browser.visit(url, `/people/${ids[0]}`, { client });
  const touch = page.getByRole('region', { name: 'Stay in touch' });
  await button(touch, 'Remind me').click();
  await page.getByRole('menuitem', { name: 'Every … weeks' }).click();
  await page.getByLabel('Weeks between two times').fill('3');
  await button(page.getByRole('dialog'), 'Save').click();
  await sees(touch.getByText('19 days overdue'));
  await client.patch(`/contacts/${ids[1]}`, { cadence_weeks: 1 });

  await page.goto('/');
  const card = page.getByRole('region', { name: 'Reach out' }).or(page.locator('section').filter({ has: page.getByRole('heading', { name: 'Reach out' }) }));
  await sees(card.getByText(/19 days overdue · met/));
  await button(card, 'Talked to Ada Byron').click();
  await page.getByRole('menuitem', { name: 'We had a call' }).click();
  await seesNot(card.getByText('Ada Byron'));
  await button(card, 'Put off Bertha Benz').click();
  await page.getByRole('menuitem', { name: 'For a week' }).click();
  await sees(card.getByText('Nobody waits for you'));
  await button(toast(page, 'Bertha Benz put off'), 'Undo').click();
  await sees(card.getByText('Bertha Benz'));
  await page.goto(`/people/${ids[0]}`);
  await sees(touch.getByText('due in 3 weeks'));
});

test('tags are merged from the page of one, and undone', async () => {
  const client = await signUp(kith);
  const { contact } = await made(client, '/contacts', { full_name: 'Ada Byron' });
  const [keep, other] = [(await made(client, '/tags', { name: 'Maths' })).tag, (await made(client, '/tags', { name: 'Mathematics' })).tag];
  await made(client, `/contacts/${contact.id}/tags`, { tag_id: other.id });
  await made(client, '/notes', { contact_id: contact.id, content: 'Wrote about numbers', tag_ids: [other.id] });
  const { page } = await browser.visit(url, `/tags/${keep.id}`, { client });
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

test('what is closed gives the focus back to what opened it, and an entry is changed at its end', async () => {
  const client = await signUp(kith);
  const { contact } = await made(client, '/contacts', { full_name: 'Ada Byron' });
  await client.post('/notes/process', { contact_id: contact.id, content: 'She loves sailing on the lake.' });
  const { page } = await browser.visit(url, `/people/${contact.id}`, { client });
  const focused = () => page.evaluate(() => document.activeElement!.getAttribute('aria-label') ?? (document.activeElement as HTMLElement).innerText);
  const opens = async (opener: string, layer: string | RegExp, choose?: string) => {
    await page.getByRole('button', { name: opener, exact: true }).first().focus();
    await page.keyboard.press('Enter');
    if (choose) await page.getByRole('menuitem', { name: choose }).press('Enter');
    await sees(page.getByRole('dialog', { name: layer }));
    await page.keyboard.press('Escape');
    await seesNot(page.getByRole('dialog', { name: layer }));
    await expect.poll(focused).toContain(opener);
  };
  await sees(button(page, 'Entry actions'));
  await opens('Edit', 'Edit Ada Byron');
  await opens('Follow up', 'New event');
  await opens('More actions', 'Edit Ada Byron', 'Edit');
  await opens('More actions', /^Merge/, 'Merge with');

  await button(page, 'Entry actions').first().click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await expect.poll(() => page.evaluate(() => document.activeElement!.tagName)).toBe('TEXTAREA');
  await page.keyboard.type(' Often');
  expect(await page.getByRole('textbox', { name: 'Entry' }).inputValue()).toMatch(/lake\.? Often$/);
});

test('Back closes what lies on the first page of a tab, and then leaves at once', async () => {
  const client = await signUp(kith);
  const { page } = await browser.visit(url, '/tags', { client });
  const created = page.getByRole('dialog', { name: 'Add a person' });
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  await sees(page.getByText('No tags yet'));
  for (const [key, layer] of [['c', created], ['Control+k', palette], ['c', created]] as const) {
    await page.keyboard.press(key);
    await sees(layer);
    await page.goBack();
    await seesNot(layer);
    expect(new URL(page.url()).pathname).toBe('/tags');
  }
  // closed by a key, it leaves no entry to go back through
  await page.keyboard.press('c');
  await sees(created);
  await page.keyboard.press('Escape');
  await seesNot(created);
  await page.goBack();
  await page.waitForURL('about:blank');
});

test('Back closes what lies on a page and stays there; a second one leaves', async () => {
  const client = await signUp(kith);
  const { contact } = await made(client, '/contacts', { full_name: 'Ada Byron' });
  const { page } = await browser.visit(url, '/people', { client, ...PHONE });
  await row(page, 'Ada Byron').tap();
  await page.waitForURL(`**/people/${contact.id}`);
  await button(page, 'More actions').tap();
  await page.getByRole('menuitem', { name: 'Edit' }).tap();
  const sheet = page.getByRole('dialog', { name: 'Edit Ada Byron' });
  await sees(sheet);
  await page.goBack();
  await seesNot(sheet);
  await sees(page.getByRole('heading', { level: 1, name: 'Ada Byron' }));
  expect(page.url()).toContain(`/people/${contact.id}`);
  await page.goBack();
  await sees(row(page, 'Ada Byron'));
  expect(page.url()).toMatch(/\/people$/);
});

test('the tags to choose from stay on a low screen, as when the keyboard of a phone is open', async () => {
  const client = await signUp(kith);
  const { contact } = await made(client, '/contacts', { full_name: 'Ada Byron' });
  for (let n = 1; n <= 12; n++) await made(client, '/tags', { name: `Tag ${n}` });
  const { page } = await browser.visit(url, `/people/${contact.id}`, { client, ...PHONE, viewport: { width: 390, height: 480 } });
  await button(page, 'Tag').tap();
  const choices = page.getByRole('dialog', { name: 'Tags' });
  await sees(choices);
  await expect.poll(async () => { const box = (await choices.boundingBox())!; return box.y >= 0 && box.y + box.height <= 480; }).toBe(true);
});
