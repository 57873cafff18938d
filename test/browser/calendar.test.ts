import { expect, test } from 'vitest';
import { eventually } from '../sockets.ts';
import { button, PHONE, sees, seesNot, settled, toast, useSite } from './browser.ts';
import { chips, day, events, someone } from './calendar.ts';

const site = useSite();

test('keys lead through days and views; the address remembers', async () => {
  const client = await someone(site.kith);
  const { page } = await site.visit('/calendar?date=2026-05-06', { client });
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
  await page.waitForURL(`${site.url}/`);
});

test('in a month an event goes to another day; a day of the year opens; calendars are made, hidden and deleted', async () => {
  const client = await someone(site.kith);
  const { event } = (await client.post('/calendar/events', { title: 'Walk', starts_at: '2026-05-05T09:00' })).body;
  const { page } = await site.visit('/calendar?date=2026-05-06', { client });
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

test('a day begins where its events can be seen', async () => {
  const client = await someone(site.kith);
  for (const [offset, time] of [[1, '19:00'], [2, '05:30'], [3, '09:00']] as const) await client.post('/calendar/events', { title: `At ${time}`, starts_at: `${day(offset)}T${time}` });
  const { page } = await site.visit('/calendar', { client, ...PHONE });
  for (const [offset, time] of [[1, '19:00'], [2, '05:30'], [3, '09:00']] as const) {
    await page.goto(`${site.url}/calendar?view=day&date=${day(offset)}`);
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

test('a reminder that comes due is announced, stands on Today, and is done with one press', async () => {
  const client = await someone(site.kith);
  const { page } = await site.visit('/people', { client });
  await sees(page.getByRole('status').getByText('Live', { exact: true }), 15_000);
  const { event } = (await client.post('/calendar/events', { title: 'Call the plumber', starts_at: `${day(1)}T09:00` })).body;
  await site.kith.owner.query(`insert into reminders (space_id, kind, key, event_id, occurrence, due_at) values ($1, 'event', 'now', $2, $3, now())`, [client.space.id, event.id, event.starts_at]);
  await sees(toast(page, 'Call the plumber'), 15_000);
  await page.goto(`${site.url}/`);
  const card = page.getByRole('region', { name: 'Reminders' }).or(page.locator('section').filter({ has: page.getByRole('heading', { name: 'Reminders' }) }));
  await sees(card.getByText('Call the plumber'));
  await button(page, 'Call the plumber: done').click();
  await sees(card.getByText('No reminders wait'));
  await eventually(async () => (await client.get('/calendar/reminders')).body.data.length === 0);
});

test('on a phone a day is chosen and told below the month', async () => {
  const client = await someone(site.kith);
  await client.post('/calendar/events', { title: 'Walk', starts_at: '2026-05-20T08:00', place: 'Park' });
  const { page } = await site.visit('/calendar?date=2026-05-06', { client, ...PHONE });
  await sees(page.getByText('Nothing on this day.'));
  await page.locator('[data-day="2026-05-20"]').click();
  await sees(page.getByText('Park'));
  await page.waitForURL(/date=2026-05-20/);
});

test('on a phone a person with a long name is taken from an event again', async () => {
  const client = await someone(site.kith);
  const full_name = 'Maximiliana-Alexandrina Wolfeschlegelsteinhausenbergerdorff';
  const { contact } = (await client.post('/contacts', { full_name })).body;
  const { event } = (await client.post('/calendar/events', { title: 'Dinner', starts_at: `${day(1)}T19:00`, contact_ids: [contact.id] })).body;
  const { page } = await site.visit(`/calendar?event=${event.id}`, { client, ...PHONE });
  const remove = button(page, `Remove ${full_name}`);
  await sees(remove);
  const box = (await remove.boundingBox())!;
  expect(box.x + box.width).toBeLessThanOrEqual(390);
  await remove.tap();
  await expect.poll(() => remove.count()).toBe(0);
});

test('a viewer of a shared space hides a calendar from themselves, and is offered nothing else', async () => {
  const [owner, viewer] = [await someone(site.kith), await someone(site.kith)];
  const { space } = (await owner.post('/spaces', { name: 'Choir' })).body;
  await site.kith.owner.query(`insert into space_members (space_id, user_id, role) values ($1, $2, 'viewer')`, [space.id, viewer.user.id]);
  const there = { 'kith-space': space.id };
  const { calendar } = (await owner.post('/calendars', { name: 'Rehearsals' }, there)).body;
  await owner.post('/calendar/events', { title: 'Rehearsal', starts_at: `${day(0)}T20:00`, calendar_id: calendar.id }, there);
  for (const size of [{}, PHONE]) {
    const { page, context } = await site.visit('/', { client: viewer, ...size });
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
