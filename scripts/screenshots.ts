/** `npm run screenshots`: starts a throwaway Kith, fills it with the demo data, and writes docs/screenshots/*.png. */
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { createKith } from '../src/server/app.ts';
import { loadConfig } from '../src/server/platform/config.ts';
import { ensureOwner, migrate } from '../src/server/platform/database/migrate.ts';
import { startEmbedded } from '../src/server/platform/embedded.ts';
import { launch } from '../test/browser/chromium.ts';

const folder = join(import.meta.dirname, '../docs/screenshots');
const MAX_BYTES = 300_000;
const ZONE = 'America/New_York';

type Api = <T = any>(method: string, path: string, body?: object) => Promise<T>;

/** A function that calls the API as a new user. */
async function signUp(url: string): Promise<{ api: Api; cookie: string }> {
  let cookie = '';
  const api: Api = async (method, path, body) => {
    const response = await fetch(`${url}/api/v1${path}`, { method, headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...(cookie ? { cookie } : {}) }, ...(body ? { body: JSON.stringify(body) } : {}) });
    cookie ||= response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
    return text ? JSON.parse(text) : undefined;
  };
  await api('POST', '/auth/register', { username: 'jules', password: 'correct-horse-battery-7' });
  await api('PATCH', '/auth/profile', { full_name: 'Jules Lindqvist', onboarded: true });
  await api('PATCH', '/auth/preferences', { time_zone: ZONE });
  return { api, cookie };
}

/** Fills the space with the demo data. Returns the id of the person with the most notes. */
async function fill(api: Api, databaseUrl: string): Promise<string> {
  await api('POST', '/demo', {});
  // The pictures show what Kith is like without the banner that offers to remove the demo data.
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('delete from demos');
  await client.end();
  const { data } = await api<{ data: { id: string; note_count: number }[] }>('GET', '/contacts?limit=100');
  return data.reduce((most, one) => (one.note_count > most.note_count ? one : most)).id;
}

async function shoot(browser: Browser, url: string, cookie: string, name: string, path: string, theme: 'dark' | 'light', before?: (page: Page) => Promise<void>) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, baseURL: url, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: ZONE });
  const [cookieName, value] = cookie.split('=') as [string, string];
  await context.addCookies([{ name: cookieName, value, url }]);
  await context.addInitScript(`localStorage.setItem('kith-theme', '${theme}')`);
  const page = await context.newPage();
  await page.goto(path);
  await page.locator('h1').waitFor();
  while ((await page.locator('.skeleton').count()) > 0) await page.waitForTimeout(100);
  await page.getByRole('status').getByText('Live', { exact: true }).waitFor({ state: 'attached' });
  await before?.(page);
  const file = join(folder, `${name}.png`);
  await page.screenshot({ path: file });
  await context.close();
  const { size } = statSync(file);
  console.log(`docs/screenshots/${name}.png ${Math.round(size / 1000)} kB`);
  if (size > MAX_BYTES) throw new Error(`${name}.png is larger than ${MAX_BYTES / 1000} kB.`);
}

mkdirSync(folder, { recursive: true });
const dataDir = mkdtempSync(join(tmpdir(), 'kith-screenshots-'));
const log = { info: () => undefined, warn: console.error, error: console.error };
const database = await startEmbedded({ dataDir, temporary: true, log });
const { appUrl } = await migrate(await ensureOwner(database.url));
const kith = await createKith(loadConfig({ LOG_LEVEL: 'error', KITH_DATA_DIR: dataDir, KITH_RATE_LIMITS: 'off' }), appUrl);
const browser = await launch();
try {
  await kith.start();
  const url = await kith.app.listen({ port: 0, host: '127.0.0.1' });
  const { api, cookie } = await signUp(url);
  const id = await fill(api, database.url);
  const source = async (page: Page) => {
    await page.getByRole('button', { name: 'Show source' }).first().click();
    await page.mouse.move(0, 0);
  };
  // nobody moves any more
  const arranged = (page: Page) => page.waitForTimeout(4000);
  for (const theme of ['dark', 'light'] as const) {
    await shoot(browser, url, cookie, `today-${theme}`, '/', theme);
    await shoot(browser, url, cookie, `profile-${theme}`, `/people/${id}`, theme, source);
    await shoot(browser, url, cookie, `graph-${theme}`, '/graph', theme, arranged);
  }
} finally {
  await browser.close();
  await kith.app.close();
  await database.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
