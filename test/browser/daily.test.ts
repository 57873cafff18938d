import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { signUp } from '../harness.ts';
import { PHONE, sees, seesNot, settled, useSite } from './browser.ts';
import { addPerson, button, heading, userWithPerson } from './journey.ts';

/** Small things that are met every day. */
const site = useSite();

test('a birthday is typed as people write it, and read back the same way', async () => {
  const client = await signUp(site.kith);
  const { id } = await addPerson(client, 'Else Berg');
  const known = async () => (await client.get(`/contacts/${id}`)).body.contact;
  const { page, allow } = await site.visit(`/people/${id}`, { client });
  await button(page, 'Edit').click();
  const form = page.getByRole('dialog');
  const birthday = form.getByLabel('Birthday');
  await birthday.fill('24.11.1941');
  await birthday.blur();
  expect(await birthday.inputValue()).toBe('24 November 1941');
  await button(form, 'Add date').click();
  await form.getByLabel('Important dates 1: Occasion').fill('wedding');
  await form.getByLabel('Important dates 1: Date').fill('in the summer');
  await button(form, 'Save').click();
  expect(await form.getByLabel('Important dates 1: Date').evaluate((input: HTMLInputElement) => input.validationMessage)).toContain('17 May 1990');
  expect((await known()).birthday).toBe(null);
  await form.getByLabel('Important dates 1: Date').fill('3 june');
  await form.getByLabel('Important dates 1: Date').press('Enter'); // without leaving the field
  await seesNot(form);
  expect(await known()).toMatchObject({ birthday: '1941-11-24', important_dates: [{ label: 'wedding', date: '--06-03' }] });

  await button(page, 'Edit').click();
  expect(await form.getByLabel('Birthday').inputValue()).toBe('24 November 1941');
  // what the server has against a row is said, though the row has no place for it
  allow(/^400 .*\/contacts\//);
  await form.getByLabel('Important dates 1: Occasion').fill('');
  await button(form, 'Save').click();
  await sees(form.getByRole('alert'));
});

/** What a finger hits at the edges of the 44 px that belong to a target. */
const hitAround = (target: Locator): Promise<boolean[]> =>
  target.evaluate((element) => {
    const { top, bottom, left, right } = element.getBoundingClientRect();
    const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
    return [-21, 0, 21].map((away) => element.contains(document.elementFromPoint(middle.x, middle.y + away)));
  });

test('on a phone no two targets of the header share their room', async () => {
  const client = await signUp(site.kith);
  const { id } = await addPerson(client, 'Anna Kowalski');
  for (const name of ['climbing', 'from university', 'neighbours', 'owes me a drill']) {
    const { tag } = (await client.post('/tags', { name })).body;
    await client.post(`/contacts/${id}/tags`, { tag_id: tag.id });
  }
  for (const name of ['Boulder gang', 'The choir of the north', 'Book club']) {
    const { group } = (await client.post('/groups', { name })).body;
    await client.post(`/groups/${group.id}/members`, { contact_ids: [id] });
  }
  const { page } = await site.visit(`/people/${id}`, { client, ...PHONE });
  await sees(page.getByRole('link', { name: 'Book club' }));
  const targets = [button(page, 'Tag'), button(page, 'Group'), button(page, 'Remind me'), ...['Boulder gang', 'The choir of the north', 'Book club'].map((name) => page.getByRole('link', { name }))];
  for (const target of targets) expect(await hitAround(target), await target.innerText()).toEqual([true, true, true]);
});

test('on a phone entries have the room, and their bars show the source', async () => {
  const { client, id } = await userWithPerson(site.kith, 'Vera Rubin');
  const { page } = await site.visit(`/people/${id}`, { client, ...PHONE });
  const text = page.getByText('She works as a nurse', { exact: false }).first();
  await sees(text);
  expect((await text.boundingBox())!.width).toBeGreaterThan(210);
  const item = page.getByRole('listitem').filter({ hasText: 'She works as a nurse' }).first();
  const bars = (await item.getByRole('img', { name: /Confidence/ }).boundingBox())!;
  await item.scrollIntoViewIfNeeded();
  expect(bars.width).toBeGreaterThan(10);
  await item.getByRole('img', { name: /Confidence/ }).tap({ force: true });
  await sees(item.getByRole('blockquote'));
});

const shortcut = (page: Page) => page.getByText('-Enter analyses');

test('the composer says its key in one line, or not at all, and counts only near the limit', async () => {
  const client = await signUp(site.kith);
  const { id } = await addPerson(client, 'Ada Byron');
  const { page } = await site.visit(`/people/${id}`, { client });
  await sees(shortcut(page));
  const field = page.getByRole('textbox', { name: 'Note about Ada Byron' });
  await field.fill('She plays badminton on Mondays');
  await sees(shortcut(page));
  await seesNot(page.getByText('of 10,000'));
  await field.fill('word '.repeat(1700));
  await sees(page.getByText('8,499 of 10,000'));
  await field.fill('');
  await page.setViewportSize({ width: 340, height: 700 });
  await seesNot(shortcut(page));
  await page.setViewportSize({ width: 700, height: 700 });
  await sees(shortcut(page));
  expect((await shortcut(page).boundingBox())!.height).toBeLessThan(30);
});

test('an event is planned from any page: under the thumb and in the palette', async () => {
  const client = await signUp(site.kith);
  const { id } = await addPerson(client, 'Ada Byron');
  const { page } = await site.visit(`/people/${id}`, { client, ...PHONE });
  await settled(page);
  await button(page, 'Add').tap();
  await page.getByRole('menuitem', { name: 'Plan an event' }).tap();
  const dialog = page.getByRole('dialog', { name: 'New event' });
  await dialog.getByLabel('Title').fill('Tea');
  await button(dialog, 'Add').tap();
  await seesNot(dialog);
  await sees(heading(page, 'Ada Byron'));
  const at = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  expect((await client.get(`/calendar/events?from=${at(-1)}&to=${at(2)}`)).body.data.map((one: { title: string }) => one.title)).toEqual(['Tea']);

  const desk = (await site.visit('/people', { client })).page;
  await settled(desk);
  await desk.keyboard.press('Control+k');
  await desk.getByRole('dialog').getByRole('combobox').fill('plan');
  await desk.getByRole('option', { name: 'Plan an event' }).click();
  await sees(desk.getByRole('dialog', { name: 'New event' }).getByLabel('Title'));
});
