import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, vi } from 'vitest';
import { type Client, type TestKith, testKith } from '../harness.ts';
import { launch } from './chromium.ts';

export const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };
export const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

export type Watch = {
  /** What went wrong in the page and was not allowed. */
  problems: string[];
  /** Lets messages like this pass, from now on. */
  allow(...patterns: RegExp[]): void;
};

export type Visit = Watch & { page: Page; context: BrowserContext };

// Asking who is signed in is how a page finds out that nobody is.
const ALWAYS = [/401 .*\/api\/v1\/auth\/session$/];

/** One browser for a test file: started before its first test, closed after its last. */
export function useBrowser() {
  vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });
  let browser: Browser;
  const open: Visit[] = [];
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(async () => {
    const visits = open.splice(0);
    await Promise.all(visits.map(({ context }) => context.close()));
    expectNoProblems(visits.flatMap((visit) => visit.problems));
  });
  return {
    newContext: (url: string, options?: BrowserContextOptions, client?: Client) => newContext(browser, url, options, client),
    /** A page at `url` in a context of its own; of `client` when given. It is closed after the test, which fails if anything was wrong in it. */
    async visit(url: string, path: string, { client, ...options }: BrowserContextOptions & { client?: Client } = {}): Promise<Visit> {
      const context = await newContext(browser, url, options, client);
      const page = await context.newPage();
      const visit = { page, context, ...watch(page) };
      open.push(visit);
      await page.goto(path);
      return visit;
    },
  };
}

/** A live Kith and a browser to visit it with, for the tests of one file. */
export function useSite() {
  const browser = useBrowser();
  let kith: TestKith;
  let url: string;
  beforeAll(async () => {
    // oxlint-disable-next-line react/immutability -- takes this for a hook of React
    kith = await testKith();
    url = await kith.live();
  });
  afterAll(() => kith?.close());
  return {
    get kith() {
      return kith;
    },
    get url() {
      return url;
    },
    visit: (path: string, options?: BrowserContextOptions & { client?: Client }) => browser.visit(url, path, options),
  };
}

/** Cookies and storage of its own, signed in as `client` when given. */
export async function newContext(browser: Browser, url: string, options: BrowserContextOptions = DESKTOP, client?: Client): Promise<BrowserContext> {
  const context = await browser.newContext({ ...DESKTOP, baseURL: url, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'Europe/Berlin', ...options });
  context.setDefaultTimeout(10_000);
  if (client?.cookie) {
    const [name, value] = client.cookie.split('=') as [string, string];
    await context.addCookies([{ name, value, url }]);
  }
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI}`));
  });
  return context;
}

/** Collects console errors, exceptions and violations of the content security policy. */
export function watch(page: Page): Watch {
  const problems: string[] = [];
  const allowed = [...ALWAYS];
  const report = (text: string) => {
    if (!allowed.some((pattern) => pattern.test(text))) problems.push(text);
  };
  page.on('pageerror', (error) => report(`exception: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    const status = /status of (\d+)/.exec(message.text())?.[1];
    report(status ? `${status} for ${message.location().url.replace(/[?#].*/, '')}` : message.text());
  });
  return { problems, allow: (...patterns) => void allowed.push(...patterns) };
}

export function expectNoProblems(problems: string[]): void {
  if (problems.length > 0) throw new Error(`The page reported problems:\n${problems.join('\n')}`);
}

/** Waits until `locator` is on screen, at most `ms`. */
export const sees = (locator: Locator, ms = 20_000) => locator.first().waitFor({ state: 'visible', timeout: ms });

/** Waits until `locator` is on screen no more, at most `ms`. */
export const seesNot = (locator: Locator, ms = 20_000) => locator.first().waitFor({ state: 'hidden', timeout: ms });

/** Waits until a page shows its content: a heading, and nothing that still loads. */
export async function settled(page: Page): Promise<void> {
  await sees(page.locator('h1'));
  await page.waitForFunction(() => !document.querySelector('.skeleton, [aria-busy="true"]'), undefined, { timeout: 20_000 });
}

export const button = (within: Page | Locator, name: string | RegExp) => within.getByRole('button', { name });

export const toast = (page: Page, text: string | RegExp) => page.locator('[data-sonner-toast]').filter({ hasText: text });
