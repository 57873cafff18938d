import { expect, test } from 'vitest';
import { signUp } from '../harness.ts';
import { button, PHONE, sees, seesNot, toast, useSite } from './browser.ts';
import { made, row } from './people.ts';

const site = useSite();

test('reminders of the dates of one person are chosen on their details, and taken back', async () => {
  const client = await signUp(site.kith);
  const { contact } = await made(client, '/contacts', { full_name: 'Ada Byron', birthday: '--12-10' });
  const days = async () => (await client.get(`/contacts/${contact.id}`)).body.contact.birthday_days_before;
  for (const size of [{}, PHONE]) {
    const { page } = await site.visit(`/people/${contact.id}?tab=details`, { client, ...size });
    await button(page, 'Reminders of dates: As in the preferences').click();
    await page.getByRole('menuitemradio', { name: 'Never' }).click();
    await sees(button(page, 'Reminders of dates: Never'));
    await expect.poll(days).toEqual([]); // shown before it is saved
    await toast(page, 'Reminders: never').getByRole('button', { name: 'Undo' }).click();
    await sees(button(page, 'Reminders of dates: As in the preferences'));
    await expect.poll(days).toBeNull();
  }
  await client.patch(`/contacts/${contact.id}`, { birthday_days_before: [3, 21, 0] });
  const { page } = await site.visit(`/people/${contact.id}?tab=details`, { client });
  await sees(button(page, 'Reminders of dates: 3 weeks before, 3 days before and on the day'));
});

test('a photo is chosen, made small in the browser, shown and taken away', async () => {
  const client = await signUp(site.kith);
  const { contact } = await made(client, '/contacts', { full_name: 'Ada Byron' });
  const { page } = await site.visit(`/people/${contact.id}`, { client });
  await button(page, 'Edit').click();
  const large = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [2400, 1600];
    canvas.getContext('2d')!.fillRect(0, 0, 1200, 1600);
    return canvas.toDataURL('image/png').split(',')[1]!;
  });
  await page.getByLabel('Company').fill('Engines');
  await page.getByLabel('Photo file').setInputFiles({ name: 'large.png', mimeType: 'image/png', buffer: Buffer.from(large, 'base64') });
  await button(page, 'Use photo').click();
  await sees(toast(page, 'Photo saved'));
  const photo = page.locator('header img');
  await photo.waitFor({ state: 'attached' });
  expect(await photo.evaluate(async (img: HTMLImageElement) => (await img.decode(), [img.naturalWidth, img.naturalHeight]))).toEqual([512, 512]);
  await button(page, 'Save').click(); // what was typed before goes on top of it
  await seesNot(page.getByRole('dialog'));
  expect((await client.get(`/contacts/${contact.id}`)).body.contact).toMatchObject({ company: 'Engines', photo_id: expect.any(String) });
  await button(page, 'Edit').click();
  await page.getByLabel('Photo file').setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') });
  await sees(toast(page, 'not a picture'));
  await button(page, 'Remove').first().click();
  await sees(toast(page, 'Photo removed'));
  await photo.waitFor({ state: 'detached' });
});

test('who waits is on Today until somebody says that they talked, or puts it off', async () => {
  const client = await signUp(site.kith);
  const ids = [];
  for (const full_name of ['Ada Byron', 'Bertha Benz']) {
    const { contact } = await made(client, '/contacts', { full_name });
    await made(client, `/contacts/${contact.id}/interactions`, { kind: 'meeting', at: new Date(Date.now() - 40 * 86_400_000).toISOString() });
    ids.push(contact.id);
  }
  const { page } = await site.visit(`/people/${ids[0]}`, { client });
  const touch = page.getByRole('region', { name: 'Stay in touch' });
  await button(touch, 'Remind me').click();
  await page.getByRole('menuitem', { name: 'Every … weeks' }).click();
  await page.getByLabel('Weeks between two times').fill('3');
  await button(page.getByRole('dialog'), 'Save').click();
  await sees(touch.getByText('19 days overdue'));
  await client.patch(`/contacts/${ids[1]}`, { cadence_weeks: 1 });

  await page.goto('/');
  const card = page.getByRole('region', { name: 'Reach out' }).or(page.locator('section').filter({ has: page.getByRole('heading', { name: 'Reach out' }) }));
  await sees(card.getByText(/19 days overdue · met/));
  await button(card, 'Talked to Ada Byron').click();
  await page.getByRole('menuitem', { name: 'We had a call' }).click();
  await seesNot(card.getByText('Ada Byron'));
  await button(card, 'Put off Bertha Benz').click();
  await page.getByRole('menuitem', { name: 'For a week' }).click();
  await sees(card.getByText('Nobody waits for you'));
  await button(toast(page, 'Bertha Benz put off'), 'Undo').click();
  await sees(card.getByText('Bertha Benz'));
  await page.goto(`/people/${ids[0]}`);
  await sees(touch.getByText('due in 3 weeks'));
});

