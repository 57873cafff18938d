import { expect, test } from 'vitest';
import { button, PHONE, sees, seesNot, settled, toast, useSite } from './browser.ts';
import { chips, day, events, someone } from './calendar.ts';

const site = useSite();

test('one occurrence is changed, another deleted, and the rest stays', async () => {
  const client = await someone(site.kith);
  await client.post('/calendar/events', { title: 'Walk', starts_at: '2026-05-04T08:00', rrule: 'FREQ=DAILY;COUNT=5' });
  const { page } = await site.visit('/calendar?date=2026-05-06', { client });
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
  const client = await someone(site.kith);
  const { page } = await site.visit('/calendar?date=2026-05-05', { client });
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

test('an event is dragged to another time, its end to another, and undo takes it back', async () => {
  const client = await someone(site.kith);
  const { event } = (await client.post('/calendar/events', { title: 'Walk', starts_at: '2026-05-05T09:00', ends_at: '2026-05-05T10:00' })).body;
  const { page } = await site.visit('/calendar?view=week&date=2026-05-06', { client });
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
  const changes: string[] = [];
  page.on('request', (request) => void (request.method() === 'PATCH' && changes.push(request.url())));
  await page.mouse.move(there.x + 20, there.y + 10);
  await page.mouse.down();
  await page.mouse.move(there.x + 20, there.y + 100, { steps: 4 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await page.evaluate(() => fetch('/api/v1/auth/session')); // a change would have been sent before
  expect(changes).toEqual([]);
  expect(await times()).toBe('2026-05-07T10:30:00 2026-05-07T11:30:00');
});

test('dragging over empty hours makes an event as long; what the server refuses goes back', async () => {
  const client = await someone(site.kith);
  const { page, allow } = await site.visit('/calendar?view=day&date=2026-05-06', { client });
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
  const client = await someone(site.kith);
  const { event } = (await client.post('/calendar/events', { title: 'Walk', starts_at: '2026-05-05T09:00', ends_at: '2026-05-05T10:00' })).body;
  await client.post('/calendar/events', { title: 'Run', starts_at: '2026-05-04T18:00', rrule: 'FREQ=DAILY;COUNT=4' });
  const { page } = await site.visit('/calendar?view=week&date=2026-05-06', { client });
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

test('a finger that stays drags, one that swipes scrolls', async () => {
  const client = await someone(site.kith);
  const { event } = (await client.post('/calendar/events', { title: 'Walk', starts_at: '2026-05-06T09:00', ends_at: '2026-05-06T10:30' })).body;
  const { page, context } = await site.visit('/calendar?view=day&date=2026-05-06', { client, ...PHONE });
  await settled(page);
  await button(page, /^Walk/).scrollIntoViewIfNeeded();
  const { x, y } = (await button(page, /^Walk/).boundingBox())!;
  const finger = await context.newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', dy = 0) => finger.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x: x + 40, y: y + 15 + dy }] });
  const startsAt = async () => (await client.get(`/calendar/events/${event.id}`)).body.event.starts_at;

  await touch('touchStart');
  await expect.poll(() => page.locator('[data-hours]').getByText('Walk').count()).toBe(2); // one is under the finger
  for (const dy of [6, 20, 40, 61]) await touch('touchMove', dy);
  await touch('touchEnd');
  await expect.poll(startsAt).toBe('2026-05-06T10:00:00');
  await seesNot(page.getByRole('dialog'));
});

test('who changes an event that was changed elsewhere meanwhile is told, also when the page knows it already', async () => {
  const client = await someone(site.kith);
  const { event } = (await client.post('/calendar/events', { title: 'Dinner', starts_at: `${day(1)}T19:00`, place: 'Harbour' })).body;
  const { page, allow } = await site.visit(`/calendar?event=${event.id}&view=agenda`, { client });
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
