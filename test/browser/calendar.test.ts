import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, signUp, testKith, type TestKith } from '../harness.ts';
import { eventually } from '../sockets.ts';
import { PHONE, sees, seesNot, settled, useBrowser } from './browser.ts';

const browser = useBrowser();
let kith: TestKith;
let url: string;
beforeAll(async () => {
  kith = await testKith();
  url = await kith.live();
});
afterAll(() => kith?.close());

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const toast = (page: Page, text: string) => page.locator('[data-sonner-toast]').filter({ hasText: text });
const chips = (page: Page, title: string) => page.getByRole('grid').getByRole('button', { name: title });
const events = async (client: Client, from: string, to: string) => (await client.get(`/calendar/events?from=${from}&to=${to}`)).body.data as { title: string; starts_at: string }[];
/** A day so many days from today in Berlin, where these people live. */
const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' });

async function someone(): Promise<Client> {
  const client = await signUp(kith);
  await client.patch('/auth/preferences', { time_zone: 'Europe/Berlin', locale: 'en-GB' });
  return client;
}

test('an event in one’s own words is understood, added with its person, and taken back', async () => {
  const client = await someone();
  await client.post('/contacts', { full_name: 'Anna Berg' });
  const { page } = await browser.visit(url, '/calendar', { client });
  await page.getByLabel('Add an event in your own words').fill('Dinner with Anna tomorrow at 8pm');
  await sees(page.getByText('with Anna Berg'));
  await sees(page.getByText(/20:00/).first());
  await page.keyboard.press('Enter');
  await sees(toast(page, 'Dinner with Anna added'));
  await sees(chips(page, 'Dinner with Anna'));
  expect((await events(client, day(1), day(2)))[0]).toMatchObject({ title: 'Dinner with Anna', starts_at: `${day(1)}T20:00:00`, contacts: [{ full_name: 'Anna Berg' }] });
  await toast(page, 'Dinner with Anna added').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => chips(page, 'Dinner with Anna').count()).toBe(0);
});

test('of several people with a name, it is seen and chosen who is meant', async () => {
  const client = await someone();
  for (const person of [{ full_name: 'Anna Berg', company: 'Bakery' }, { full_name: 'Anna Lind' }, { full_name: 'Ben Roth' }, { full_name: 'Cora Dean', company: 'Anna & Sons' }]) await client.post('/contacts', person);
  const { page } = await browser.visit(url, '/calendar', { client });
  const words = page.getByLabel('Add an event in your own words');
  const which = page.getByRole('group', { name: 'Which Anna?' });
  await words.fill('Dinner with Anna and Ben tomorrow at 8pm');
  await sees(page.getByText('with Ben Roth'));
  await sees(which);
  expect(await which.getByRole('button').allInnerTexts()).toEqual(['Anna Berg, Bakery', 'Anna Lind']);
  await which.getByRole('button', { name: 'Anna Lind' }).click();
  await sees(page.getByText('with Anna Lind, Ben Roth'));
  await words.press('Enter');
  await sees(toast(page, 'Dinner with Anna and Ben added'));
  expect(await events(client, day(1), day(2))).toMatchObject([{ contacts: [{ full_name: 'Anna Lind' }, { full_name: 'Ben Roth' }] }]);
});

test('an event in one’s own words waits until it is known whom it names', async () => {
  const client = await someone();
  await client.post('/contacts', { full_name: 'Anna Berg' });
  const { page } = await browser.visit(url, '/calendar', { client });
  await page.route(/\/api\/v1\/contacts\?/, async (route) => {
    await new Promise((later) => setTimeout(later, 1500));
    await route.continue();
  });
  const words = page.getByLabel('Add an event in your own words');
  await words.fill('Dinner with Anna tomorrow at 8pm');
  await page.locator('form', { has: words }).getByRole('button', { name: 'Add' }).click();
  await sees(toast(page, 'Dinner with Anna added'));
  expect(await events(client, day(1), day(2))).toMatchObject([{ contacts: [{ full_name: 'Anna Berg' }] }]);
});

