import { Secret, TOTP } from 'otpauth';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, PASSWORD, signUp, testKith, type TestKith } from '../harness.ts';
import { eventually } from '../sockets.ts';
import { sees, seesNot, settled, useBrowser } from './browser.ts';
import { createWire } from './wire.ts';

const NOTE = 'She works as a nurse at the hospital in Bremen. She loves climbing and plays the cello. Her goal is to run a marathon next spring.';

const browser = useBrowser();
let kith: TestKith;
let url: string;

beforeAll(async () => {
  kith = await testKith();
  url = await kith.live();
});
afterAll(() => kith?.close());

type Known = { id: string; category: string; content: string; confidence: number };

const addPerson = async (client: Client, full_name: string): Promise<{ id: string }> => (await client.post('/contacts', { full_name })).body.contact;
const entriesOf = async (client: Client, contactId: string): Promise<Known[]> => (await client.get(`/contacts/${contactId}/entries`)).body.data;

/** A signed-in user with one person and a note about them, and the entries that came of it. */
async function userWithPerson(full_name: string) {
  const client = await signUp(kith);
  const { id } = await addPerson(client, full_name);
  expect((await client.post('/notes/process', { contact_id: id, content: NOTE })).body.synthesis.length).toBeGreaterThanOrEqual(3);
  return { client, id, entries: await entriesOf(client, id) };
}

const button = (within: Page | Locator, name: string | RegExp) => within.getByRole('button', { name, exact: true });
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const people = (page: Page) => page.getByRole('list', { name: 'People' });
const person = (page: Page, name: string) => people(page).getByRole('link', { name });
const toast = (page: Page, text: string | RegExp) => page.locator('[data-sonner-toast]').filter({ hasText: text });
const entry = (page: Page, content: string) => page.getByRole('listitem').filter({ hasText: content });
const category = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const isLive = (page: Page) => sees(page.getByRole('status').getByText('Live', { exact: true }), 15_000);

