/** `npm run screenshots`: starts a throwaway Kith, fills it with a few people and notes, and writes docs/screenshots/*.png. */
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { createKith } from '../src/server/app.ts';
import { loadConfig } from '../src/server/platform/config.ts';
import { ensureOwner, migrate } from '../src/server/platform/database/migrate.ts';
import { startEmbedded } from '../src/server/platform/embedded.ts';
import { launch } from '../test/browser/chromium.ts';
import { people, tags } from './screenshot-people.ts';

const folder = join(import.meta.dirname, '../docs/screenshots');
const MAX_BYTES = 300_000;
const ZONE = 'Europe/Berlin';
const DAY_MS = 86_400_000;

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
  await api('POST', '/auth/register', { username: 'nora', password: 'correct-horse-battery-7' });
  await api('PATCH', '/auth/profile', { full_name: 'Nora Lindqvist', onboarded: true });
  await api('PATCH', '/auth/preferences', { time_zone: ZONE });
  return { api, cookie };
}

/** Returns the id of the first person, who has the most to show. */
async function fill(api: Api, databaseUrl: string): Promise<string> {
  const tagIds = new Map<string, string>();
  for (const tag of tags) tagIds.set(tag.name, (await api('POST', '/tags', tag)).tag.id);
  const ages = new Map<string, number>(); // in days, by note
  const seen = new Map<string, number>();
  const ids: string[] = [];
  for (const { notes, tags: names, ...person } of people) {
    const { contact } = await api('POST', '/contacts', person);
    ids.push(contact.id);
    seen.set(contact.id, notes.at(-1)?.days ?? 20 + 3 * ids.length);
    for (const name of names) await api('POST', `/contacts/${contact.id}/tags`, { tag_id: tagIds.get(name) });
    for (const { days, content } of notes) {
      const { raw_note_id } = await api('POST', '/notes/process', { contact_id: contact.id, content });
      ages.set(raw_note_id, days);
    }
  }
  // Nobody writes ten notes in one second.
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`set session_replication_role = replica`);
  for (const [id, days] of ages) {
    const at = new Date(Date.now() - days * DAY_MS);
    await client.query('update notes set created_at = $2, updated_at = $2 where id = $1', [id, at]);
    await client.query('update entries set created_at = $2 where note_id = $1', [id, at]);
  }
  for (const [id, days] of seen) {
    await client.query('update contacts set updated_at = $2, last_interaction_at = $2, created_at = $3 where id = $1', [id, new Date(Date.now() - days * DAY_MS), new Date(Date.now() - (90 + days) * DAY_MS)]);
  }
  await client.end();
  return ids[0]!;
}

async function shoot(browser: Browser, url: string, cookie: string, name: string, path: string, theme: 'dark' | 'light', options: BrowserContextOptions, before?: (page: Page) => Promise<void>) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, baseURL: url, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: ZONE, ...options });
  const [cookieName, value] = cookie.split('=') as [string, string];
  await context.addCookies([{ name: cookieName, value, url }]);
  await context.addInitScript(`localStorage.setItem('kith-theme', '${theme}')`);
  const page = await context.newPage();
  await page.goto(path);
  await page.locator('h1').waitFor();
  await page.waitForFunction(`!document.querySelector('.skeleton')`);
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
  for (const theme of ['dark', 'light'] as const) {
    await shoot(browser, url, cookie, `today-${theme}`, '/', theme, {});
    await shoot(browser, url, cookie, `people-${theme}`, '/people', theme, {});
    await shoot(browser, url, cookie, `profile-${theme}`, `/people/${id}`, theme, {}, source);
  }
  await shoot(browser, url, cookie, 'phone', `/people/${id}`, 'dark', { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }, source);
} finally {
  await browser.close();
  await kith.app.close();
  await database.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