test('one occurrence is changed, another deleted, and the rest stays', async () => {
  const client = await someone();
  await client.post('/calendar/events', { title: 'Walk', starts_at: '2026-05-04T08:00', rrule: 'FREQ=DAILY;COUNT=5' });
  const { page } = await browser.visit(url, '/calendar?date=2026-05-06', { client });
  await expect.poll(() => chips(page, 'Walk').count()).toBe(5);

  await chips(page, 'Walk').nth(2).click();
  await page.getByLabel('Title').fill('Run');
  await page.getByLabel('At', { exact: true }).fill('18:00');
  await button(page, 'Save').click();
  await button(page, 'Only this one').click();
  await sees(toast(page, 'Run changed'));
  await sees(chips(page, 'Run'));
  await expect.poll(() => chips(page, 'Walk').count()).toBe(4);

  await chips(page, 'Walk').nth(3).click();
  await button(page, 'Delete').click();
  await button(page, 'This and all that follow').click();
  await expect.poll(() => chips(page, 'Walk').count()).toBe(3);
  expect((await events(client, '2026-05-01', '2026-05-31')).map((one) => `${one.starts_at} ${one.title}`)).toEqual(['2026-05-04T08:00:00 Walk', '2026-05-05T08:00:00 Walk', '2026-05-06T18:00:00 Run', '2026-05-07T08:00:00 Walk']);
});

test('the form makes what it says: weekly on two days, so many times', async () => {
  const client = await someone();
  const { page } = await browser.visit(url, '/calendar?date=2026-05-05', { client });
  await settled(page);
  await page.keyboard.press('n');
  await page.getByLabel('Title').fill('Choir');
  await page.getByLabel('At', { exact: true }).fill('19:30');
  await page.getByLabel('Repeat').selectOption('weekly');
  await button(page, 'Thursday').click();
  await page.getByLabel('Ends', { exact: true }).last().selectOption('count');
  await page.getByLabel('Times').fill('3');
  await button(page, 'Add').last().click();
  await sees(toast(page, 'Choir added'));
  expect((await events(client, '2026-05-01', '2026-05-31')).map((one) => one.starts_at)).toEqual(['2026-05-05T19:30:00', '2026-05-07T19:30:00', '2026-05-12T19:30:00']);
});

test('keys lead through days and views; the address remembers', async () => {
  const client = await someone();
  const { page } = await browser.visit(url, '/calendar?date=2026-05-06', { client });
  await settled(page);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.waitForURL(/date=2026-05-14/);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-day'))).toBe('2026-05-14');
  await page.keyboard.press('w');
  await page.waitForURL(/view=week/);
  await seesNot(page.getByRole('dialog'));
  await page.keyboard.press('a');
  await page.waitForURL(/view=agenda/);
  await page.keyboard.press('t');
  await page.waitForURL(new RegExp(`date=${day(0)}`));
  await page.reload();
  await sees(page.getByRole('heading', { level: 1, name: 'Calendar' }));
  expect(page.url()).toContain('view=agenda');
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await page.waitForURL(`${url}/`);
});

test('a reminder that comes due is announced, stands on Today, and is done with one press', async () => {
  const client = await someone();
  const { page } = await browser.visit(url, '/people', { client });
  await sees(page.getByRole('status').getByText('Live', { exact: true }), 15_000);
  const { event } = (await client.post('/calendar/events', { title: 'Call the plumber', starts_at: `${day(1)}T09:00` })).body;
  await kith.owner.query(`insert into reminders (space_id, kind, key, event_id, occurrence, due_at) values ($1, 'event', 'now', $2, $3, now())`, [client.space.id, event.id, event.starts_at]);
  await sees(toast(page, 'Call the plumber'), 15_000);
  await page.goto(`${url}/`);
  const card = page.getByRole('region', { name: 'Reminders' }).or(page.locator('section').filter({ has: page.getByRole('heading', { name: 'Reminders' }) }));
  await sees(card.getByText('Call the plumber'));
  await button(page, 'Call the plumber: done').click();
  await sees(card.getByText('No reminders wait'));
  await eventually(async () => (await client.get('/calendar/reminders')).body.data.length === 0);
});