/** Opens the menu behind a button and takes one of its items. */
async function choose(within: Page | Locator, menu: string | RegExp, item: string | RegExp): Promise<void> {
  await button(within, menu).first().click();
  const page = 'goto' in within ? within : within.page();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

test('the first account is led to a person, a note and the entries in it', async () => {
  const { page } = await browser.visit(url, '/');
  await sees(heading(page, 'Create the first account'));
  await page.getByLabel('User name').fill('grace');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await sees(page.getByText(/^(Good|Strong)\./));
  await button(page, 'Create account').click();

  await sees(heading(page, 'Welcome to Kith'));
  await page.getByLabel('Your name').fill('Grace Hopper');
  await page.getByLabel('Time zone').selectOption('America/New_York');
  await button(page, 'Continue').click();

  await page.getByLabel('Their name').fill('Ada Byron');
  await button(page, 'Continue').click();

  await sees(heading(page, 'What do you know about Ada?'));
  await page.getByLabel('Note about Ada Byron').fill(NOTE);
  await button(page, 'Analyse').click();
  await sees(page.getByRole('img', { name: /^Confidence \d+ of 10$/ }));
  const shown = await page.getByRole('img', { name: /^Confidence/ }).count();
  expect(shown).toBeGreaterThanOrEqual(3);
  await button(page, 'Show source').first().click();
  expect(NOTE).toContain(await page.locator('blockquote').first().evaluate((quote) => quote.firstChild?.textContent));

  await button(page, "To Ada's page").click();
  await sees(heading(page, 'Ada Byron'));
  await sees(page.getByRole('img', { name: /^Confidence/ }));
  expect(await page.getByRole('img', { name: /^Confidence/ }).count()).toBe(shown);

  await page.goto('/');
  await sees(heading(page, /^Good \w+, Grace$/));
  await seesNot(page.getByRole('region', { name: 'First steps' }));
  const grace = kith.client();
  expect((await grace.post('/auth/login', { username: 'grace', password: PASSWORD })).body.user.role).toBe('admin');
  expect((await grace.get('/auth/preferences')).body.preferences.time_zone).toBe('America/New_York');
});

test('an entry is edited, moved and deleted, and each is taken back by its toast', async () => {
  const { client, id, entries } = await userWithPerson('Mary Somerville');
  const { page } = await browser.visit(url, `/people/${id}`, { client });
  const first = entries[0]!;
  const target = first.category === 'Challenges' ? 'Goals' : 'Challenges';
  const stored = (expected: Partial<Known> | undefined) =>
    eventually(async () => {
      const now = (await entriesOf(client, id)).find((one) => one.id === first.id);
      return expected ? now && Object.entries(expected).every(([key, value]) => now[key as keyof Known] === value) : !now;
    });
  const takeBack = async (message: RegExp) => {
    await button(toast(page, message), 'Undo').click();
    await stored({ content: first.content, category: first.category });
    await sees(category(page, first.category).getByText(first.content));
  };

  await choose(entry(page, first.content), 'Entry actions', 'Edit');
  await page.getByLabel('Entry', { exact: true }).fill('Is head nurse in Bremen');
  await button(page, 'Save').click();
  await stored({ content: 'Is head nurse in Bremen' });
  await sees(entry(page, 'Is head nurse in Bremen'));
  await takeBack(/Entry changed/);

  await choose(entry(page, first.content), 'Entry actions', target);
  await sees(category(page, target).getByText(first.content));
  await stored({ category: target });
  await takeBack(/Moved to/);

  await choose(entry(page, first.content), 'Entry actions', 'Delete');
  await seesNot(entry(page, first.content));
  await stored(undefined);
  await takeBack(/Entry deleted/);
});

test('a draft survives a reload, and is reviewed before it is saved', async () => {
  const client = await signUp(kith);
  const { id } = await addPerson(client, 'Emmy Noether');
  const { page } = await browser.visit(url, `/people/${id}`, { client });
  const field = page.getByLabel('Note about Emmy Noether');
  await field.fill(NOTE);
  await page.reload();
  await sees(page.getByText('draft restored'));
  expect(await field.inputValue()).toBe(NOTE);

  await choose(page, 'Other ways to save', 'Review before saving');
  const dialog = page.getByRole('dialog', { name: 'Review before saving' });
  const proposals = dialog.getByRole('listitem');
  await sees(proposals);
  const found = await proposals.count();
  expect(found).toBeGreaterThanOrEqual(3);
  expect(await entriesOf(client, id)).toEqual([]);
  await proposals.nth(0).getByRole('checkbox').uncheck();
  await proposals.nth(1).getByRole('textbox').fill('Climbs every weekend');
  await proposals.nth(1).getByRole('combobox').selectOption('Interests');
  await button(dialog, new RegExp(`^Save ${found - 1} entr`)).click();
  await seesNot(dialog);
  await sees(category(page, 'Interests').getByText('Climbs every weekend'));
  const kept = await entriesOf(client, id);
  expect(kept).toHaveLength(found - 1);
  expect(kept).toContainEqual(expect.objectContaining({ content: 'Climbs every weekend', category: 'Interests' }));
  expect(await field.inputValue()).toBe('');
  await page.reload();
  await settled(page);
  expect(await field.inputValue()).toBe('');
});

describe('a second page of the same person', () => {
  test('shows each change without a reload, within three seconds', async () => {
    const client = await signUp(kith);
    const [{ page: list }, { page: profile, allow }] = await Promise.all([browser.visit(url, '/people', { client }), browser.visit(url, '/people', { client })]);
    await Promise.all([isLive(list), isLive(profile)]);
    const inTime = (locator: Locator) => sees(locator, 3_000);
    const goneInTime = (locator: Locator) => seesNot(locator, 3_000);

    // Made in one page, seen in the other.
    await profile.keyboard.press('c');
    await profile.getByLabel('Full name').fill('Sofya Kovalevskaya');
    await button(profile.getByRole('dialog'), 'Add').click();
    await sees(heading(profile, 'Sofya Kovalevskaya'));
    await inTime(person(list, 'Sofya Kovalevskaya'));

    // Made by a program, seen in both.
    const id = profile.url().split('/').pop()!;
    const { body } = await client.post('/notes/process', { contact_id: id, content: NOTE });
    const [first] = body.synthesis as Known[];
    await inTime(entry(profile, first!.content));
    await client.patch(`/entries/${first!.id}`, { content: 'Teaches in Stockholm' });
    await inTime(entry(profile, 'Teaches in Stockholm'));
    await client.delete(`/entries/${first!.id}`);
    await goneInTime(entry(profile, 'Teaches in Stockholm'));
    await client.post('/undo', {});
    await inTime(entry(profile, 'Teaches in Stockholm'));
    const { tag } = (await client.post('/tags', { name: 'Mathematics' })).body;
    await client.post(`/contacts/${id}/tags`, { tag_id: tag.id });
    await inTime(person(list, 'Mathematics'));
    await inTime(profile.getByText('Mathematics', { exact: true }));
    await client.patch(`/contacts/${id}`, { full_name: 'Sofia Kowalewskaja' });
    await Promise.all([inTime(heading(profile, 'Sofia Kowalewskaja')), inTime(person(list, 'Sofia Kowalewskaja'))]);
    allow(/404 .*\/contacts\//); // the page asks for the person once more
    await client.delete(`/contacts/${id}`);
    await goneInTime(people(list));
    await inTime(list.getByText('Nobody here yet'));
  });

  test('reads on while Kith is away, and gets what it could not open by itself', async () => {
    const { client, id } = await userWithPerson('Hertha Ayrton');
    const wire = await createWire(url);
    try {
      const { page, allow } = await browser.visit(wire.url, '/people', { client });
      await page.getByRole('link', { name: 'Hertha Ayrton' }).click();
      await sees(heading(page, 'Hertha Ayrton'));
      allow(/ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET|WebSocket connection|could not be fetched/);
      await wire.cut();
      await page.getByRole('link', { name: 'People', exact: true }).first().click();
      await sees(person(page, 'Hertha Ayrton'));
      await sees(page.getByRole('status').getByText('Kith does not answer.'));
      await page.getByRole('link', { name: 'Activity' }).click();
      await sees(page.getByText('This needs Kith, which does not answer'));
      await client.patch(`/contacts/${id}`, { full_name: 'Phoebe Sarah Ayrton' });

      await wire.mend();
      await sees(heading(page, 'Activity'));
      await sees(page.getByRole('link', { name: /Phoebe Sarah Ayrton/ }).first());
      await seesNot(page.getByText('Kith does not answer.'));
    } finally {
      await wire.close();
    }
  });

  test('is told that it is out of touch, and catches up', async () => {
    const { client, id } = await userWithPerson('Lise Meitner');
    const wire = await createWire(url);
    try {
      const { page, allow } = await browser.visit(wire.url, `/people/${id}`, { client });
      await sees(heading(page, 'Lise Meitner'));
      await isLive(page);
      allow(/ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET|WebSocket connection/);
      await wire.cut();
      await sees(page.getByRole('status').getByText('Reconnecting …'));
      // Pointing at a link fetches its page ahead. That it is not to be had must not cost what is on screen.
      await page.getByRole('link', { name: 'Tags' }).hover();

      // What is written meanwhile is kept, and is stored once when the way is there again.
      await page.getByLabel('Note about Lise Meitner').fill('She moved to Stockholm and works at the institute there.');
      await button(page, 'Analyse').click();
      await sees(page.getByText('Your text is still here.'));
      await client.patch(`/contacts/${id}`, { full_name: 'Lise Meitner-Hahn' });
      await wire.mend();
      await isLive(page);
      await sees(heading(page, 'Lise Meitner-Hahn'), 3_000);
      await button(page, 'Analyse').click();
      await sees(entry(page, 'Stockholm'));
      expect((await client.get(`/contacts/${id}/raw-notes`)).body.data).toHaveLength(2);
    } finally {
      await wire.close();
    }
  });
});

test('everything is reached from the keyboard', async () => {
  const client = await signUp(kith);
  for (const name of ['Ada Byron', 'Bertha Benz', 'Clara Barton', 'Dorothy Vaughan']) await addPerson(client, name);
  const { page, context } = await browser.visit(url, '/', { client });
  await settled(page);
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };

  await press('Tab');
  expect(await focused()).toBe('Skip to content');
  await press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');

  await press('Control+k');
  await sees(page.getByRole('dialog', { name: 'Command palette' }));
  await page.keyboard.type('clara');
  await sees(page.getByRole('option', { name: 'Clara Barton', selected: true }));
  await press('Enter');
  await sees(heading(page, 'Clara Barton'));

  await press('?');
  await sees(page.getByRole('dialog', { name: 'Keyboard shortcuts' }));
  await press('Escape');
  await seesNot(page.getByRole('dialog'));

  await press('g', 'p');
  await sees(heading(page, 'People'));
  await sees(person(page, 'Dorothy Vaughan'));
  const onPerson = (name: string) => page.waitForFunction((wanted) => document.activeElement?.matches('[data-person]') && document.activeElement.textContent?.includes(wanted), name);
  await press('j');
  await onPerson('Ada Byron');
  await press('j');
  await onPerson('Bertha Benz');
  await press('k');
  await onPerson('Ada Byron');
  await press('x', 'j', 'x');
  const toolbar = page.getByRole('toolbar', { name: 'Selected people' });
  await sees(toolbar.getByText('2 selected'));
  await press('.');
  for (let step = 0; step < 6 && !(await focused()).startsWith('Delete'); step++) await press('Tab');
  expect(await focused()).toBe('Delete');
  await press('Enter');
  await seesNot(person(page, 'Ada Byron'));
  await seesNot(person(page, 'Bertha Benz'));
  await sees(toast(page, '2 people deleted'));
  expect((await client.get('/contacts')).body.data).toHaveLength(2);

  await press('Control+z');
  await sees(person(page, 'Ada Byron'));
  await sees(person(page, 'Bertha Benz'));
  expect((await client.get('/contacts')).body.data).toHaveLength(4);

  await press('j');
  await onPerson('Ada Byron');
  await press('Enter');
  await sees(heading(page, 'Ada Byron'));
  expect(context.pages()).toHaveLength(1);
});

test('Ctrl-Z takes back and Shift-Ctrl-Z brings again', async () => {
  const client = await signUp(kith);
  const { id } = await addPerson(client, 'Jane Marcet');
  const { page } = await browser.visit(url, `/people/${id}`, { client });
  await sees(heading(page, 'Jane Marcet'));
  await button(page, 'Edit').click();
  await page.getByLabel('Full name').fill('Jane Haldimand Marcet');
  await button(page.getByRole('dialog'), 'Save').click();
  await seesNot(page.getByRole('dialog'));
  await sees(heading(page, 'Jane Haldimand Marcet'));
  await button(page, 'Star').click();
  await sees(button(page, 'Remove star'));
  await eventually(async () => (await client.get(`/contacts/${id}`)).body.contact.starred);

  await page.keyboard.press('Control+z');
  await sees(button(page, 'Star'));
  await page.keyboard.press('Control+z');
  await sees(page.getByRole('heading', { name: 'Jane Marcet', exact: true }));
  await page.keyboard.press('Shift+Control+Z');
  await sees(heading(page, 'Jane Haldimand Marcet'));
  await page.keyboard.press('Shift+Control+Z');
  await sees(button(page, 'Remove star'));
  expect((await client.get(`/contacts/${id}`)).body.contact).toMatchObject({ full_name: 'Jane Haldimand Marcet', starred: true });
});

test('two-factor sign-in is turned on, and then asked for', async () => {
  const client = await signUp(kith);
  const { page, allow } = await browser.visit(url, '/settings/security', { client });
  await button(page, 'Turn on').click();
  await page.getByLabel('Your password').fill(PASSWORD);
  await button(page, 'Continue').click();
  const secret = (await page.locator('code').innerText()).replaceAll(' ', '');
  const code = (ahead: number) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + ahead * 1000 });
  await sees(page.getByRole('img', { name: /QR code/ }));
  await page.getByRole('textbox', { name: 'Code' }).fill(code(0));
  await button(page.getByRole('dialog'), 'Turn on').click();
  await sees(page.getByRole('heading', { name: 'Keep these recovery codes' }));
  expect(await page.getByRole('dialog').getByRole('listitem').count()).toBe(10);
  await button(page, 'I have kept them').click();
  await sees(page.getByText('On. 10 recovery codes left.'));

  // The news that the session ended comes by the socket before the answer does.
  await page.route('**/auth/logout', async (route) => {
    const answer = await route.fetch();
    await new Promise((later) => setTimeout(later, 500));
    await route.fulfill({ response: answer });
  });
  await choose(page, /^Account of/, 'Sign out');
  await sees(heading(page, 'Welcome back'));
  expect(new URL(page.url()).search).toBe('');
  allow(/401 .*auth\/login/);
  await page.getByLabel('User name or email').fill(client.user.username);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await button(page, 'Sign in').click();
  await page.getByRole('textbox', { name: 'Code' }).fill('000000');
  await button(page, 'Sign in').click();
  await sees(page.getByRole('alert'));
  // The code of this half minute has been used up by turning it on.
  await page.getByRole('textbox', { name: 'Code' }).fill(code(30));
  await button(page, 'Sign in').click();
  await sees(heading(page, /^Good/));
});

