import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fakeServer, type FakeServer } from '../fakes/http.ts';
import { type Client, signUp, testKith, type TestKith } from '../harness.ts';
import { eventually } from '../sockets.ts';
import { sees, seesNot, useBrowser } from './browser.ts';

const browser = useBrowser();

/** A person's page whose browser may use the (simulated, beeping) microphone. */
async function personPage(kith: TestKith, url: string) {
  const client = await signUp(kith);
  const { id } = (await client.post('/contacts', { full_name: 'Edith Clarke' })).body.contact as { id: string };
  const visit = await browser.visit(url, `/people/${id}`, { client, permissions: ['microphone'] });
  return { client, id, ...visit };
}
const kept = async (client: Client, id: string) => (await client.get(`/recordings?contact_id=${id}`)).body.data as { id: string; content_type: string; size: number }[];

describe('with a server that hears', () => {
  let kith: TestKith;
  let ears: FakeServer;
  let url: string;
  beforeAll(async () => {
    ears = await fakeServer((_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ text: 'Edith wants to learn the accordion.' })));
    kith = await testKith({ KITH_TRANSCRIBE_BASE_URL: `${ears.url}/v1`, KITH_TRANSCRIBE_MODEL: 'whisper-1' });
    url = await kith.live();
  });
  afterAll(async () => {
    await kith?.close();
    await ears?.close();
  });

  test('what is said lands in the note, and the recording goes when the note is stored', async () => {
    const { page, client, id } = await personPage(kith, url);
    await page.getByRole('button', { name: 'Speak', exact: true }).waitFor();
    await page.locator('h1').click();
    await page.keyboard.press('r');
    await sees(page.getByRole('group', { name: 'Recording' }));
    await sees(page.getByRole('timer').getByText('0:02'));
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Done' }).click();
    await eventually(async () => (await page.getByLabel('Note about Edith Clarke').inputValue()) === 'Edith wants to learn the accordion.');
    expect(await kept(client, id)).toMatchObject([{ content_type: 'audio/webm' }]);
    await page.getByRole('button', { name: 'Analyse', exact: true }).click();
    await sees(page.getByRole('listitem').filter({ hasText: 'accordion' }));
    await eventually(async () => (await kept(client, id)).length === 0);
  });

  test('a recording that could not be sent waits in the browser, also through a reload', async () => {
    const { page, client, id, allow } = await personPage(kith, url);
    allow(/transcribe-audio/, /ERR_FAILED/);
    await page.route('**/transcribe-audio', (route) => route.abort());
    await page.getByRole('button', { name: 'Speak', exact: true }).click();
    await sees(page.getByRole('timer').getByText('0:02'));
    await page.getByRole('button', { name: 'Done' }).click();
    await sees(page.getByText(/The recording waits in this browser/));
    await page.unroute('**/transcribe-audio');
    await page.reload();
    await sees(page.getByText('A recording from before was not sent yet.'));
    await page.getByRole('button', { name: 'Send it' }).click();
    await eventually(async () => (await page.getByLabel('Note about Edith Clarke').inputValue()).includes('accordion'));
    expect((await kept(client, id))[0]!.size).toBeGreaterThan(1000);
    await page.reload();
    await sees(page.getByRole('button', { name: 'Into the note' }));
    await seesNot(page.getByText('A recording from before was not sent yet.'));
  });
});

describe('without one', () => {
  let kith: TestKith;
  let url: string;
  beforeAll(async () => {
    kith = await testKith();
    url = await kith.live();
  });
  afterAll(() => kith?.close());

  test('the recording is kept, the page says what is missing, and the recording can be heard and thrown away', async () => {
    const { page, client, id } = await personPage(kith, url);
    await page.getByRole('button', { name: 'Speak', exact: true }).click();
    await page.getByRole('button', { name: 'Throw away' }).click();
    await page.getByLabel('Audio file').setInputFiles({ name: 'memo.ogg', mimeType: 'audio/ogg', buffer: Buffer.concat([Buffer.from('OggS'), Buffer.alloc(500)]) });
    await sees(page.getByText(/No provider is set up that can hear/));
    expect(await kept(client, id)).toHaveLength(1);
    await sees(page.getByRole('list', { name: 'Recordings that are not saved yet' }));
    await page.getByRole('button', { name: 'Throw the recording away' }).click();
    await eventually(async () => (await kept(client, id)).length === 0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await eventually(async () => (await kept(client, id)).length === 1);
  });

  test('a file that is no recording is refused in words', async () => {
    const { page, allow } = await personPage(kith, url);
    allow(/422 .*transcribe-audio/);
    await page.getByRole('button', { name: 'Speak', exact: true }).click();
    await page.getByRole('button', { name: 'Throw away' }).click();
    await page.getByLabel('Audio file').setInputFiles({ name: 'memo.ogg', mimeType: 'audio/ogg', buffer: Buffer.from('not a sound') });
    await sees(page.getByText(/not a recording Kith knows/));
  });
});