test('on a phone a day is chosen and told below the month', async () => {
  const client = await someone();
  await client.post('/calendar/events', { title: 'Walk', starts_at: '2026-05-20T08:00', place: 'Park' });
  const { page } = await browser.visit(url, '/calendar?date=2026-05-06', { client, ...PHONE });
  await sees(page.getByText('Nothing on this day.'));
  await page.locator('[data-day="2026-05-20"]').click();
  await sees(page.getByText('Park'));
  await page.waitForURL(/date=2026-05-20/);
});

test('an event is dragged to another time, its end to another, and undo takes it back', async () => {
  const client = await someone();
  const { event } = (await client.post('/calendar/events', { title: 'Walk', starts_at: '2026-05-05T09:00', ends_at: '2026-05-05T10:00' })).body;
  const { page } = await browser.visit(url, '/calendar?view=week&date=2026-05-06', { client });
  await settled(page);
  const times = async () => {
    const { starts_at, ends_at } = (await client.get(`/calendar/events/${event.id}`)).body.event;
    return `${starts_at} ${ends_at}`;
  };
  const chip = button(page, /^Walk/);
  const box = async () => (await chip.boundingBox())!;
  const drag = async (from: { x: number; y: number }, by: { x: number; y: number }) => {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x + by.x / 2, from.y + by.y / 2, { steps: 4 });
    await page.mouse.move(from.x + by.x, from.y + by.y, { steps: 4 });
    await page.mouse.up();
  };
  const { x, y, width, height } = await box();
  await drag({ x: x + 20, y: y + 10 }, { x: width * 2 + 12, y: 48 * 1.5 + 3 });
  await sees(toast(page, 'Walk: Thu'));
  await expect.poll(times).toBe('2026-05-07T10:30:00 2026-05-07T11:30:00');
  await seesNot(page.getByRole('dialog'));

  await expect.poll(async () => (await box()).x).toBeGreaterThan(x + width);
  const now = await box();
  await drag({ x: now.x + 20, y: now.y + height - 2 }, { x: 0, y: 48 * 0.75 });
  await expect.poll(times).toBe('2026-05-07T10:30:00 2026-05-07T12:15:00');
  await toast(page, '10:30–12:15').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(times).toBe('2026-05-07T10:30:00 2026-05-07T11:30:00');

  // given up by Escape
  const there = await box();
  await page.mouse.move(there.x + 20, there.y + 10);
  await page.mouse.down();
  await page.mouse.move(there.x + 20, there.y + 100, { steps: 4 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await page.waitForTimeout(200);
  expect(await times()).toBe('2026-05-07T10:30:00 2026-05-07T11:30:00');
});

test('dragging over empty hours makes an event as long; what the server refuses goes back', async () => {
  const client = await someone();
  const { page, allow } = await browser.visit(url, '/calendar?view=day&date=2026-05-06', { client });
  await settled(page);
  const column = (await page.locator('[data-hours]').boundingBox())!;
  const at = (hour: number) => column.y + hour * 48;
  await page.mouse.move(column.x + 100, at(9) + 2);
  await page.mouse.down();
  await page.mouse.move(column.x + 100, at(11.25), { steps: 6 });
  await page.mouse.up();
  await page.getByLabel('Title').fill('Workshop');
  await button(page, 'Add').last().click();
  await sees(toast(page, 'Workshop added'));
  expect(await events(client, '2026-05-06', '2026-05-07')).toMatchObject([{ title: 'Workshop', starts_at: '2026-05-06T09:00:00', ends_at: '2026-05-06T11:15:00' }]);

  allow(/500 .*calendar/);
  await page.route('**/api/v1/calendar/events/*', (route) => (route.request().method() === 'PATCH' ? route.fulfill({ status: 500, json: { error: 'No.', error_code: 'internal' } }) : route.continue()));
  const chip = button(page, /^Workshop/);
  const before = (await chip.boundingBox())!;
  await chip.focus();
  await page.keyboard.press('Shift+ArrowDown');
  await sees(toast(page, 'Could not move Workshop'));
  await expect.poll(async () => (await chip.boundingBox())!.y).toBe(before.y);
});

test('keys move an event and its end, and of a series they ask which', async () => {
  const client = await someone();
  const { event } = (await client.post('/calendar/events', { title: 'Walk', starts_at: '2026-05-05T09:00', ends_at: '2026-05-05T10:00' })).body;
  await client.post('/calendar/events', { title: 'Run', starts_at: '2026-05-04T18:00', rrule: 'FREQ=DAILY;COUNT=4' });
  const { page } = await browser.visit(url, '/calendar?view=week&date=2026-05-06', { client });
  await settled(page);
  await button(page, /^Walk/).focus();
  for (const key of ['Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowRight', 'Alt+ArrowDown']) {
    await page.keyboard.press(key);
    await sees(toast(page, 'Walk:'));
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent ?? '')).toContain('Walk');
  }
  await expect.poll(async () => (await client.get(`/calendar/events/${event.id}`)).body.event).toMatchObject({ starts_at: '2026-05-06T09:30:00', ends_at: '2026-05-06T10:45:00' });
  expect(page.url()).toContain('date=2026-05-06');

  await button(page, /^Run/).nth(1).focus();
  await page.keyboard.press('Shift+ArrowUp');
  await button(page, 'This and all that follow').click();
  await sees(toast(page, 'Run:'));
  await expect.poll(async () => (await events(client, '2026-05-04', '2026-05-12')).filter((one) => one.title === 'Run').map((one) => one.starts_at)).toEqual(['2026-05-04T18:00:00', '2026-05-05T17:45:00', '2026-05-06T17:45:00', '2026-05-07T17:45:00']);
});