test('an API key works, and is shown once', async () => {
  const client = await signUp(kith);
  const { page } = await browser.visit(url, '/settings/keys', { client });
  await button(page, 'New key').click();
  await page.getByLabel('What is it for?').fill('Shortcut');
  await button(page, 'Make key').click();
  const dialog = page.getByRole('dialog', { name: 'Your new key' });
  const key = await dialog.locator('code').innerText();
  const program = kith.client();
  expect((await program.get('/contacts', { authorization: `Bearer ${key}` })).status).toBe(200);
  expect((await program.post('/contacts', { full_name: 'Not allowed' }, { authorization: `Bearer ${key}` })).status).toBe(403);
  await button(dialog, 'Done').click();
  await sees(page.getByText('Shortcut', { exact: true }));
  await page.reload();
  await settled(page);
  await sees(page.getByText('Shortcut', { exact: true }));
  expect(await page.content()).not.toContain(key);

  await button(page, 'Revoke Shortcut').click();
  await button(page.getByRole('dialog'), 'Revoke').click();
  await sees(page.getByText('No keys'));
  expect((await program.get('/contacts', { authorization: `Bearer ${key}` })).status).toBe(401);
});

test('two edits of the same person are brought together', async () => {
  const client = await signUp(kith);
  const { id } = await addPerson(client, 'Lise Meitner');
  const { page, allow } = await browser.visit(url, `/people/${id}`, { client });
  allow(/409 /);
  await button(page, 'Edit').click();
  await page.getByLabel('Company').fill('Siegbahn Institute');
  await page.getByLabel('Nickname').fill('Lischen');
  await client.patch(`/contacts/${id}`, { company: 'Stockholm University', title: 'Professor' });

  await button(page, 'Save').click();
  const news = page.getByRole('alert').filter({ hasText: 'changed elsewhere' });
  await sees(news.getByText('Title: empty Professor'));
  expect(await page.getByLabel('Company').inputValue()).toBe('Siegbahn Institute');
  await news.getByRole('radio', { name: 'Theirs: Stockholm University' }).check();
  await button(page, 'Save').click();
  await sees(toast(page, 'Saved'));
  expect((await client.get(`/contacts/${id}`)).body.contact).toMatchObject({ company: 'Stockholm University', title: 'Professor', nickname: 'Lischen' });
});

