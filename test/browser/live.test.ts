import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signUp, testKith, type TestKith } from '../harness.ts';
import { openLine } from '../line.ts';
import { eventually } from '../sockets.ts';
import { sees, seesNot, toast, useBrowser } from './browser.ts';
import { addPerson, button, choose, entry, heading, isLive, type Known, NOTE, people, person, userWithPerson } from './journey.ts';

const browser = useBrowser();
let kith: TestKith;
let url: string;

beforeAll(async () => {
  kith = await testKith();
  url = await kith.live();
});
afterAll(() => kith?.close());

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
    await inTime(person(list, body.synthesis.length === 1 ? '1 entry' : `${body.synthesis.length} entries`));
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
    const { client, id } = await userWithPerson(kith, 'Hertha Ayrton');
    const wire = await openLine(url);
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
      await wire.cut();
    }
  });

  test('is told that it is out of touch, and catches up', async () => {
    const { client, id } = await userWithPerson(kith, 'Lise Meitner');
    const wire = await openLine(url);
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
      await wire.cut();
    }
  });
});

test('somebody deleted elsewhere is not shown any more, until they are back', async () => {
  const client = await signUp(kith);
  const id = (await addPerson(client, 'Emmy Noether')).id;
  const { page, allow } = await browser.visit(url, `/people/${id}`, { client });
  allow(/404 /);
  await sees(heading(page, 'Emmy Noether'));
  await isLive(page);
  await client.delete(`/contacts/${id}`);
  await seesNot(heading(page, 'Emmy Noether'));
  await sees(page.getByText('Not here'));
  await client.post('/undo', {});
  await sees(heading(page, 'Emmy Noether'));
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

test('words of a note that was changed elsewhere meanwhile are replaced only when somebody says so', async () => {
  const client = await signUp(kith);
  const { id } = await addPerson(client, 'Lise Meitner');
  const { note } = (await client.post('/notes', { contact_id: id, content: 'Walks in the Dahlem gardens.' })).body;
  const { page, allow } = await browser.visit(url, `/people/${id}?tab=notes`, { client });
  allow(/409 /);
  await choose(page, 'Note actions', 'Edit');
  await page.getByRole('textbox', { name: 'Note', exact: true }).fill('Walks in Dahlem every Sunday.');
  await client.patch(`/notes/${note.id}`, { content: 'Walks by the Spree now.' });
  await button(page, 'Save').click();
  await sees(page.getByRole('alert').filter({ hasText: 'It now says:' }).getByText('Walks by the Spree now.'));
  expect((await client.get(`/notes/${note.id}`)).body.note.content).toBe('Walks by the Spree now.');
  await button(page, 'Save').click();
  await sees(toast(page, 'Note changed'));
  expect((await client.get(`/notes/${note.id}`)).body.note.content).toBe('Walks in Dahlem every Sunday.');
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

test('demo data is there to look at, and goes again but for what somebody made theirs', async () => {
  const client = await signUp(kith);
  const { page } = await browser.visit(url, '/people', { client });
  await button(page, 'Look around with demo data').click();
  await sees(person(page, 'Amina Farah'), 20_000);
  const { data } = (await client.get('/contacts?limit=100')).body;
  await client.patch(`/contacts/${data[0].id}`, { nickname: 'Mine' });
  await page.goto('/');
  const banner = page.getByRole('region', { name: 'Demo data' });
  await sees(banner.getByText(`stays: ${data[0].full_name}`));
  await button(banner, 'Remove the demo data').click();
  await seesNot(banner);
  expect((await client.get('/contacts')).body.data.map((left: { id: string }) => left.id)).toEqual([data[0].id]);
  await button(page, 'Undo').click();
  await sees(banner);
  expect((await client.get('/contacts?limit=100')).body.data).toHaveLength(data.length);
});
