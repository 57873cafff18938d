import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PASSWORD, signUp, testKith, type TestKith } from '../harness.ts';
import { sees, seesNot, settled, toast, useBrowser } from './browser.ts';
import { addPerson, button, choose, entriesOf, entry, heading, NOTE } from './journey.ts';

const browser = useBrowser();
let kith: TestKith;
let url: string;
let closed: TestKith | undefined;

beforeAll(async () => {
  kith = await testKith();
  url = await kith.live();
});
afterAll(async () => {
  await kith?.close();
  await closed?.close();
});

test('two-factor sign-in is turned on, and then asked for', async () => {
  const client = await signUp(kith);
  const { page, allow } = await browser.visit(url, '/settings/security', { client });
  await button(page, 'Turn on').click();
  await page.getByLabel('Your password').fill(PASSWORD);
  await button(page, 'Continue').click();
  const secret = (await page.locator('code').innerText()).replaceAll(' ', '');
  const code = (ahead: number) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + ahead * 1000 });
  await sees(page.getByRole('img', { name: /QR code/ }));
  await page.getByRole('textbox', { name: 'Code' }).fill(code(0));
  await button(page.getByRole('dialog'), 'Turn on').click();
  await sees(page.getByRole('heading', { name: 'Keep these recovery codes' }));
  expect(await page.getByRole('dialog').getByRole('listitem').count()).toBe(10);
  await button(page, 'I have kept them').click();
  await sees(page.getByText('On. 10 recovery codes left.'));

  // The news that the session ended comes by the socket before the answer does.
  await page.route('**/auth/logout', async (route) => {
    const answer = await route.fetch();
    await new Promise((later) => setTimeout(later, 500));
    await route.fulfill({ response: answer });
  });
  await choose(page, /^Account of/, 'Sign out');
  await sees(heading(page, 'Welcome back'));
  expect(new URL(page.url()).search).toBe('');
  allow(/401 .*auth\/login/);
  await page.getByLabel('User name or email').fill(client.user.username);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await button(page, 'Sign in').click();
  await page.getByRole('textbox', { name: 'Code' }).fill('000000');
  await button(page, 'Sign in').click();
  await sees(page.getByRole('alert'));
  // The code of this half minute has been used up by turning it on.
  await page.getByRole('textbox', { name: 'Code' }).fill(code(30));
  await button(page, 'Sign in').click();
  await sees(heading(page, /^Good/));
});

test('an account that was made although no answer came is not refused to its owner', async () => {
  const { page, allow } = await browser.visit(url, '/register');
  allow(/ERR_FAILED/);
  await page.route('**/auth/register', async (route) => {
    expect((await kith.client().post('/auth/register', route.request().postDataJSON())).status).toBe(201);
    await route.abort();
  }, { times: 1 });
  await page.getByLabel('User name').fill('unheard_of');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  const create = page.locator('form button[type=submit]');
  await create.click();
  await sees(page.getByRole('alert'));
  await create.click();
  await page.waitForURL((there) => there.pathname !== '/register');
  expect((await page.context().cookies()).some(({ name }) => name === 'kith_session')).toBe(true);

  // of somebody else the name is still taken
  const other = await browser.visit(url, '/register');
  other.allow(/409 .*auth\/register/);
  await other.page.getByLabel('User name').fill('unheard_of');
  await other.page.getByLabel('Password', { exact: true }).fill(`${PASSWORD}-of-another`);
  await other.page.locator('form button[type=submit]').click();
  await sees(other.page.getByText('This username is taken.'));
});

test('where nobody may make an account, no page offers one', async () => {
  closed = await testKith({ KITH_REGISTRATION: 'closed' });
  const address = await closed.live();
  const admin = await signUp(closed);
  const { page } = await browser.visit(address, '/settings/spaces', { client: admin });
  await sees(page.getByText('KITH_REGISTRATION=closed'));
  await seesNot(button(page, 'Make link'));
  const { space } = (await admin.post('/spaces', { name: 'Family' })).body;
  const { token } = (await admin.post(`/spaces/${space.id}/invitations`, { role: 'viewer' })).body;
  const { page: invited } = await browser.visit(address, `/join/${token}`);
  await sees(invited.getByText('This Kith takes no new accounts. Sign in with the account you have.'));
  await seesNot(invited.getByLabel('User name'));
  await invited.goto(`${address}/register`);
  await sees(heading(invited, 'No new accounts'));
});

test('an API key works, and is shown once', async () => {
  const client = await signUp(kith);
  const { page } = await browser.visit(url, '/settings/keys', { client });
  await button(page, 'New key').click();
  await page.getByLabel('What is it for?').fill('Shortcut');
  await button(page, 'Make key').click();
  const dialog = page.getByRole('dialog', { name: 'Your new key' });
  const key = await dialog.locator('code').innerText();
  const program = kith.client();
  expect((await program.get('/contacts', { authorization: `Bearer ${key}` })).status).toBe(200);
  expect((await program.post('/contacts', { full_name: 'Not allowed' }, { authorization: `Bearer ${key}` })).status).toBe(403);
  await button(dialog, 'Done').click();
  await sees(page.getByText('Shortcut', { exact: true }));
  await page.reload();
  await settled(page);
  await sees(page.getByText('Shortcut', { exact: true }));
  expect(await page.content()).not.toContain(key);

  await button(page, 'Revoke Shortcut').click();
  await button(page.getByRole('dialog'), 'Revoke').click();
  await sees(page.getByText('No keys'));
  expect((await program.get('/contacts', { authorization: `Bearer ${key}` })).status).toBe(401);
});