test('in a month an event goes to another day; a day of the year opens; calendars are made, hidden and deleted', async () => {
  const client = await someone();
  const { event } = (await client.post('/calendar/events', { title: 'Walk', starts_at: '2026-05-05T09:00' })).body;
  const { page } = await browser.visit(url, '/calendar?date=2026-05-06', { client });
  await settled(page);
  await chips(page, 'Walk').dragTo(page.locator('[data-cell="2026-05-20"]'));
  await expect.poll(async () => (await client.get(`/calendar/events/${event.id}`)).body.event.starts_at).toBe('2026-05-20T09:00:00');

  await page.keyboard.press('y');
  await button(page, /20 May.*1 event/).click();
  await page.waitForURL(/view=day/);
  await sees(page.getByRole('heading', { name: /20 May 2026/ }));
  await sees(button(page, /^Walk/));

  await button(page, 'Calendars').click();
  await button(page, 'New calendar').click();
  await page.getByLabel('Name').fill('Sports');
  await button(page, 'Save').click();
  await sees(toast(page, 'Sports added'));
  const { data } = (await client.get('/calendars')).body;
  const sports = data.find((one: { name: string }) => one.name === 'Sports');
  await client.post('/calendar/events', { title: 'Match', starts_at: '2026-05-20T12:00', calendar_id: sports.id });
  await page.getByLabel('Show Sports').click();
  await expect.poll(async () => (await client.get('/calendars')).body.data.find((one: { id: string }) => one.id === sports.id).hidden).toBe(true);
  await page.keyboard.press('Escape');
  await seesNot(button(page, /^Match/));
  await button(page, 'Calendars').click();
  await page.getByLabel('Show Sports').click();
  await button(page, 'Delete Sports and its events').click();
  await toast(page, 'Sports and its events deleted').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await events(client, '2026-05-20', '2026-05-21')).length).toBe(2);
});