test('an example life is there to look at, and goes again but for what somebody made theirs', async () => {
  const client = await signUp(kith);
  const { page } = await browser.visit(url, '/people', { client });
  await button(page, 'Look around with an example life').click();
  await sees(person(page, 'Amina Farah'));
  const { data } = (await client.get('/contacts?limit=100')).body;
  await client.patch(`/contacts/${data[0].id}`, { nickname: 'Mine' });
  await page.goto('/');
  const banner = page.getByRole('region', { name: 'Example life' });
  await sees(banner.getByText(`stays: ${data[0].full_name}`));
  await button(banner, 'Remove the example people').click();
  await seesNot(banner);
  expect((await client.get('/contacts')).body.data.map((left: { id: string }) => left.id)).toEqual([data[0].id]);
  await button(page, 'Undo').click();
  await sees(banner);
  expect((await client.get('/contacts?limit=100')).body.data).toHaveLength(data.length);
});

test('somebody invited to a shared space as viewer reads and cannot edit', async () => {
  const owner = await signUp(kith);
  const { page: ownerPage } = await browser.visit(url, '/settings/spaces', { client: owner });
  await button(ownerPage, 'New space').click();
  await ownerPage.getByLabel('Name').fill('The lab');
  await button(ownerPage, 'Make space').click();
  const members = ownerPage.getByRole('dialog', { name: 'The lab' });
  await members.getByLabel('As', { exact: true }).selectOption('viewer');
  await button(members, 'Make link').click();
  const link = await members.locator('code').innerText();
  const space = (await owner.get('/spaces')).body.data.find((one: { name: string }) => one.name === 'The lab');
  owner.headers = { 'kith-space': space.id };
  const { id } = await addPerson(owner, 'Chien-Shiung Wu');
  await owner.post('/notes/process', { contact_id: id, content: NOTE });
  const before = await entriesOf(owner, id);

  const { page, allow } = await browser.visit(url, new URL(link).pathname);
  await sees(heading(page, 'Join The lab'));
  await page.getByLabel('User name').fill(`viewer_${Date.now()}`);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await button(page, 'Create account and join').click();
  await sees(heading(page, 'Welcome to Kith'));
  await button(page, 'Skip').click();
  await sees(heading(page, /^Good/));
  await button(page, /^Account of/).click();
  await page.getByRole('menuitemradio', { name: 'The lab' }).click();
  await page.goto(`/people/${id}`);
  await sees(heading(page, 'Chien-Shiung Wu'));
  await sees(entry(page, before[0]!.content));

  await sees(page.getByText('You can read this space, not change it.'));
  for (const name of ['Star', 'Edit', 'More actions', 'Entry actions', 'Analyse']) await seesNot(button(page, name));
  await page.keyboard.press('c');
  await sees(toast(page, 'You can read this space, not change it.'));
  await seesNot(page.getByRole('dialog'));

  allow(/403 /);
  const status = await page.evaluate(
    async ([contact, lab]) => (await fetch(`/api/v1/contacts/${contact}`, { method: 'PATCH', headers: { 'content-type': 'application/json', 'kith-space': lab! }, body: '{"starred":true}' })).status,
    [id, space.id],
  );
  expect(status).toBe(403);
  expect(await entriesOf(owner, id)).toEqual(before);
  expect((await owner.get(`/contacts/${id}`)).body.contact.starred).toBe(false);
});
