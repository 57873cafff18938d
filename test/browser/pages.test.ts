import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, signUp, testKith, type TestKith } from '../harness.ts';
import { DESKTOP, expectNoProblems, PHONE, sees, settled, useBrowser, watch } from './browser.ts';
import { horizontalOverflow, smallTargets } from './layout.ts';
import { seed, type Seeded } from './seed.ts';

const browser = useBrowser();
const widths = { 'a desktop': DESKTOP, 'a phone': PHONE };
type Width = keyof typeof widths;
type State = 'empty' | 'filled';

let unused: TestKith; // no account yet
let kith: TestKith;
let unusedUrl: string;
let url: string;
let seeded: Seeded;
let newcomer: Client;
let nobody: { id: string };
let stranger: Client;
let noGroup: { id: string };
let unusedTag: { id: string };
const contexts: Record<string, Promise<BrowserContext>> = {};

beforeAll(async () => {
  [unused, kith] = await Promise.all([testKith(), testKith()]);
  [unusedUrl, url] = await Promise.all([unused.live(), kith.live()]);
  seeded = await seed(kith);
  newcomer = await signUp(kith, 'newcomer');
  nobody = (await newcomer.post('/contacts', { full_name: 'Nobody Known' })).body.contact;
  stranger = await signUp(kith, 'stranger');
  noGroup = (await newcomer.post('/groups', { name: 'Empty' })).body.group;
  unusedTag = (await newcomer.post('/tags', { name: 'Unused' })).body.tag;
});
afterAll(async () => {
  await Promise.all([unused?.close(), kith?.close()]);
});

type Address = { path: string; as?: Client; at?: string; heading?: RegExp; allow?: RegExp };

