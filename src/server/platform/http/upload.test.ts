import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../test/harness.ts';
import { eventually } from '../../../../test/sockets.ts';

const before = process.env.TMPDIR;
const folder = mkdtempSync(join(tmpdir(), 'kith-uploads-'));
let kith: TestKith;
let url: URL;
let ada: Client;
beforeAll(async () => {
  process.env.TMPDIR = folder;
  kith = await testKith({ LOG_LEVEL: 'silent' });
  url = new URL(await kith.live());
  ada = await signUp(kith);
});
afterAll(async () => {
  await kith.close();
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  rmSync(folder, { recursive: true });
});

/** Begins to send a file, and hangs up once the server has begun to keep it. */
async function hangUp(key: string) {
  const socket = connect(Number(url.port), url.hostname);
  const head = ['POST /api/v1/transcribe-audio HTTP/1.1', `host: ${url.host}`, `cookie: ${ada.cookie}`, `idempotency-key: ${key}`, 'content-type: multipart/form-data; boundary=edge', 'content-length: 5000000'];
  socket.write(`${head.join('\r\n')}\r\n\r\n--edge\r\ncontent-disposition: form-data; name="audio"; filename="a.wav"\r\n\r\n`);
  socket.write(Buffer.alloc(300_000, 1));
  await eventually(async () => readdirSync(folder).some((name) => name.startsWith('kith-upload-')));
  socket.destroy();
}

it('what somebody stopped to send is swept away, and its key is free', async () => {
  for (const key of ['one', 'two']) {
    await hangUp(key);
    await eventually(async () => !readdirSync(folder).some((name) => name.startsWith('kith-upload-')));
  }
  await eventually(async () => (await kith.owner.query('select 1 from idempotency_keys')).rowCount === 0);
  expect((await ada.get('/recordings')).body.data).toEqual([]);
}, 60_000);
