import { afterAll, beforeAll, expect, test } from 'vitest';
import { signUp, testKith, type TestKith } from '../harness.ts';
import { sees, useBrowser } from './browser.ts';
import { button, toast } from './journey.ts';

const browser = useBrowser();
let kith: TestKith;
let url: string;
beforeAll(async () => {
  kith = await testKith();
  url = await kith.live();
});
afterAll(() => kith?.close());

test('what repeats ends when the words say so, on whichever day they were read', async () => {
  const client = await signUp(kith);
  const { page } = await browser.visit(url, '/calendar?date=2026-05-04', { client });
  const cases = [
    ['Climbing every tuesday 18:30-20:00', 'Climbing', '18:30–20:00', 'FREQ=WEEKLY;BYDAY=TU'],
    ['Chess every thursday from 19:00 until 21:30', 'Chess', '19:00–21:30', 'FREQ=WEEKLY;BYDAY=TH'],
    ['Swim every friday 7:00-8:00 until 1 July 2099', 'Swim', '7:00–8:00', 'FREQ=WEEKLY;BYDAY=FR;UNTIL=20990701'],
  ] as const;
  for (const [words, title, says, rrule] of cases) {
    await page.getByLabel('Add an event in your own words').fill(words);
    await sees(page.getByText(says));
    await expect.poll(() => button(page, 'Add').isEnabled()).toBe(true);
    await page.keyboard.press('Enter');
    await sees(toast(page, `${title} added`));
    const found = (await client.get(`/calendar/events?from=${new Date().toISOString().slice(0, 10)}&to=${new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)}`)).body.data.find((one: { title: string }) => one.title === title);
    const { event } = (await client.get(`/calendar/events/${found.event_id}`)).body;
    expect([event.rrule, [event.starts_at, event.ends_at].map((at: string) => at.slice(11, 16).replace(/^0/, '')).join('–'), event.starts_at.slice(0, 10) === event.ends_at.slice(0, 10)]).toEqual([rrule, says, true]);
  }
});

test('a birthday is named by whose it is', async () => {
  const client = await signUp(kith);
  await client.post('/contacts', { full_name: 'Grandmother Else', birthday: '1941-05-12' });
  const { page } = await browser.visit(url, '/calendar?date=2026-05-04', { client });
  const chip = button(page, 'Birthday of Grandmother Else');
  await sees(chip);
  expect(await chip.locator('.truncate').innerText()).toBe('Grandmother Else');
});