test('a finger that stays drags, one that swipes scrolls', async () => {
  const client = await someone();
  const { event } = (await client.post('/calendar/events', { title: 'Walk', starts_at: '2026-05-06T09:00', ends_at: '2026-05-06T10:30' })).body;
  const { page, context } = await browser.visit(url, '/calendar?view=day&date=2026-05-06', { client, ...PHONE });
  await settled(page);
  await button(page, /^Walk/).scrollIntoViewIfNeeded();
  const { x, y } = (await button(page, /^Walk/).boundingBox())!;
  const finger = await context.newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', dy = 0) => finger.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x: x + 40, y: y + 15 + dy }] });
  const startsAt = async () => (await client.get(`/calendar/events/${event.id}`)).body.event.starts_at;

  await touch('touchStart');
  await page.waitForTimeout(450);
  for (const dy of [6, 20, 40, 61]) await touch('touchMove', dy);
  await touch('touchEnd');
  await expect.poll(startsAt).toBe('2026-05-06T10:00:00');
  await seesNot(page.getByRole('dialog'));
});

test('words that say how often make a series', async () => {
  const client = await someone();
  const { page } = await browser.visit(url, '/calendar?date=2026-05-05', { client });
  const cases = [
    ['Yoga 5 May 2026 6pm every other tuesday until 1 July 2026', 'Yoga', 'every other tuesday until', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20260701'],
    ['choir every Thursday', 'Choir', 'every thursday', 'FREQ=WEEKLY;BYDAY=TH'],
    ['Weekly report 7 May 2026 at 9:00', 'Weekly report', '', null],
  ] as const;
  for (const [words, title, says, rrule] of cases) {
    await page.getByLabel('Add an event in your own words').fill(words);
    if (says) await sees(page.getByText(says));
    await expect.poll(() => button(page, 'Add').isEnabled()).toBe(true);
    await page.keyboard.press('Enter');
    await sees(toast(page, `${title} added`));
    const found = (await events(client, '2026-05-05', '2026-05-08')).find((one) => one.title === title) as any;
    expect((await client.get(`/calendar/events/${found.event_id}`)).body.event.rrule).toBe(rrule);
  }
  expect((await events(client, '2026-05-05', '2026-05-08')).map((one) => `${one.starts_at} ${one.title}`)).toEqual(['2026-05-05T18:00:00 Yoga', '2026-05-07 Choir', '2026-05-07T09:00:00 Weekly report']);
});

test('words that say until when make an event as long', async () => {
  const client = await someone();
  const { page } = await browser.visit(url, '/calendar', { client });
  for (const [words, title, ends] of [['Lunch with Tom tomorrow 12 to 13:30', 'Lunch with Tom', 'T13:30:00'], ['Swimming tomorrow at 5pm for 2 hours', 'Swimming', 'T19:00:00']] as const) {
    await page.getByLabel('Add an event in your own words').fill(words);
    await sees(page.getByText(`–${ends.slice(1, 6)}`));
    await page.keyboard.press('Enter');
    await sees(toast(page, `${title} added`));
    expect((await events(client, day(1), day(2))).find((one) => one.title === title)).toMatchObject({ ends_at: `${day(1)}${ends}` });
  }
});

test('a viewer of a shared space hides a calendar from themselves, and is offered nothing else', async () => {
  const [owner, viewer] = [await someone(), await someone()];
  const { space } = (await owner.post('/spaces', { name: 'Choir' })).body;
  await kith.owner.query(`insert into space_members (space_id, user_id, role) values ($1, $2, 'viewer')`, [space.id, viewer.user.id]);
  const there = { 'kith-space': space.id };
  const { calendar } = (await owner.post('/calendars', { name: 'Rehearsals' }, there)).body;
  await owner.post('/calendar/events', { title: 'Rehearsal', starts_at: `${day(0)}T20:00`, calendar_id: calendar.id }, there);
  for (const size of [{}, PHONE]) {
    const { page, context } = await browser.visit(url, '/', { client: viewer, ...size });
    await context.addInitScript((id) => localStorage.setItem('kith-space', id), space.id);
    await page.goto('/calendar?view=agenda');
    await sees(page.getByText('Rehearsal', { exact: true }).first());
    await button(page, 'Calendars').click();
    const dialog = page.getByRole('dialog', { name: 'Calendars' });
    await sees(dialog.getByText('What you hide here only you do not see.'));
    expect(await dialog.getByRole('button').allTextContents()).toEqual(expect.not.arrayContaining(['New calendar']));
    await seesNot(dialog.getByRole('button', { name: 'Change Rehearsals' }));
    await dialog.getByRole('checkbox', { name: 'Show Rehearsals' }).click();
    await sees(dialog.getByRole('checkbox', { name: 'Show Rehearsals', checked: false }));
    await page.keyboard.press('Escape');
    await seesNot(page.getByText('Rehearsal', { exact: true }));
    await button(page, 'Calendars').click();
    await dialog.getByRole('checkbox', { name: 'Show Rehearsals' }).click();
    await sees(dialog.getByRole('checkbox', { name: 'Show Rehearsals', checked: true }));
    await page.keyboard.press('Escape');
    await sees(page.getByText('Rehearsal', { exact: true }).first());
  }
});

test('who changes an event that was changed elsewhere meanwhile is told, also when the page knows it already', async () => {
  const client = await someone();
  const { event } = (await client.post('/calendar/events', { title: 'Dinner', starts_at: `${day(1)}T19:00`, place: 'Harbour' })).body;
  const { page, allow } = await browser.visit(url, `/calendar?event=${event.id}&view=agenda`, { client });
  allow(/^409 /);
  const form = page.getByRole('dialog', { name: 'Change event' });
  await form.getByLabel('Place').fill('Old town');
  await client.patch(`/calendar/events/${event.id}`, { title: 'Late dinner' });
  await sees(page.locator('main').getByText('Late dinner')); // behind the form
  await button(page, 'Save').click();
  await sees(form.getByText('This event was changed elsewhere meanwhile.'));
  expect((await client.get(`/calendar/events/${event.id}`)).body.event).toMatchObject({ title: 'Late dinner', place: 'Harbour' });
  await button(page, 'Save').click();
  await sees(toast(page, 'Late dinner changed'));
  expect((await client.get(`/calendar/events/${event.id}`)).body.event).toMatchObject({ title: 'Late dinner', place: 'Old town' });
});

test('on a phone a person with a long name is taken from an event again', async () => {
  const client = await someone();
  const full_name = 'Maximiliana-Alexandrina Wolfeschlegelsteinhausenbergerdorff';
  const { contact } = (await client.post('/contacts', { full_name })).body;
  const { event } = (await client.post('/calendar/events', { title: 'Dinner', starts_at: `${day(1)}T19:00`, contact_ids: [contact.id] })).body;
  const { page } = await browser.visit(url, `/calendar?event=${event.id}`, { client, ...PHONE });
  const remove = button(page, `Remove ${full_name}`);
  await sees(remove);
  const box = (await remove.boundingBox())!;
  expect(box.x + box.width).toBeLessThanOrEqual(390);
  await remove.tap();
  await expect.poll(() => remove.count()).toBe(0);
});

test('a day begins where its events can be seen', async () => {
  const client = await someone();
  for (const [offset, time] of [[1, '19:00'], [2, '05:30'], [3, '09:00']] as const) await client.post('/calendar/events', { title: `At ${time}`, starts_at: `${day(offset)}T${time}` });
  const { page } = await browser.visit(url, '/calendar', { client, ...PHONE });
  for (const [offset, time] of [[1, '19:00'], [2, '05:30'], [3, '09:00']] as const) {
    await page.goto(`${url}/calendar?view=day&date=${day(offset)}`);
    const chip = page.locator('main [data-event]').filter({ hasText: `At ${time}` });
    await sees(chip);
    const top = await chip.evaluate((element) => {
      const frame = element.closest('[role=region]')!.getBoundingClientRect();
      const { y, height } = element.getBoundingClientRect();
      return { above: y - frame.y, below: frame.bottom - y - height };
    });
    expect(top.above, time).toBeGreaterThan(0);
    expect(top.below, time).toBeGreaterThan(0);
  }
});