test('the theme is dark until somebody chooses the light one, or that of the system', async () => {
  const client = await signUp(kith);
  const { page } = await browser.visit(url, '/settings/preferences', { client, colorScheme: 'light' });
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  const choice = page.getByLabel('Theme');
  await expect.poll(() => choice.inputValue()).toBe('dark');
  expect(await theme()).toBe('dark');
  await choice.selectOption('system');
  await expect.poll(theme).toBe('light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(theme).toBe('dark');
  await choice.selectOption('light');
  await expect.poll(theme).toBe('light');
  await page.reload();
  expect(await theme()).toBe('light');
  await expect.poll(async () => (await client.get('/auth/preferences')).body.preferences.theme).toBe('light');
  // another device of theirs
  const { page: other } = await browser.visit(url, '/', { client, colorScheme: 'dark' });
  await expect.poll(() => other.evaluate(() => document.documentElement.dataset.theme)).toBe('light');
});

test('an empty space asks nobody to act who can only read it', async () => {
  const [owner, viewer] = [await signUp(kith), await signUp(kith)];
  const { space } = (await owner.post('/spaces', { name: 'Quiet' })).body;
  await kith.owner.query(`insert into space_members (space_id, user_id, role) values ($1, $2, 'viewer')`, [space.id, viewer.user.id]);
  owner.headers = { 'kith-space': space.id };
  const { tag } = (await owner.post('/tags', { name: 'Unused' })).body;
  const { page, context } = await browser.visit(url, '/', { client: viewer });
  await context.addInitScript((id) => localStorage.setItem('kith-space', id), space.id);
  const asks = /\b(add what|add the|add somebody|edit adds|begin with|write (a|down|notes)|choose on|put it on|you add\b|can be undone|demo data)/i;
  const look = async (path: string) => {
    await page.goto(path);
    await settled(page);
    await sees(page.getByText('You can read this space, not change it.'));
    expect(await page.locator('main').innerText(), path).not.toMatch(asks);
  };
  for (const path of ['/', '/people', '/people?cadence_due=true', '/calendar?view=agenda', '/timeline', '/follow-ups', '/follow-ups?state=done', '/insights', '/graph', '/groups', '/tags', `/tags/${tag.id}`, '/import']) await look(path);
  const { id } = await addPerson(owner, 'Chien-Shiung Wu');
  for (const tab of ['', 'timeline', 'notes', 'relationships', 'details']) await look(`/people/${id}${tab && `?tab=${tab}`}`);
});

test('somebody invited to a shared space as viewer reads and cannot edit', async () => {
  const owner = await signUp(kith);
  const { page: ownerPage } = await browser.visit(url, '/settings/spaces', { client: owner });
  await button(ownerPage, 'New space').click();
  await ownerPage.getByLabel('Name').fill('The lab');
  await button(ownerPage, 'Make space').click();
  const members = ownerPage.getByRole('dialog', { name: 'The lab' });
  await members.getByLabel('As', { exact: true }).selectOption('viewer');
  await button(members, 'Make link').click();
  const link = await members.locator('code').innerText();
  const space = (await owner.get('/spaces')).body.data.find((one: { name: string }) => one.name === 'The lab');
  owner.headers = { 'kith-space': space.id };
  const { id } = await addPerson(owner, 'Chien-Shiung Wu');
  await owner.post('/notes/process', { contact_id: id, content: NOTE });
  const before = await entriesOf(owner, id);

  const { page, allow } = await browser.visit(url, new URL(link).pathname);
  await sees(heading(page, 'Join The lab'));
  await page.getByLabel('User name').fill(`viewer_${Date.now()}`);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await button(page, 'Create account and join').click();
  await sees(heading(page, 'Welcome to Kith'));
  await button(page, 'Skip').click();
  await sees(heading(page, /^Good/));
  await button(page, /^Account of/).click();
  await page.getByRole('menuitemradio', { name: 'The lab' }).click();
  await page.goto(`/people/${id}`);
  await sees(heading(page, 'Chien-Shiung Wu'));
  await sees(entry(page, before[0]!.content));

  await sees(page.getByText('You can read this space, not change it.'));
  for (const name of ['Star', 'Edit', 'More actions', 'Entry actions', 'Analyse']) await seesNot(button(page, name));
  await page.keyboard.press('c');
  await sees(toast(page, 'You can read this space, not change it.'));
  await seesNot(page.getByRole('dialog'));

  allow(/403 /);
  const status = await page.evaluate(
    async ([contact, lab]) => (await fetch(`/api/v1/contacts/${contact}`, { method: 'PATCH', headers: { 'content-type': 'application/json', 'kith-space': lab! }, body: '{"starred":true}' })).status,
    [id, space.id],
  );
  expect(status).toBe(403);
  expect(await entriesOf(owner, id)).toEqual(before);
  expect((await owner.get(`/contacts/${id}`)).body.contact.starred).toBe(false);
});
