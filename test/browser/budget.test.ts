import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testKith, type TestKith } from '../harness.ts';
import { settled, useBrowser, DESKTOP, PHONE } from './browser.ts';
import { seed, type Seeded } from './seed.ts';

const SCRIPT_BUDGET = 180 * 1024;

const browser = useBrowser();
let kith: TestKith;
let url: string;
let seeded: Seeded;

beforeAll(async () => {
  kith = await testKith();
  url = await kith.live();
  seeded = await seed(kith);
});
afterAll(() => kith?.close());

const first: [string, () => string, boolean][] = [
  ['Sign in', () => '/login', false],
  ['Today', () => '/', true],
  ['People', () => '/people', true],
  ['a person', () => `/people/${seeded.contactId}`, true],
];

test.for(first)('%s loads at most 180 KB of script, gzipped', async ([, path, signedIn]) => {
  const { page } = await browser.visit(url, 'about:blank', signedIn ? { client: seeded.owner } : {});
  const sizes = new Map<string, Promise<number>>();
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') sizes.set(response.url(), response.body().then((body) => gzipSync(body).length));
  });
  await page.goto(path(), { waitUntil: 'commit' });
  await page.mouse.move(1000, 28); // at the corner it would rest on a link, whose page is then fetched ahead
  await settled(page);
  await page.waitForLoadState('networkidle');
  const total = (await Promise.all(sizes.values())).reduce((sum, size) => sum + size, 0);
  expect(sizes.size).toBeGreaterThan(3);
  expect(total, [...sizes.keys()].join('\n')).toBeLessThanOrEqual(SCRIPT_BUDGET);
});

const jumpy = first.slice(1).flatMap(([name, path]) => [['a desktop', DESKTOP] as const, ['a phone', PHONE] as const].map(([width, options]) => ({ name, path, width, options })));

test.for(jumpy)('$name does not jump while it loads on $width', async ({ path, options }) => {
  const { page, context } = await browser.visit(url, 'about:blank', { client: seeded.owner, ...options });
  await context.addInitScript(() => {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
        if (!entry.hadRecentInput) shifts.push(entry.value);
      }
    }).observe({ type: 'layout-shift', buffered: true });
    const shifts: number[] = ((globalThis as { shifts?: number[] }).shifts = []);
  });
  // Answers as from a server that is not in the same room: the skeletons are seen.
  await page.route('**/api/v1/**', async (route) => {
    await new Promise((done) => setTimeout(done, 150));
    await route.continue();
  });
  await page.goto(path());
  await settled(page);
  await page.waitForTimeout(400);
  expect(await shiftOf(page)).toBeLessThanOrEqual(0.1);
});

const shiftOf = (page: Page) => page.evaluate(() => (globalThis as { shifts?: number[] }).shifts!.reduce((sum, value) => sum + value, 0));
