import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { type Client, signUp } from '../harness.ts';
import { eventually } from '../sockets.ts';
import { PHONE, sees, seesNot, useSite } from './browser.ts';

const site = useSite();

const PLACES = { Ada: [-600, 0], Ben: [600, 0], Cleo: [0, 600], Dan: [0, -600] } as const;
type Name = keyof typeof PLACES;

/** Four people on a cross: Ada (left) is the parent of Cleo (top), who is a friend of Ben (right). Dan (bottom) knows nobody. */
async function four(): Promise<{ client: Client; ids: Record<Name, string> }> {
  const client = await signUp(site.kith);
  const ids = {} as Record<Name, string>;
  for (const name of Object.keys(PLACES) as Name[]) ids[name] = (await client.post('/contacts', { full_name: `${name} Hill` })).body.contact.id;
  await client.post('/relationships', { source_contact_id: ids.Ada, target_contact_id: ids.Cleo, type: 'parent' });
  await client.post('/relationships', { source_contact_id: ids.Cleo, target_contact_id: ids.Ben, type: 'friend' });
  return { client, ids };
}

async function placed(): Promise<Awaited<ReturnType<typeof four>>> {
  const made = await four();
  const positions = Object.fromEntries(Object.entries(PLACES).map(([name, place]) => [made.ids[name as Name], place]));
  expect((await made.client.put('/graph-layout', { positions })).status).toBe(204);
  return made;
}

const map = (page: Page) => page.getByRole('application', { name: 'Map of people' });
const ready = (page: Page) => sees(page.locator('[role=application][data-ready=true]'), 20_000);
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const panel = (page: Page, name: string) => page.getByRole('region', { name });
const toast = (page: Page, text: string) => page.locator('[data-sonner-toast]').filter({ hasText: text });
const layoutOf = async (client: Client) => (await client.get('/graph-data')).body.layout as Record<string, [number, number]> | null;

/** Two frames: what was asked of the map by now has been drawn, and can be hit. */
const painted = (page: Page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

async function open(client: Client, search = '', options: typeof PHONE = {}) {
  const visit = await site.visit(`/graph${search}`, { client, ...options });
  await ready(visit.page);
  await painted(visit.page);
  return visit;
}

/** Searches for somebody, and answers where on the screen they are then: in the middle of what the panel leaves free. */
async function find(page: Page, name: string): Promise<{ x: number; y: number }> {
  await page.getByRole('combobox', { name: 'Find a person' }).fill(name);
  await page.keyboard.press('Enter');
  await sees(page.getByRole('heading', { name: new RegExp(name) }));
  await painted(page);
  const { x, y, width, height } = (await map(page).boundingBox())!;
  return { x: x + (160 + width - 390) / 2, y: y + height / 2 };
}

test('people without a layout are arranged once, and lie there again next time', async () => {
  const { client, ids } = await four();
  const { page } = await open(client);
  await eventually(async () => (await layoutOf(client)) !== null);
  const layout = (await layoutOf(client))!;
  expect(Object.keys(layout).sort()).toEqual(Object.values(ids).sort());
  expect(new Set(Object.values(layout).map(String)).size).toBe(4);
  await page.reload();
  await ready(page);
  await page.waitForTimeout(2500);
  expect(await layoutOf(client)).toEqual(layout);
});

test('a person is found, dragged, and only that person lies elsewhere', async () => {
  const { client, ids } = await placed();
  const { page } = await open(client);
  const at = await find(page, 'Dan');
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x + 60, at.y - 20, { steps: 4 });
  await page.mouse.up();
  await eventually(async () => (await layoutOf(client))![ids.Dan]![0] !== 0);
  const layout = (await layoutOf(client))!;
  expect(layout[ids.Dan]![0]).toBeGreaterThan(20);
  expect(layout[ids.Ada]).toEqual([-600, 0]);
  expect(layout[ids.Ben]).toEqual([600, 0]);
});

