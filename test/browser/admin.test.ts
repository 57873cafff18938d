import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, PASSWORD, signUp, type TestKith, testKith } from '../harness.ts';
import { PHONE, sees, seesNot, settled, useBrowser } from './browser.ts';
import { horizontalOverflow, smallTargets } from './layout.ts';

const browser = useBrowser();
let kith: TestKith;
let url: string;
let root: Client;
let ada: Client;
beforeAll(async () => {
  kith = await testKith();
  url = await kith.live();
  root = await signUp(kith, 'root');
  await root.patch('/auth/profile', { full_name: 'Rosa Root', onboarded: true });
  ada = await signUp(kith, 'ada');
  await ada.patch('/auth/profile', { full_name: 'Ada Byron', onboarded: true });
  const { contact } = (await ada.post('/contacts', { full_name: 'Grace Hopper', company: 'Navy' })).body;
  const { contact: friend } = (await ada.post('/contacts', { full_name: 'Charles Babbage' })).body;
  await ada.post('/relationships', { source_contact_id: contact.id, target_contact_id: friend.id, type: 'friend' });
  await ada.post(`/contacts/${contact.id}/entries`, { category: 'Goals', content: 'Wants a boat' });
});
afterAll(() => kith.close());

async function clean(page: Page) {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.failureSummary + node.html.slice(0, 420)).join(' | ')}`)).toEqual([]);
}

it('an account is made in the page, and its owner sets the password with the link', async () => {
  const { page, allow: expected } = await browser.visit(url, '/admin/users', { client: root });
  expected(/409 .*\/admin\/users/);
  await page.getByRole('button', { name: 'New account' }).click();
  await page.getByLabel('User name').fill('ada');
  await page.getByRole('button', { name: 'Create account' }).click();
  await sees(page.getByText('This username is taken.'));
  await page.getByLabel('User name').fill('newbie');
  await clean(page);
  await page.getByRole('button', { name: 'Create account' }).click();
  const link = (await page.locator('code').textContent())!;
  expect(link).toContain('/set-password/kith_p');
  await clean(page);
  await page.getByRole('button', { name: 'Done' }).click();
  await sees(page.getByText('No password yet'));

  const { page: theirs, allow } = await browser.visit(url, new URL(link).pathname);
  allow(/422 .*password-link/);
  await sees(theirs.getByText('For the account newbie.'));
  await theirs.getByLabel('New password').fill('password1');
  await theirs.getByRole('button', { name: 'Set password' }).click();
  await sees(theirs.getByRole('alert'));
  await theirs.getByLabel('New password').fill(PASSWORD);
  await clean(theirs);
  await theirs.getByRole('button', { name: 'Set password' }).click();
  await theirs.getByLabel('User name or email').fill('newbie');
  await theirs.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await theirs.getByRole('button', { name: 'Sign in' }).click();
  await sees(theirs.getByRole('heading', { level: 1 }));
  await theirs.goto(link);
  allow(/404 .*password-link/);
  await sees(theirs.getByText('This link is not valid'));
});

it.each([['a desktop', {}], ['a phone', PHONE]])('an admin views somebody’s pages under a banner, and the person sees and ends it, on %s', async (_, size) => {
  const { page, allow } = await browser.visit(url, `/admin/users/${ada.user.id}`, { client: root, ...size });
  await page.getByRole('button', { name: 'View as ada' }).click();
  await page.getByLabel('Reason, as they will read it').fill('Ada misses a person');
  await clean(page);
  await page.getByRole('button', { name: 'Look', exact: true }).click();
  const banner = page.getByRole('complementary', { name: 'Support access' });
  await sees(banner.getByText('You are looking at the data of Ada Byron.'));
  await sees(page.getByRole('link', { name: /Grace Hopper/ }));
  await clean(page);
  expect(await horizontalOverflow(page)).toEqual([]);
  if (size === PHONE) expect(await smallTargets(page)).toEqual([]);
  await page.getByRole('link', { name: /Grace Hopper/ }).first().click();
  await sees(page.getByText('Wants a boat'));
  for (const name of ['Notes', 'Relationships', 'Insights']) {
    await page.getByRole('tab', { name: new RegExp(name) }).click();
    await settled(page);
  }
  expect(await page.getByRole('tab', { name: /Ask|History|Timeline/ }).count()).toBe(0);
  for (const path of ['/graph', '/insights', '/groups', '/tags', '/people']) {
    await page.goto(path);
    await settled(page);
    await sees(banner);
  }
  expect(await page.getByRole('button', { name: /Add a person|Write a note/ }).count()).toBe(0);

  const { page: theirs } = await browser.visit(url, '/settings/security', { client: ada, ...size });
  await sees(theirs.getByText(/Rosa Root may look at your data/));
  await theirs.getByRole('button', { name: 'What they saw' }).first().click();
  await sees(theirs.getByText('GET /graph-data').first());
  await clean(theirs);
  expect(await horizontalOverflow(theirs)).toEqual([]);
  allow(/404 /); // what the page still asked for as it ended
  await theirs.getByRole('button', { name: 'End now' }).click();
  await sees(theirs.getByText('Their access has ended'));
  await seesNot(banner);
  expect(await page.getByText('Grace Hopper').count()).toBe(0);
});

it('the admin stops looking, and is back at the account', async () => {
  const { page } = await browser.visit(url, `/admin/users/${ada.user.id}`, { client: root });
  await page.getByRole('button', { name: 'View as ada' }).click();
  await page.getByLabel('Reason, as they will read it').fill('Ada misses a person');
  await page.getByRole('button', { name: 'Look', exact: true }).click();
  await page.getByRole('button', { name: 'Stop looking' }).click();
  await sees(page.getByRole('button', { name: 'View as ada' }));
  expect(await page.getByRole('complementary', { name: 'Support access' }).count()).toBe(0);
});

it('a file is looked at, then imported for somebody, who sees it among their activity', async () => {
  const { page } = await browser.visit(url, `/admin/users/${ada.user.id}`, { client: root });
  await page.getByLabel('Choose a file').setInputFiles({ name: 'theirs.csv', mimeType: 'text/csv', buffer: Buffer.from('Contact Name,Category,Content\nNew Person,Goals,Learn the cello\n') });
  await sees(page.getByText('theirs.csv: 1 new person, 1 new entry'));
  await clean(page);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await sees(page.getByText(/Imported for ada/));
  const { page: theirs } = await browser.visit(url, '/activity', { client: ada });
  await sees(theirs.getByText(/Rosa Root/).first());
});

it('role, disabling and deletion by the typed name', async () => {
  const gone = await signUp(kith, 'Leaver');
  const { page } = await browser.visit(url, `/admin/users/${gone.user.id}`, { client: root });
  await page.getByRole('button', { name: 'Make an admin' }).click();
  await sees(page.getByRole('button', { name: 'Make a user' }));
  await page.getByRole('button', { name: 'Disable' }).click();
  await sees(page.getByRole('button', { name: 'Enable' }));
  await page.getByRole('button', { name: 'Delete account' }).click();
  const confirm = page.getByRole('dialog').getByRole('button', { name: 'Delete account' });
  expect(await confirm.isDisabled()).toBe(true);
  await page.getByLabel('Type “Leaver” to confirm').fill('leaver');
  await clean(page);
  await confirm.click();
  await page.waitForURL('**/admin/users');
  await seesNot(page.getByRole('link', { name: /Leaver/ }));
});

it('asks to sign in again after half an hour away, and goes on where it was', async () => {
  const client = kith.client();
  await client.post('/auth/login', { username: 'root', password: PASSWORD });
  // another device of the same admin, left alone
  await kith.owner.query(`update sessions set lapsed = true where id = (select id from sessions where user_id = $1 order by id desc limit 1)`, [root.user.id]);
  const { page, allow } = await browser.visit(url, '/admin/users', { client });
  allow(/401 .*\/admin\//, /401 .*\/invitations/);
  await sees(page.getByText('You were away for a while.'));
  await clean(page);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await sees(page.getByRole('link', { name: /Ada Byron/ }));
});

it.each([['a desktop', {}], ['a phone', PHONE]])('the CSV of all is looked at, and comes in for everybody; a large one by a job, on %s', async (_, size) => {
  const [one, two] = [await signUp(kith), await signUp(kith)];
  const { page } = await browser.visit(url, '/admin/users', { client: root, ...size });
  const choose = (rows: string) => page.getByLabel('Import for all').setInputFiles({ name: 'all.csv', mimeType: 'text/csv', buffer: Buffer.from(`User,Contact Name,Category,Content\n${rows}\n`) });
  await choose(`${one.user.username},New One,Goals,Sail\n${two.user.username},New Two,Goals,Sing\nnobody,Stray,Goals,Fly`);
  await sees(page.getByText('all.csv: 2 new people, 2 new entries for 2 accounts; 1 row left out'));
  await sees(page.getByText('Line 4: There is no account "nobody".'));
  await clean(page);
  expect(await horizontalOverflow(page)).toEqual([]);
  if (size === PHONE) expect(await smallTargets(page)).toEqual([]);
  if (process.env.KITH_SHOTS) await page.screenshot({ path: `${process.env.KITH_SHOTS}/import-all-${size === PHONE ? 'phone' : 'desktop'}.png` });
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await sees(page.getByText(/Imported for all: 2 new people/));
  await choose(Array.from({ length: 700 }, (__, i) => `${one.user.username},Large ${i % 7},Goals,"${'x'.repeat(1900)} ${i}"`).join('\n'));
  await sees(page.getByText('all.csv: 7 new people, 700 new entries'), 30_000);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await sees(page.getByText(/Imported for all: 7 new people/), 30_000);
  expect((await one.get('/contacts/count')).body.count).toBe(8);
  expect((await two.get('/contacts/count')).body.count).toBe(1);
});

it.each([['a desktop', {}], ['a phone', PHONE]])('a large CSV of all can be cancelled where its progress is shown, also from another space, on %s', async (_, size) => {
  const one = await signUp(kith);
  const { space } = (await root.post('/spaces', { name: 'Elsewhere' })).body;
  const { page } = await browser.visit(url, '/admin/users', { client: root, ...size });
  await page.evaluate((id) => localStorage.setItem('kith-space', id), space.id);
  await page.reload();
  const rows = Array.from({ length: 700 }, (__, i) => `${one.user.username},Large ${i % 7},Goals,"${'x'.repeat(1900)} ${i}"`).join('\n');
  await page.getByLabel('Import for all').waitFor({ state: 'attached' });
  const other = await kith.owner.connect();
  await other.query(`select pg_advisory_lock(hashtextextended('import of all users', 0))`); // another import of all that takes its time
  try {
    await page.getByLabel('Import for all').setInputFiles({ name: 'all.csv', mimeType: 'text/csv', buffer: Buffer.from(`User,Contact Name,Category,Content\n${rows}\n`) });
    await sees(page.getByRole('progressbar', { name: 'Importing for accounts' }), 30_000);
    await clean(page);
    expect(await horizontalOverflow(page)).toEqual([]);
    if (size === PHONE) expect(await smallTargets(page)).toEqual([]);
    if (process.env.KITH_SHOTS) await page.screenshot({ path: `${process.env.KITH_SHOTS}/import-cancel-${size === PHONE ? 'phone' : 'desktop'}.png` });
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.waitForResponse((answer) => answer.url().endsWith('/cancel') && answer.status() === 200);
  } finally {
    other.release(true);
  }
  await sees(page.getByText('Cancelled: nothing was imported.'), 30_000);
  await seesNot(page.getByRole('progressbar'));
  expect((await one.get('/contacts/count')).body.count).toBe(0);
});
