import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, signUp, testKith, type TestKith } from '../harness.ts';
import { PHONE, sees, seesNot, settled, useBrowser } from './browser.ts';

const browser = useBrowser();
let kith: TestKith;
let url: string;
let mary: Client;
let nina: string;

beforeAll(async () => {
  kith = await testKith();
  url = await kith.live();
  mary = await signUp(kith, 'mary');
  nina = (await mary.post('/contacts', { full_name: 'Nina Sanchez', tier: 1 })).body.contact.id;
  const theo = (await mary.post('/contacts', { full_name: 'Theo Almeida', tier: 2 })).body.contact.id;
  const entry = (contact: string, category: string, days: number) =>
    kith.owner.query(`insert into entries (space_id, contact_id, category, content, confidence, created_at) values ($1, $2, $3, 'Something to know', 8, now() - make_interval(days => $4))`, [mary.space.id, contact, category, days]);
  for (let week = 0; week < 6; week++) for (const category of ['Interests', 'Actionable']) await entry(nina, category, week * 7);
  for (const days of [60, 70, 80, 90]) await entry(theo, 'Interests', days);
  await kith.owner.query(`update contacts set cadence_weeks = 4, cadence_started_at = now() - interval '60 days' where id = $1`, [theo]);
});
afterAll(() => kith?.close());

test('the network: numbers are explained, charts can be read as tables, and people are a link away', async () => {
  const { page } = await browser.visit(url, '/', { client: mary });
  await settled(page);
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await sees(page.getByRole('heading', { level: 1, name: 'Insights' }));
  await settled(page);
  expect(await page.locator('dl').first().innerText()).toMatch(/People\s+2\s+Average health\s+[\d.]+\s+Drifting away\s+1\s+Due\s+1/);

  await page.getByRole('button', { name: 'How is “Drifting away” computed?' }).first().click();
  await sees(page.getByRole('dialog').getByText('2.5 times the usual gap'));
  await page.keyboard.press('Escape');
  await seesNot(page.getByRole('dialog'));

  await sees(page.locator('svg.recharts-surface').first());
  const activity = page.locator('section', { has: page.getByRole('heading', { name: 'Activity' }) });
  await activity.getByRole('button', { name: 'Activity as a table' }).click();
  await sees(activity.getByRole('table'));
  expect(await activity.getByRole('row').count()).toBe(27);

  await page.locator('section', { has: page.getByRole('heading', { name: 'Drifting away' }) }).getByRole('link', { name: /Theo Almeida/ }).click();
  await sees(page.getByRole('heading', { level: 1, name: 'Theo Almeida' }));
  await sees(page.getByRole('tab', { name: 'Insights', selected: true }));
});

test('a person: scores part by part, and recommendations that lead somewhere', async () => {
  const { page } = await browser.visit(url, `/people/${nina}?tab=insights`, { client: mary });
  await settled(page);
  // 30 + 6 + 16 + 10: 12 entries of confidence 8 in two categories, the last today
  await sees(page.getByRole('img', { name: 'Health: 62 of 100' }));
  await page.getByRole('button', { name: 'How is engagement computed?' }).click();
  await sees(page.getByRole('dialog').getByText('12 interactions count 20 together'));
  await page.keyboard.press('Escape');

  await sees(page.getByText('Stable'));
  await page.getByRole('combobox', { name: 'How far back' }).selectOption('30');
  await sees(page.getByText(/of the last 30 days/).first());

  await page.getByRole('listitem').filter({ hasText: 'Ask Nina about goals' }).getByRole('button', { name: 'Note the answer' }).click();
  const note = page.getByRole('textbox', { name: 'Note about Nina Sanchez' });
  expect(await note.inputValue()).toBe("Nina's goal is ");
  expect(await note.evaluate((element) => element === document.activeElement)).toBe(true);
  await note.pressSequentially('to run a marathon next spring.');
  await page.keyboard.press('Control+Enter');
  await sees(page.getByRole('tab', { name: 'Entries', selected: true }));
  await page.getByRole('tab', { name: 'Insights' }).click();
  await sees(page.getByRole('heading', { name: 'What to do' }));
  await seesNot(page.getByText('Ask Nina about goals'));

  await page.getByRole('listitem').filter({ hasText: 'Open follow-ups with Nina' }).getByRole('button', { name: 'Show' }).click();
  await sees(page.getByRole('region', { name: 'Actionable' }));
  await page.getByRole('tab', { name: 'Insights' }).click();
  await page.getByRole('button', { name: 'Add the birthday' }).click();
  await sees(page.getByRole('dialog', { name: /Edit/ }));
});

test('a phone: nothing known yet', async () => {
  const zoe = await signUp(kith, 'zoe');
  const { page } = await browser.visit(url, '/insights', { client: zoe, ...PHONE });
  await settled(page);
  await sees(page.getByText('Nothing to see yet'));
  await page.locator('main').getByRole('button', { name: 'Write a note' }).click();
  await sees(page.getByRole('dialog', { name: 'About whom?' }));
});
