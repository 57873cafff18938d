import { mkdirSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTelegram } from '../telegram/account.ts';
import { signUp, testKith, type TestKith } from '../harness.ts';
import { DESKTOP, PHONE, sees, settled, useBrowser } from './browser.ts';
import { horizontalOverflow, smallTargets } from './layout.ts';

const browser = useBrowser();
const SHOTS = process.env.KITH_SHOTS;
let telegram: Awaited<ReturnType<typeof startTelegram>>;
let kith: TestKith;
let url: string;
beforeAll(async () => {
  telegram = await startTelegram();
  kith = await testKith(telegram.env);
  url = await kith.live();
});
afterAll(async () => {
  await kith?.close();
  await telegram?.stop();
});

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });

/** Nothing is wrong with what is on the screen, dark and light. With KITH_SHOTS a picture of each is kept there. */
async function looksRight(page: Page, name: string, phone: boolean) {
  for (const theme of ['dark', 'light']) {
    await page.evaluate((wanted) => {
      const style = document.createElement('style');
      style.textContent = '*, ::before, ::after { transition: none !important; animation: none !important; }';
      document.head.append(style);
      document.documentElement.dataset.theme = wanted;
    }, theme);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
    expect(violations.map(({ id, nodes }) => `${name} ${theme}: ${id} at ${nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([]);
    if (SHOTS) {
      mkdirSync(SHOTS, { recursive: true });
      await page.screenshot({ path: `${SHOTS}/${name}-${phone ? 'phone' : 'desktop'}-${theme}.png` });
    }
  }
  if (!phone) return;
  expect(await horizontalOverflow(page)).toEqual([]);
  expect(await smallTargets(page, (await page.getByRole('dialog').count()) ? '[role=dialog]' : undefined)).toEqual([]);
}

test.each(['desktop', 'phone'] as const)('an account is connected step by step, a chat imported, and the account disconnected (%s)', async (width) => {
  const phone = width === 'phone';
  const client = await signUp(kith);
  const { contact } = (await client.post('/contacts', { full_name: 'Mika Sand' })).body;
  Object.assign(telegram.world, { password: 'correct horse', people: [{ id: 42, firstName: 'Mika', lastName: 'Sandberg', username: 'mika_s' }, { id: 43, firstName: 'Olga' }] });
  telegram.world.chats.set(42, Array.from({ length: 230 }, (_, i) => ({ id: i + 1, date: 1_772_000_000 + i * 900, text: `line ${i}`, out: i % 2 === 1 })));
  telegram.world.chats.set(43, [{ id: 1, date: 1_772_000_000, text: 'hello' }]);

  const { page, allow } = await browser.visit(url, '/settings/connections', { client, ...(phone ? PHONE : DESKTOP) });
  allow(/422 .*\/telegram\/auth\/verify/); // the wrong code
  await settled(page);
  await looksRight(page, '1-phone', phone);
  await button(page, 'Use a QR code').click();
  await sees(page.getByAltText('QR code to scan with Telegram'));
  await looksRight(page, '2-qr', phone);
  await button(page, 'Use the phone number').click();
  await page.getByLabel('Phone number of your Telegram account').fill('+49 151 12345678');
  await button(page, 'Send code').click();
  await page.getByLabel(/^Code Telegram sent in the Telegram app/).fill('11111');
  await button(page, 'Go on').click();
  await sees(page.getByText('This code is wrong.'));
  await looksRight(page, '3-code', phone);
  await page.reload(); // a login goes on where it was
  await page.getByLabel(/^Code Telegram sent/).fill('24680');
  await page.keyboard.press('Enter');
  await page.getByLabel('Your Telegram password').fill('correct horse');
  await looksRight(page, '4-password', phone);
  await button(page, 'Connect').click();
  await sees(page.getByText('Vera Holt'));
  await looksRight(page, '5-connected', phone);

  await page.goto(`${url}/people/${contact.id}?tab=notes`);
  await button(page, 'More actions').click();
  await page.getByRole('menuitem', { name: 'Import from Telegram' }).click();
  await page.getByLabel('Which chat is it?').fill('mika');
  await page.getByRole('button', { name: /^Mika Sandberg/ }).click();
  await looksRight(page, '6-choose', phone);
  const release = Promise.withResolvers<void>();
  let pages = 0;
  telegram.world.before = (method) => (method === 'messages.getHistory' && ++pages === 2 ? release.promise : undefined);
  await button(page, 'Import').click();
  await sees(page.getByText('100 messages read'), 10_000);
  await looksRight(page, '7-running', phone);
  release.resolve();
  await sees(page.getByText(/^230 new messages in \d+ notes\.$/), 15_000);
  await looksRight(page, '8-done', phone);
  await button(page, 'Done').click();
  await sees(page.getByText(/Telegram Import - 2026-02/));

  await page.goto(`${url}/settings/connections`);
  await button(page, 'Disconnect').click();
  await page.getByRole('dialog').or(page.getByRole('alertdialog')).getByRole('button', { name: 'Disconnect' }).click();
  await sees(page.getByLabel('Phone number of your Telegram account'));
  expect(telegram.world.calls).toContain('auth.logOut');
}, 120_000);