test('what is closed gives the focus back to what opened it, and an entry is changed at its end', async () => {
  const client = await signUp(site.kith);
  const { contact } = await made(client, '/contacts', { full_name: 'Ada Byron' });
  await client.post('/notes/process', { contact_id: contact.id, content: 'She loves sailing on the lake.' });
  const { page } = await site.visit(`/people/${contact.id}`, { client });
  const focused = () => page.evaluate(() => document.activeElement!.getAttribute('aria-label') ?? (document.activeElement as HTMLElement).innerText);
  const opens = async (opener: string, layer: string | RegExp, choose?: string) => {
    await page.getByRole('button', { name: opener, exact: true }).first().focus();
    await page.keyboard.press('Enter');
    if (choose) await page.getByRole('menuitem', { name: choose }).press('Enter');
    await sees(page.getByRole('dialog', { name: layer }));
    await page.keyboard.press('Escape');
    await seesNot(page.getByRole('dialog', { name: layer }));
    await expect.poll(focused).toContain(opener);
  };
  await sees(button(page, 'Entry actions'));
  await opens('Edit', 'Edit Ada Byron');
  await opens('Follow up', 'New event');
  await opens('More actions', 'Edit Ada Byron', 'Edit');
  await opens('More actions', /^Merge/, 'Merge with');

  await button(page, 'Entry actions').first().click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await expect.poll(() => page.evaluate(() => document.activeElement!.tagName)).toBe('TEXTAREA');
  await page.keyboard.type(' Often');
  expect(await page.getByRole('textbox', { name: 'Entry' }).inputValue()).toMatch(/lake\.? Often$/);
});

test('Back closes what lies on the first page of a tab, and then leaves at once', async () => {
  const client = await signUp(site.kith);
  const { page } = await site.visit('/tags', { client });
  const created = page.getByRole('dialog', { name: 'Add a person' });
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  await sees(page.getByText('No tags yet'));
  for (const [key, layer] of [['c', created], ['Control+k', palette], ['c', created]] as const) {
    await page.keyboard.press(key);
    await sees(layer);
    await page.goBack();
    await seesNot(layer);
    expect(new URL(page.url()).pathname).toBe('/tags');
  }
  // closed by a key, it leaves no entry to go back through
  await page.keyboard.press('c');
  await sees(created);
  await page.keyboard.press('Escape');
  await seesNot(created);
  await page.goBack();
  await page.waitForURL('about:blank');
});

test('Back closes what lies on a page and stays there; a second one leaves', async () => {
  const client = await signUp(site.kith);
  const { contact } = await made(client, '/contacts', { full_name: 'Ada Byron' });
  const { page } = await site.visit('/people', { client, ...PHONE });
  await row(page, 'Ada Byron').tap();
  await page.waitForURL(`**/people/${contact.id}`);
  await button(page, 'More actions').tap();
  await page.getByRole('menuitem', { name: 'Edit' }).tap();
  const sheet = page.getByRole('dialog', { name: 'Edit Ada Byron' });
  await sees(sheet);
  await page.goBack();
  await seesNot(sheet);
  await sees(page.getByRole('heading', { level: 1, name: 'Ada Byron' }));
  expect(page.url()).toContain(`/people/${contact.id}`);
  await page.goBack();
  await sees(row(page, 'Ada Byron'));
  expect(page.url()).toMatch(/\/people$/);
});

test('the tags to choose from stay on a low screen, as when the keyboard of a phone is open', async () => {
  const client = await signUp(site.kith);
  const { contact } = await made(client, '/contacts', { full_name: 'Ada Byron' });
  for (let n = 1; n <= 12; n++) await made(client, '/tags', { name: `Tag ${n}` });
  const { page } = await site.visit(`/people/${contact.id}`, { client, ...PHONE, viewport: { width: 390, height: 480 } });
  await button(page, 'Tag').tap();
  const choices = page.getByRole('dialog', { name: 'Tags' });
  await sees(choices);
  await expect.poll(async () => { const box = (await choices.boundingBox())!; return box.y >= 0 && box.y + box.height <= 480; }).toBe(true);
});