test('the keyboard walks along relationships, selects two, connects them and undoes it', async () => {
  const { client, ids } = await placed();
  const { page } = await open(client);
  await find(page, 'Ada');
  await map(page).focus();
  const says = (text: RegExp) => sees(page.locator('p[aria-live=polite]').filter({ hasText: text }));
  await page.keyboard.press('ArrowRight'); // Cleo is to the right above, and the only one Ada knows
  await says(/^Cleo Hill, outer circle, 2 relationships: parent Ada Hill, friend Ben Hill$/);
  await page.keyboard.press('ArrowRight');
  await says(/^Ben Hill/);
  await page.keyboard.press(' ');
  await sees(panel(page, 'Ada Hill and Ben Hill'));
  await sees(page.getByText('They are not connected directly.'));

  await button(page, 'Connect').click();
  const dialog = page.getByRole('dialog', { name: 'Connect two people' });
  await dialog.getByLabel('Ada Hill is their').selectOption('child');
  await sees(dialog.getByText('Ben Hill is the parent of Ada Hill.'));
  await button(page, 'Exchange them').click();
  await sees(dialog.getByText('Ada Hill is the parent of Ben Hill.'));
  await dialog.getByRole('button', { name: 'Connect' }).click();
  await seesNot(dialog);
  await sees(panel(page, 'Ada Hill and Ben Hill').getByText('Ada Hill is the parent of Ben Hill'));
  const between = async () => (await client.get(`/relationships?contact_id=${ids.Ben}`)).body.data.map((one: { sentence: string }) => one.sentence);
  expect(await between()).toContain('Ada Hill is the parent of Ben Hill');
  await toast(page, 'Ada Hill is the parent of Ben Hill').getByRole('button', { name: 'Undo' }).click();
  await sees(page.getByText('They are not connected directly.'));
  expect(await between()).not.toContain('Ada Hill is the parent of Ben Hill');

  await page.keyboard.press('Escape');
  await seesNot(panel(page, 'Ada Hill and Ben Hill'));
});

