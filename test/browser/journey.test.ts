import { expect, test } from 'vitest';
import { PASSWORD, signUp } from '../harness.ts';
import { eventually } from '../sockets.ts';
import { sees, seesNot, settled, toast, useSite } from './browser.ts';
import { addPerson, button, category, choose, entriesOf, entry, heading, type Known, NOTE, person, userWithPerson } from './journey.ts';

const site = useSite();

test('the first account is led to a person, a note and the entries in it', async () => {
  const { page } = await site.visit('/');
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
  const grace = site.kith.client();
  expect((await grace.post('/auth/login', { username: 'grace', password: PASSWORD })).body.user.role).toBe('admin');
  expect((await grace.get('/auth/preferences')).body.preferences.time_zone).toBe('America/New_York');
});

test('an entry is edited, moved and deleted, and each is taken back by its toast', async () => {
  const { client, id, entries } = await userWithPerson(site.kith, 'Mary Somerville');
  const { page } = await site.visit(`/people/${id}`, { client });
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
  const client = await signUp(site.kith);
  const { id } = await addPerson(client, 'Emmy Noether');
  const { page } = await site.visit(`/people/${id}`, { client });
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

test('Enter in the palette, faster than the answer, does not open whom the text before meant', async () => {
  const client = await signUp(site.kith);
  for (const full_name of ['Clara Barton', 'Dorothy Vaughan']) await client.post('/contacts', { full_name });
  const { page } = await site.visit('/people', { client });
  await settled(page);
  await page.route(/contacts\?.*q=dorothy/, () => undefined); // its answer never comes
  await page.keyboard.press('Control+k');
  await sees(page.getByRole('dialog', { name: 'Command palette' }));
  await page.keyboard.type('clara');
  await sees(page.getByRole('option', { name: 'Clara Barton', selected: true }));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('dorothy');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/search\?q=dorothy/);
});

test('everything is reached from the keyboard', async () => {
  const client = await signUp(site.kith);
  for (const name of ['Ada Byron', 'Bertha Benz', 'Clara Barton', 'Dorothy Vaughan']) await addPerson(client, name);
  const { page, context } = await site.visit('/', { client });
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

test('what is written in the dialog for a note is not offered once more as a draft', async () => {
  const { client, id } = await userWithPerson(site.kith, 'Hedda Strand');
  const { page } = await site.visit('/', { client });
  await button(page, 'Write a note').first().click();
  const picker = page.getByRole('dialog', { name: 'About whom?' }).getByRole('combobox');
  await picker.fill('Hed');
  await sees(page.getByRole('option', { name: 'Hedda Strand' }));
  await picker.press('Enter'); // by the keyboard alone
  const field = page.getByRole('textbox', { name: 'Note about Hedda Strand' });
  await field.fill('Plays the oboe in the town orchestra.');
  await field.press('Control+Enter');
  await page.waitForURL(`**/people/${id}`);
  await sees(page.getByText('Plays the oboe in the town orchestra.'));
  expect(await field.inputValue()).toBe('');
  await page.reload();
  await sees(field);
  expect(await field.inputValue()).toBe('');
});

test('in the first steps Back goes a step back, and a reload stays where one is', async () => {
  const client = await signUp(site.kith);
  const { page } = await site.visit('/welcome', { client });
  await page.getByLabel('Your name').fill('Ingrid');
  await button(page, 'Continue').click();
  await page.getByLabel('Their name').fill('Unni Dahl');
  await button(page, 'Continue').click();
  await sees(heading(page, 'What do you know about Unni?'));
  await page.reload();
  await sees(heading(page, 'What do you know about Unni?'));
  await page.goBack();
  await sees(heading(page, 'Who did you talk to last?'));
  await page.goBack();
  await sees(heading(page, 'Welcome to Kith'));
  await page.goForward();
  await page.getByRole('link', { name: 'Import it' }).click();
  await sees(heading(page, 'Import and export'));
  expect((await client.get('/contacts')).body.data).toHaveLength(1);
});

test('an entry on the wrong person is given to the right one, and taken back', async () => {
  const { client, id, entries } = await userWithPerson(site.kith, 'Ragna Sund');
  const other = (await client.post('/contacts', { full_name: 'Olav Sund' })).body.contact;
  const { page } = await site.visit(`/people/${id}`, { client });
  const first = entries[0]!;
  await choose(entry(page, first.content), 'Entry actions', 'About somebody else …');
  await page.getByRole('dialog').getByRole('combobox').fill('Olav');
  await page.getByRole('option', { name: 'Olav Sund' }).click();
  await seesNot(entry(page, first.content));
  await eventually(async () => (await entriesOf(client, other.id)).some((one) => one.id === first.id));
  await button(toast(page, /Moved to Olav Sund/), 'Undo').click();
  await sees(entry(page, first.content));
  await eventually(async () => (await entriesOf(client, other.id)).length === 0);
});

test('the keyboard stays among the entries when one is edited, moved or deleted', async () => {
  const { client, id, entries } = await userWithPerson(site.kith, 'Signe Voll');
  const { page } = await site.visit(`/people/${id}`, { client });
  const first = entries[0]!;
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  await choose(entry(page, first.content), 'Entry actions', 'Edit');
  await page.getByLabel('Entry', { exact: true }).press('Escape');
  await eventually(async () => (await focused()) === 'Entry actions');
  await choose(entry(page, first.content), 'Entry actions', 'Delete');
  await seesNot(entry(page, first.content));
  await eventually(async () => (await focused()) === 'Entry actions');
});

test('somebody who is here already is shown while their name is typed', async () => {
  const { client, id } = await userWithPerson(site.kith, 'Torunn Haug');
  const { page } = await site.visit('/people', { client });
  await button(page, 'Add a person').first().click();
  const dialog = page.getByRole('dialog', { name: 'Add a person' });
  await dialog.getByLabel('Full name').fill('torunn');
  await sees(dialog.getByText('Here already:'));
  await dialog.getByLabel('Full name').fill('torunn else');
  await seesNot(dialog.getByText('Here already:'));
  await dialog.getByLabel('Full name').fill('torunn haug');
  await dialog.getByRole('link', { name: 'Torunn Haug' }).click();
  await page.waitForURL(`**/people/${id}`);
  await seesNot(dialog);
});
