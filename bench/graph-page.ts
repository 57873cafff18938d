/**
 * `node bench/graph-page.ts`: what the graph page costs the browser at 5,000 people and 20,000 relationships, in headless Chromium. It needs a
 * built page (`npm run build`). Measured is CPU time of the page's main thread, so that a busy machine does not matter. Without a graphics card the browser
 * draws in software and the page waits for it, so WebGL's drawing (not the filling of its buffers) is left out; `--draw` leaves it in.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { createKith } from '../src/server/app.ts';
import { loadConfig } from '../src/server/platform/config.ts';
import { ensureOwner, migrate } from '../src/server/platform/database/migrate.ts';
import { startEmbedded } from '../src/server/platform/embedded.ts';
import { launch } from '../test/browser/chromium.ts';
import { connect } from './connect.ts';
import { seed } from './seed.ts';

const PEOPLE = 5_000;
const RELATIONSHIPS = 20_000;

const dataDir = mkdtempSync(join(tmpdir(), 'kith-bench-'));
const embedded = await startEmbedded({ dataDir, log: { info: () => undefined, warn: console.error, error: console.error } });
const ownerUrl = await ensureOwner(embedded.url);
const { appUrl } = await migrate(ownerUrl);
const owner = new pg.Client({ connectionString: ownerUrl });
await owner.connect();
let server: Awaited<ReturnType<typeof createKith>> | undefined;
const browser = await launch();

// text, since this file is not for a browser
const COUNT_FRAMES = 'globalThis.framesSeen = 0; requestAnimationFrame(function frame() { globalThis.framesSeen++; requestAnimationFrame(frame); });';
const DRAW_NOTHING = `for (const name of ['drawArrays', 'drawArraysInstanced', 'drawElements', 'clear']) WebGL2RenderingContext.prototype[name] = () => undefined;`;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
type TraceEvent = { name: string; pid: number; tid: number; tdur?: number; args: { name?: string } };

/** Prints what happens while `work` runs, in CPU time of the page's main thread: all tasks a frame, the longest, and how many take more than 50 ms. */
async function measure(page: Page, name: string, work: () => Promise<unknown>): Promise<void> {
  const frames = () => page.evaluate(() => (globalThis as unknown as { framesSeen: number }).framesSeen);
  await browser.startTracing(page, { categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata'] });
  const before = await frames();
  await work();
  const seen = Math.max(1, (await frames()) - before);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const mains = new Set(traceEvents.filter(({ name: event, args }) => event === 'thread_name' && args.name === 'CrRendererMain').map(({ pid, tid }) => `${pid} ${tid}`));
  const tasks = traceEvents.filter((event) => event.name === 'RunTask' && mains.has(`${event.pid} ${event.tid}`)).map(({ tdur = 0 }) => tdur / 1000);
  const total = tasks.reduce((sum, task) => sum + task, 0);
  const cell = (value: number) => value.toFixed(1).padStart(14);
  console.log(name.padEnd(34) + String(seen).padStart(8) + cell(total / seen) + cell(Math.max(0, ...tasks)) + String(tasks.filter((task) => task > 50).length).padStart(12));
}

try {
  server = await createKith(loadConfig({ LOG_LEVEL: 'error', KITH_RATE_LIMITS: 'off', KITH_DATA_DIR: join(dataDir, 'server') }), appUrl, {});
  await server.app.ready();
  const [user] = await seed(ownerUrl, { users: 1, people: PEOPLE, entries: 2, tags: 30 });
  await connect(owner, user!.space_id, user!.contact_ids, RELATIONSHIPS);
  await server.start();
  const url = await server.app.listen({ port: 0, host: '127.0.0.1' });
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1280, height: 800 } });
  await context.addCookies([{ name: 'kith_session', value: user!.token, url }]);
  await context.addInitScript(COUNT_FRAMES);
  if (!process.argv.includes('--draw')) await context.addInitScript(DRAW_NOTHING);
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(error));
  await page.goto('/tags');
  await page.getByRole('heading', { name: 'Tags' }).waitFor();
  await sleep(3000);
  const map = page.getByRole('application');
  const ready = () => page.locator('[data-ready=true]').waitFor({ timeout: 120_000 });
  console.log(`${PEOPLE} people, ${RELATIONSHIPS} relationships`.padEnd(36) + 'frames   ms a frame    longest ms  over 50 ms');
  await measure(page, 'open, arrange in the worker', async () => {
    await page.getByRole('link', { name: 'Graph' }).click();
    await map.waitFor();
    await sleep(500);
    await ready();
    await sleep(500);
  });
  await sleep(2500);
  await page.goto('/tags');
  await page.getByRole('heading', { name: 'Tags' }).waitFor();
  await sleep(3000);
  await measure(page, 'open with a saved layout', async () => {
    await page.getByRole('link', { name: 'Graph' }).click();
    await map.waitFor();
    await sleep(4000);
  });
  const box = (await map.boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const drag = async (steps: number) => {
    for (let n = 0; n < steps; n++) {
      await page.mouse.move(x + 160 * Math.sin(n / 9), y + 110 * Math.cos(n / 7));
      await sleep(16);
    }
  };
  // an empty corner, so that the map moves and not a person
  await page.mouse.move(box.x + 30, box.y + 30);
  await page.mouse.down();
  await measure(page, 'pan, everybody in view', () => drag(90));
  await page.mouse.up();
  await measure(page, 'point at people', () => drag(60));
  await page.mouse.move(x, y);
  for (let n = 0; n < 4; n++) await page.getByLabel('Zoom in').click();
  await sleep(800);
  await page.keyboard.down('Alt');
  await page.mouse.move(box.x + 30, box.y + 30);
  await page.mouse.down();
  await measure(page, 'pan, near', () => drag(90));
  await page.mouse.up();
  await page.keyboard.up('Alt');
  await page.getByLabel('Show everybody').click();
  await sleep(600);
  await measure(page, 'colour by group', async () => {
    await page.getByLabel('Colour by').selectOption('group');
    await sleep(1500);
  });
  await measure(page, 'narrow down by the legend', async () => {
    await page.getByRole('region', { name: 'Legend' }).getByRole('button').nth(1).click();
    await sleep(1500);
  });
  await measure(page, 'and back', async () => {
    await page.getByRole('region', { name: 'Legend' }).getByRole('button').nth(1).click();
    await sleep(1500);
  });
  await measure(page, 'somebody is added elsewhere', async () => {
    await server!.app.inject({ method: 'POST', url: '/api/v1/contacts', headers: { cookie: `kith_session=${user!.token}`, 'content-type': 'application/json' }, payload: { full_name: 'Zora Neu' } });
    await page.getByRole('status').filter({ hasText: '5,001 people' }).waitFor({ state: 'attached', timeout: 15_000 });
    await sleep(1000);
  });
} finally {
  await browser.close();
  await server?.app.close();
  await owner.end();
  await embedded.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