/** Every page of the app: its address without and with something in it. Each key is a route in routeTree.gen.ts. */
const pages: Record<string, Record<State, () => Address>> = {
  '/': { empty: () => ({ path: '/', as: newcomer }), filled: () => ({ path: '/', as: seeded.owner }) },
  '/login': { empty: () => ({ path: '/login' }), filled: () => ({ path: '/login?next=%2Fpeople' }) },
  '/register': { empty: () => ({ path: '/register', at: unusedUrl }), filled: () => ({ path: '/register' }) },
  '/welcome': { empty: () => ({ path: '/welcome', as: newcomer }), filled: () => ({ path: '/welcome', as: seeded.owner }) },
  '/join/$token': {
    empty: () => ({ path: `/join/${'0'.repeat(43)}`, allow: /40\d .*\/invitations\// }),
    filled: () => ({ path: `/join/${seeded.spaceToken}` }),
  },
  '/people': { empty: () => ({ path: '/people?q=zzzzzz', as: newcomer }), filled: () => ({ path: '/people', as: seeded.owner }) },
  '/people?…': { empty: () => ({ path: '/people?cadence_due=true', as: newcomer }), filled: () => ({ path: `/people?tag=%5B%22${seeded.tagId}%22%5D&tier=1&view=${seeded.viewId}`, as: seeded.owner }) },
  'a person of two': { empty: () => ({ path: `/people/${seeded.mergedId}?tab=notes`, as: seeded.owner }), filled: () => ({ path: `/people/${seeded.mergedId}`, as: seeded.owner }) },
  '/people/duplicates': { empty: () => ({ path: '/people/duplicates', as: newcomer }), filled: () => ({ path: '/people/duplicates', as: seeded.owner }) },
  '/people/$contactId': {
    empty: () => ({ path: `/people/${nobody.id}`, as: newcomer }),
    filled: () => ({ path: `/people/${seeded.contactId}`, as: seeded.owner }),
  },
  '/people/$contactId?tab=notes': {
    empty: () => ({ path: `/people/${nobody.id}?tab=notes`, as: newcomer }),
    filled: () => ({ path: `/people/${seeded.contactId}?tab=notes`, as: seeded.owner }),
  },
  '/people/$contactId?tab=history': {
    empty: () => ({ path: `/people/${nobody.id}?tab=history`, as: newcomer }),
    filled: () => ({ path: `/people/${seeded.contactId}?tab=history`, as: seeded.owner }),
  },
  '/people/$contactId?tab=details': {
    empty: () => ({ path: `/people/${nobody.id}?tab=details`, as: newcomer }),
    filled: () => ({ path: `/people/${seeded.contactId}?tab=details`, as: seeded.owner }),
  },
  '/people/$contactId/briefing': {
    empty: () => ({ path: `/people/${nobody.id}/briefing`, as: newcomer }),
    filled: () => ({ path: `/people/${seeded.contactId}/briefing`, as: seeded.owner }),
  },
  '/ask': { empty: () => ({ path: '/ask', as: newcomer }), filled: () => ({ path: '/ask?q=Whose+birthday+is+next%3F', as: seeded.owner }) },
  '/graph': { empty: () => ({ path: '/graph', as: newcomer }), filled: () => ({ path: '/graph', as: seeded.owner }) },
  '/graph?view=list': { empty: () => ({ path: '/graph?min=90', as: newcomer }), filled: () => ({ path: '/graph?view=list', as: seeded.owner }) },
  '/timeline': { empty: () => ({ path: '/timeline', as: stranger }), filled: () => ({ path: '/timeline', as: seeded.owner }) },
  '/timeline?…': { empty: () => ({ path: '/timeline?kinds=note&to=2001-01-01', as: newcomer }), filled: () => ({ path: '/timeline?kinds=note,interaction,event,date', as: seeded.owner }) },
  '/follow-ups': { empty: () => ({ path: '/follow-ups', as: newcomer }), filled: () => ({ path: '/follow-ups', as: seeded.owner }) },
  '/follow-ups?state': { empty: () => ({ path: '/follow-ups?state=planned', as: newcomer }), filled: () => ({ path: '/follow-ups?state=done', as: seeded.owner }) },
  '/calendar': { empty: () => ({ path: '/calendar', as: newcomer }), filled: () => ({ path: '/calendar', as: seeded.owner }) },
  '/calendar?view=day': { empty: () => ({ path: '/calendar?view=day', as: newcomer }), filled: () => ({ path: '/calendar?view=day', as: seeded.owner }) },
  '/calendar?view=year': { empty: () => ({ path: '/calendar?view=year', as: newcomer }), filled: () => ({ path: '/calendar?view=year', as: seeded.owner }) },
  '/calendar?view=week': { empty: () => ({ path: '/calendar?view=week', as: newcomer }), filled: () => ({ path: '/calendar?view=week', as: seeded.owner }) },
  '/calendar?view=agenda': { empty: () => ({ path: '/calendar?view=agenda', as: newcomer }), filled: () => ({ path: '/calendar?view=agenda', as: seeded.owner }) },
  '/calendar?event': { empty: () => ({ path: '/calendar?event=00000000-0000-7000-8000-000000000000', as: newcomer, allow: /404 .*\/calendar\/events\// }), filled: () => ({ path: `/calendar?event=${seeded.eventId}`, as: seeded.owner }) },
  ...Object.fromEntries(
    [
      'ask',
      'timeline',
      'notes',
      'relationships',
      'insights',
      'history',
      'details',
    ].map((tab) => [
      `/people/$contactId?tab=${tab}`,
      { empty: () => ({ path: `/people/${nobody.id}?tab=${tab}`, as: newcomer }), filled: () => ({ path: `/people/${seeded.contactId}?tab=${tab}`, as: seeded.owner }) },
    ]),
  ),
  '/tags': { empty: () => ({ path: '/tags', as: newcomer }), filled: () => ({ path: '/tags', as: seeded.owner }) },
  '/groups': { empty: () => ({ path: '/groups', as: stranger }), filled: () => ({ path: '/groups', as: seeded.owner }) },
  '/groups/$groupId': {
    empty: () => ({ path: `/groups/${noGroup.id}`, as: newcomer }),
    filled: () => ({ path: `/groups/${seeded.groupId}`, as: seeded.owner }),
  },
  '/tags/$tagId': { empty: () => ({ path: `/tags/${unusedTag.id}`, as: newcomer }), filled: () => ({ path: `/tags/${seeded.tagId}`, as: seeded.owner }) },
  '/tags/$tagId?tab=notes': { empty: () => ({ path: `/tags/${unusedTag.id}?tab=notes`, as: newcomer }), filled: () => ({ path: `/tags/${seeded.tagId}?tab=notes`, as: seeded.owner }) },
  '/search': { empty: () => ({ path: '/search?q=zzzzzz', as: newcomer }), filled: () => ({ path: '/search?q=marathon', as: seeded.owner }) },
  '/insights': { empty: () => ({ path: '/insights', as: newcomer }), filled: () => ({ path: '/insights', as: seeded.owner }) },
  '/import': { empty: () => ({ path: '/import', as: newcomer }), filled: () => ({ path: `/import?id=${seeded.importId}`, as: seeded.owner }) },
  '/import?done': { empty: () => ({ path: `/import?id=${nobody.id}`, as: newcomer, allow: /404 .*\/imports\// }), filled: () => ({ path: `/import?id=${seeded.doneImportId}`, as: seeded.owner }) },
  '/activity': { empty: () => ({ path: '/activity', as: newcomer }), filled: () => ({ path: '/activity', as: seeded.owner }) },
  '/jobs': { empty: () => ({ path: '/jobs', as: newcomer }), filled: () => ({ path: '/jobs', as: seeded.owner }) },
  '/settings': { empty: () => ({ path: '/settings', as: newcomer }), filled: () => ({ path: '/settings', as: seeded.owner }) },
  ...Object.fromEntries(
    ['profile', 'preferences', 'security', 'keys', 'connections', 'spaces'].map((name) => [
      `/settings/${name}`,
      { empty: () => ({ path: `/settings/${name}`, as: newcomer }), filled: () => ({ path: `/settings/${name}`, as: seeded.owner }) },
    ]),
  ),
  ...Object.fromEntries(
    [
      '/admin',
      '/admin/users',
      '/admin/costs',
      '/admin/system',
    ].map((path) => [path, { empty: () => ({ path, as: newcomer }), filled: () => ({ path, as: seeded.owner }) }]),
  ),
  '/admin/users/$userId': {
    empty: () => ({ path: `/admin/users/${nobody.id}`, as: seeded.owner, allow: /404 .*\/admin\/users\// }),
    filled: () => ({ path: `/admin/users/${newcomer.user.id}`, as: seeded.owner }),
  },
  '/set-password/$token': {
    empty: () => ({ path: `/set-password/${'0'.repeat(43)}`, allow: /404 .*\/password-link\// }),
    filled: () => ({ path: `/set-password/${seeded.passwordToken}` }),
  },
  '/no/such/page': { empty: () => ({ path: '/no/such/page' }), filled: () => ({ path: '/no/such/page', as: seeded.owner }) },
};

test('no page is left out', () => {
  const tree = readFileSync(new URL('../../src/web/routeTree.gen.ts', import.meta.url), 'utf8');
  const [, union] = /\n {2}to:\n([^:]+?)\n {2}id:/.exec(tree) ?? [];
  const routes = [...union!.matchAll(/'([^']+)'/g)].map(([, route]) => route!);
  expect(routes.length).toBeGreaterThan(10);
  expect(routes.filter((route) => !(route in pages))).toEqual([]);
});

describe.concurrent.each(Object.keys(pages))('%s', (route) => {
  test.for<[State, Width]>([
    // The emptier half waits for `npm run test:long`.
    ...(process.env.KITH_TEST_LONG ? ([['empty', 'a desktop'], ['empty', 'a phone']] satisfies [State, Width][]) : []),
    ['filled', 'a desktop'],
    ['filled', 'a phone'],
  ])('%s on %s', async ([state, width], { expect }) => {
    const { path, as, at = url, allow } = pages[route]![state]();
    const page = await (await contextFor(at, width, as)).newPage();
    const watched = watch(page);
    if (allow) watched.allow(allow);
    try {
      await page.goto(at + path);
      await settled(page);
      await sees(page.locator('main'));
      expect(await page.locator('main').count()).toBe(1);
      expect(await page.locator('h1').count()).toBe(1);
      if (width === 'a phone') {
        expect(await horizontalOverflow(page)).toEqual([]);
        expect(await smallTargets(page)).toEqual([]);
      }
      await isAccessible(page, expect);
      expectNoProblems(watched.problems);
    } finally {
      await page.close();
    }
  });
});

describe.concurrent('what lies over a page', () => {
  const overlays: Record<string, (page: Page) => Promise<void>> = {
    'the palette': (page) => page.keyboard.press('Control+k'),
    'the help sheet': (page) => page.keyboard.press('?'),
    'a new person': async (page) => {
      await page.keyboard.press('c');
      await page.getByRole('button', { name: 'More fields' }).click();
    },
    'a new note': (page) => page.keyboard.press('w'),
    'the merge of two people': async (page) => {
      await page.goto(`${url}/people/duplicates`);
      await page.getByRole('button', { name: /^Merge / }).first().click();
    },
    'choosing whom somebody knows': async (page) => {
      await page.goto(`${url}/people/${seeded.contactId}?tab=relationships`);
      await page.getByRole('button', { name: 'Add a relationship' }).click();
      await sees(page.getByRole('option'));
    },
    'a relationship': async (page) => {
      await page.goto(`${url}/people/${seeded.contactId}?tab=relationships`);
      await page.getByRole('button', { name: /^Edit the relationship/ }).first().click();
    },
    'people for a group': async (page) => {
      await page.goto(`${url}/groups/${seeded.groupId}`);
      await page.getByRole('button', { name: 'Add people' }).click();
      await sees(page.getByRole('option'));
      await page.keyboard.press('Enter');
    },
    'the filters of the list': async (page) => {
      await page.goto(`${url}/people`);
      await page.getByRole('button', { name: 'Filters' }).click();
    },
    'the tags of many': async (page) => {
      await page.goto(`${url}/people`);
      await settled(page);
      await page.keyboard.press('j');
      await page.keyboard.press('x');
      await page.getByRole('toolbar', { name: 'Selected people' }).getByRole('button', { name: 'Tags' }).click();
    },
    'the form of a person': async (page) => {
      await page.goto(`${url}/people/${seeded.contactId}`);
      await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name: 'Edit' }).click();
    },
    'a talk with a person': async (page) => {
      await page.goto(`${url}/people/${seeded.contactId}`);
      await page.getByRole('button', { name: 'Talked today' }).click();
      await page.getByRole('menuitem', { name: 'Another day, or with a line …' }).click();
    },
    'when to follow up': async (page) => {
      await page.goto(`${url}/follow-ups`);
      await page.getByRole('button', { name: /^Make event/ }).first().click();
    },
    'a follow-up with a person': async (page) => {
      await page.goto(`${url}/people/${seeded.contactId}`);
      await page.getByRole('button', { name: 'Follow up', exact: true }).first().click();
    },
    'the merge of tags': async (page) => {
      await page.goto(`${url}/tags/${seeded.tagId}`);
      await page.getByRole('button', { name: 'Merge' }).click();
    },
  };
  test.for(Object.keys(overlays).flatMap((name) => (process.env.KITH_TEST_LONG ? (['a desktop', 'a phone'] as const) : (['a phone'] as const)).map((width) => [name, width] as const)))('%s on %s', async ([name, width], { expect }) => {
    const page = await (await contextFor(url, width, seeded.owner)).newPage();
    const watched = watch(page);
    try {
      await page.goto(url);
      await settled(page);
      await overlays[name]!(page);
      await sees(page.getByRole('dialog'));
      if (width === 'a phone') {
        expect(await horizontalOverflow(page)).toEqual([]);
        expect(await smallTargets(page, '[role=dialog]')).toEqual([]);
      }
      await isAccessible(page, expect);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      expectNoProblems(watched.problems);
    } finally {
      await page.close();
    }
  });
});

/** Pages of one person and width share cookies and the cache of scripts. */
function contextFor(at: string, width: Width, as?: Client): Promise<BrowserContext> {
  return (contexts[`${at} ${width} ${as?.cookie}`] ??= browser.newContext(at, widths[width], as));
}

/** Fails on serious and critical violations of WCAG 2.2 AA, dark and light. */
async function isAccessible(page: Page, check: typeof expect): Promise<void> {
  await page.evaluate(() => scrollTo(0, 0)); // what lies under a bar that stays is no fault of the page
  await inTheme(page, 'dark');
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  // Everything but the colours is the same in the other theme.
  await inTheme(page, 'light');
  const inLight = await page.evaluate(() =>
    (globalThis as Partial<Injected>).axe!.run({ runOnly: ['color-contrast', 'link-in-text-block'], resultTypes: ['violations'], preload: false }).then((result) => result.violations),
  );
  check(describeViolations('dark', violations)).toEqual([]);
  check(describeViolations('light', inLight)).toEqual([]);
}

type Results = Awaited<ReturnType<AxeBuilder['analyze']>>;
type Injected = { axe: { run(options: object): Promise<Results> } };

/** Changes the theme as the app does, but at once: a colour on its way to another has neither's contrast. */
const inTheme = (page: Page, theme: string) =>
  page.evaluate((name) => {
    const style = document.createElement('style');
    style.textContent = '*, ::before, ::after { transition: none !important; }';
    document.head.append(style);
    document.documentElement.dataset.theme = name;
  }, theme);

const describeViolations = (theme: string, violations: Results['violations']) =>
  violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${theme}: ${id} at ${node.target.join(' ')}: ${node.failureSummary}`));