test('Enter opens who is focused', async () => {
  const { client, ids } = await placed();
  const { page } = await open(client);
  await find(page, 'Cleo');
  await map(page).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/people/*');
  expect(new URL(page.url()).pathname).toBe(`/people/${ids.Cleo}`);
});

test('the way between two people is shown step by step', async () => {
  const { client } = await placed();
  const { page } = await open(client);
  await find(page, 'Ada');
  await map(page).focus();
  for (const key of ['ArrowRight', 'ArrowRight', ' ']) await page.keyboard.press(key);
  await button(page, 'Path between').click();
  const way = panel(page, 'From Ada Hill to Ben Hill');
  await sees(way.getByText('2 steps, through the closest people.'));
  expect(await way.getByRole('listitem').allInnerTexts()).toEqual(['Ada Hill', 'Ada Hill is the parent of Cleo Hill\n\nCleo Hill', 'Cleo Hill and Ben Hill are friends\n\nBen Hill']);
});

test('a right click opens the menu of a person; deleted, they come back by Undo', async () => {
  const { client, ids } = await placed();
  const { page } = await open(client);
  const at = await find(page, 'Dan');
  await page.mouse.click(at.x, at.y, { button: 'right' });
  await page.getByRole('menuitemradio', { name: 'Inner circle' }).click();
  await eventually(async () => (await client.get(`/contacts/${ids.Dan}`)).body.contact.tier === 1);
  await page.mouse.click(at.x, at.y, { button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await sees(page.getByText('3 people shown'));
  await toast(page, 'Dan Hill deleted').getByRole('button', { name: 'Undo' }).click();
  await sees(page.getByText('4 people shown'));
  expect((await client.get(`/contacts/${ids.Dan}`)).status).toBe(200);
});

test('a double click opens, shift and a box select', async () => {
  const { client, ids } = await placed();
  const { page } = await open(client);
  const { x, y, width, height } = (await map(page).boundingBox())!;
  await page.keyboard.down('Shift');
  await page.mouse.move(x + 2, y + 2);
  await page.mouse.down();
  await page.mouse.move(x + width - 80, y + height - 2, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await sees(panel(page, '4 people'));
  const at = await find(page, 'Ben');
  await page.mouse.dblclick(at.x, at.y);
  await page.waitForURL(`**/people/${ids.Ben}`);
});

test('what happens elsewhere appears, and nobody else moves', async () => {
  const { client, ids } = await placed();
  const { page } = await open(client);
  await sees(page.getByRole('status').getByText('Live', { exact: true }), 15_000);
  const { id } = (await client.post('/contacts', { full_name: 'Eva Hill' })).body.contact;
  await client.post('/relationships', { source_contact_id: id, target_contact_id: ids.Ben, type: 'sibling' });
  await sees(page.getByText('5 people shown'));
  await find(page, 'Eva');
  await sees(panel(page, 'Eva Hill').getByRole('button', { name: 'Ben Hill' }));
  const at = await find(page, 'Eva');
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x + 30, at.y, { steps: 3 });
  await page.mouse.up();
  await eventually(async () => id in (await layoutOf(client))!);
  const layout = (await layoutOf(client))!;
  expect(layout[ids.Ada]).toEqual([-600, 0]);
  expect(Math.hypot(layout[id]![0] - 600, layout[id]![1])).toBeLessThan(500); // beside the one she knows
});

test('the address holds colours, filters and the legend; the list obeys them', async () => {
  const { client, ids } = await placed();
  await client.post('/groups', { name: 'Choir' }).then(({ body }) => client.post(`/groups/${body.group.id}/members`, { contact_ids: [ids.Ada, ids.Cleo] }));
  const { page } = await open(client);
  await page.getByLabel('Colour by').selectOption('group');
  await page.getByRole('region', { name: 'Legend' }).getByRole('button', { name: /Choir/ }).click();
  await sees(page.getByText('2 people shown'));
  expect(new URL(page.url()).searchParams.get('color')).toBe('group');
  await page.reload();
  await sees(page.getByText('2 people shown'));
  await button(page, 'List').click();
  const rows = page.getByRole('list', { name: 'People and who they know' }).locator('> [role=listitem]');
  await sees(rows);
  expect(await rows.count()).toBe(2);
  await sees(rows.filter({ hasText: 'Ada Hill' }).getByText(/child/));
  await page.getByLabel('Filter people').fill('cle');
  await seesNot(rows.nth(1));
  await sees(rows.getByRole('link', { name: 'Cleo Hill' }));
  await button(page, 'Show filters').click();
  await button(page, 'Clear').click();
  await sees(page.getByText('4 people shown'));
});

test('the picture is a PNG of the size of the map', async () => {
  const { client } = await placed();
  const { page } = await open(client);
  const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Save as a picture').click()]);
  expect(download.suggestedFilename()).toMatch(/^kith-graph-\d{4}-\d\d-\d\d\.png$/);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const png = Buffer.concat(chunks);
  const box = (await map(page).boundingBox())!;
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.readUInt32BE(16)).toBe(Math.round(box.width));
  expect(png.length).toBeGreaterThan(4000);
});

test('a long press opens the menu on a phone, and a tap the sheet', async () => {
  const { client } = await placed();
  const { page, context } = await open(client, '', PHONE);
  await page.getByRole('combobox', { name: 'Find a person' }).fill('Dan');
  await page.getByRole('option', { name: /Dan/ }).click();
  await sees(panel(page, 'Dan Hill'));
  await painted(page);
  const { x, y, width, height } = (await map(page).boundingBox())!;
  const touch = { x: x + width / 2, y: y + height / 4 };
  const cdp = await context.newCDPSession(page);
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [touch] });
  await sees(page.getByRole('menuitem', { name: 'View profile' }));
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await page.waitForTimeout(300);
  await sees(page.getByRole('menuitem', { name: 'View profile' }));
});

test('a finger moves the map, and a person only when it has chosen them before', async () => {
  const { client, ids } = await placed();
  const { page, context } = await open(client, '', PHONE);
  await page.getByRole('combobox', { name: 'Find a person' }).fill('Dan');
  await page.getByRole('option', { name: /Dan/ }).click();
  await sees(panel(page, 'Dan Hill'));
  await painted(page);
  const { x, y, width, height } = (await map(page).boundingBox())!;
  const cdp = await context.newCDPSession(page);
  const swipe = async () => {
    const from = { x: x + width / 2, y: y + height / 4 };
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [from] });
    for (const step of [10, 20, 30, 40]) await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x: from.x + step, y: from.y }] });
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  };
  await swipe();
  await eventually(async () => (await layoutOf(client))![ids.Dan]![0] > 10);
  const moved = (await layoutOf(client))!;
  await button(page, 'Close').click();
  await page.getByRole('combobox', { name: 'Find a person' }).fill('Dan');
  await page.getByRole('option', { name: /Dan/ }).click();
  await button(page, 'Close').click();
  await swipe();
  await page.waitForTimeout(2500);
  expect(await layoutOf(client)).toEqual(moved);
});

test('without WebGL the list says the same', async () => {
  const { client } = await placed();
  const { page, context } = await site.visit('about:blank', { client });
  await context.addInitScript(() => {
    const original = HTMLCanvasElement.prototype.getContext as (...given: unknown[]) => unknown;
    Object.defineProperty(HTMLCanvasElement.prototype, 'getContext', { value(this: HTMLCanvasElement, ...given: unknown[]) { return String(given[0]).includes('webgl') ? null : original.apply(this, given); } });
  });
  await page.goto('/graph');
  await sees(page.getByText('This browser cannot draw the map'));
  await sees(page.getByRole('list', { name: 'People and who they know' }).getByRole('link', { name: 'Ada Hill' }));
});
