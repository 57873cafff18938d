import { expect, test } from 'vitest';
import { signUp } from '../harness.ts';
import { button, sees, toast, useSite } from './browser.ts';
import { chips, day, events, someone } from './calendar.ts';

const site = useSite();

test('an event in one’s own words is understood, added with its person, and taken back', async () => {
  const client = await someone(site.kith);
  await client.post('/contacts', { full_name: 'Anna Berg' });
  const { page } = await site.visit('/calendar', { client });
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
  const client = await someone(site.kith);
  for (const person of [{ full_name: 'Anna Berg', company: 'Bakery' }, { full_name: 'Anna Lind' }, { full_name: 'Ben Roth' }, { full_name: 'Cora Dean', company: 'Anna & Sons' }]) await client.post('/contacts', person);
  const { page } = await site.visit('/calendar', { client });
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
  const client = await someone(site.kith);
  await client.post('/contacts', { full_name: 'Anna Berg' });
  const { page } = await site.visit('/calendar', { client });
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

test('words that say how often make a series', async () => {
  const client = await someone(site.kith);
  const { page } = await site.visit('/calendar?date=2026-05-05', { client });
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
    const found = (await events(client, '2026-05-05', '2026-05-08')).find((one) => one.title === title)!;
    expect((await client.get(`/calendar/events/${found.event_id}`)).body.event.rrule).toBe(rrule);
  }
  expect((await events(client, '2026-05-05', '2026-05-08')).map((one) => `${one.starts_at} ${one.title}`)).toEqual(['2026-05-05T18:00:00 Yoga', '2026-05-07 Choir', '2026-05-07T09:00:00 Weekly report']);
});

test('words that say until when make an event as long', async () => {
  const client = await someone(site.kith);
  const { page } = await site.visit('/calendar', { client });
  for (const [words, title, ends] of [['Lunch with Tom tomorrow 12 to 13:30', 'Lunch with Tom', 'T13:30:00'], ['Swimming tomorrow at 5pm for 2 hours', 'Swimming', 'T19:00:00']] as const) {
    await page.getByLabel('Add an event in your own words').fill(words);
    await sees(page.getByText(`–${ends.slice(1, 6)}`));
    await page.keyboard.press('Enter');
    await sees(toast(page, `${title} added`));
    expect((await events(client, day(1), day(2))).find((one) => one.title === title)).toMatchObject({ ends_at: `${day(1)}${ends}` });
  }
});

test('what repeats ends when the words say so, on whichever day they were read', async () => {
  const client = await signUp(site.kith);
  const { page } = await site.visit('/calendar?date=2026-05-04', { client });
  const cases = [
    ['Climbing every tuesday 18:30-20:00', 'Climbing', '18:30–20:00', 'FREQ=WEEKLY;BYDAY=TU'],
    ['Chess every thursday from 19:00 until 21:30', 'Chess', '19:00–21:30', 'FREQ=WEEKLY;BYDAY=TH'],
    ['Swim every friday 7:00-8:00 until 1 July 2099', 'Swim', '7:00–8:00', 'FREQ=WEEKLY;BYDAY=FR;UNTIL=20990701'],
  ] as const;
  for (const [words, title, says, rrule] of cases) {
    await page.getByLabel('Add an event in your own words').fill(words);
    await sees(page.getByText(says));
    await expect.poll(() => page.getByRole('button', { name: 'Add', exact: true }).isEnabled()).toBe(true);
    await page.keyboard.press('Enter');
    await sees(toast(page, `${title} added`));
    const found = (await client.get(`/calendar/events?from=${new Date().toISOString().slice(0, 10)}&to=${new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)}`)).body.data.find((one: { title: string }) => one.title === title);
    const { event } = (await client.get(`/calendar/events/${found.event_id}`)).body;
    expect([event.rrule, [event.starts_at, event.ends_at].map((at: string) => at.slice(11, 16).replace(/^0/, '')).join('–'), event.starts_at.slice(0, 10) === event.ends_at.slice(0, 10)]).toEqual([rrule, says, true]);
  }
});

test('a birthday is named by whose it is', async () => {
  const client = await signUp(site.kith);
  await client.post('/contacts', { full_name: 'Grandmother Else', birthday: '1941-05-12' });
  const { page } = await site.visit('/calendar?date=2026-05-04', { client });
  const chip = button(page, 'Birthday of Grandmother Else');
  await sees(chip);
  expect(await chip.locator('.truncate').innerText()).toBe('Grandmother Else');
});
