import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fakeProvider, type FakeProvider } from '../../../../test/fakes/ai.ts';
import { type Arrived, fakeServer, type FakeServer } from '../../../../test/fakes/http.ts';
import { type Client, PASSWORD, signUp, type TestKith, testKith } from '../../../../test/harness.ts';
import { authenticate, ctxOf } from '../../domains/accounts/index.ts';
import { loadConfig } from '../config.ts';
import { framesOf, scrubMessage } from './scrub.ts';

/** A collector and a Sentry that take everything, as their documents say. */
const collector = () => fakeServer((_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"partialSuccess":{}}'));
const toSentry = (server: FakeServer) => `http://abc123@${server.host}/42`;

/** The event in an envelope, read as the format says: a line about the envelope, a line about the item, as many bytes as that says. */
function eventIn({ body }: Arrived) {
  const bytes = Buffer.from(body);
  const [first, second] = body.split('\n') as [string, string];
  const item = JSON.parse(second) as { type: string; length: number };
  const start = Buffer.byteLength(`${first}\n${second}\n`);
  const payload = bytes.subarray(start, start + item.length);
  expect(bytes.subarray(start + item.length).toString()).toBe('\n');
  return { envelope: JSON.parse(first), item, event: JSON.parse(payload.toString()) };
}

type WireSpan = { traceId: string; spanId: string; parentSpanId?: string; name: string; kind: number; startTimeUnixNano: string; endTimeUnixNano: string; attributes: { key: string; value: Record<string, unknown> }[]; status: { code?: number } };
const spansIn = (requests: Arrived[]) => requests.flatMap((request) => JSON.parse(request.body).resourceSpans.flatMap((resource: any) => resource.scopeSpans.flatMap((scope: any) => scope.spans))) as WireSpan[];
const attribute = (span: WireSpan, key: string) => Object.values(span.attributes.find((one) => one.key === key)?.value ?? {})[0];
const childrenOf = (spans: WireSpan[], parent: WireSpan) => spans.filter((span) => span.parentSpanId === parent.spanId);
const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 30_000, interval: 50 });
const counted = async (client: Client, line: RegExp) => Number(line.exec((await client.get('/metrics')).body)?.[1] ?? 0);

const SECRETS = [PASSWORD, 'Wilhelmina Featherstonehaugh', 'wilhelmina@example.org', '+1 555 010 9999', 'collects antique barometers', 'Bearer', 'kith_session'];
const noSecretIn = (requests: Arrived[], ...more: string[]) => {
  const told = JSON.stringify(requests);
  for (const secret of [...SECRETS, ...more, process.cwd()]) expect(told).not.toContain(secret);
};

let kith: TestKith;
let sentry: FakeServer;
let otlp: FakeServer;
let provider: FakeProvider;
let ada: Client;
beforeAll(async () => {
  sentry = await collector();
  otlp = await collector();
  provider = await fakeProvider('gemini', { entries: [{ category: 'Interests', content: 'Collects barometers', confidence: 8, quotes: ['collects antique barometers'] }] });
  kith = await testKith({
    LOG_LEVEL: 'silent', SENTRY_DSN: toSentry(sentry), OTEL_EXPORTER_OTLP_ENDPOINT: `${otlp.url}/`, OTEL_EXPORTER_OTLP_HEADERS: 'x-api-key=s%20e', OTEL_SERVICE_NAME: 'our kith',
    GEMINI_API_KEY: 'gemini-secret-key', GEMINI_BASE_URL: provider.url,
  });
  kith.platform.jobs.define('hopeless', { retries: 0, handler: async () => Promise.reject(new TypeError('no way to reach "Wilhelmina Featherstonehaugh" at wilhelmina@example.org')) });
  await kith.owner.query(`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'cannot keep "%" with % and %', new.full_name, new.emails, new.phones; end $$`);
  await kith.owner.query(`create trigger refuse before insert on contacts for each row when (new.nickname = 'breaks') execute function refuse()`);
  await kith.live();
  ada = await signUp(kith, 'ada_secretname');
});
afterAll(async () => {
  await kith.close();
  await Promise.all([sentry.close(), otlp.close(), provider.close()]);
});

const person = { full_name: 'Wilhelmina Featherstonehaugh', emails: [{ label: '', value: 'wilhelmina@example.org' }], phones: [{ label: '', value: '+1 555 010 9999' }] };

describe('errors', () => {
  it('a 500 arrives as an envelope with kind, place and request id, and nothing of a person', async () => {
    const answer = await ada.post('/contacts', { ...person, nickname: 'breaks' });
    expect(answer.status).toBe(500);
    await eventually(() => expect(sentry.requests).toHaveLength(1));
    const request = sentry.requests[0]!;
    expect(request).toMatchObject({ method: 'POST', path: '/api/42/envelope/', headers: { 'content-type': 'application/x-sentry-envelope' } });
    expect(request.headers['x-sentry-auth']).toMatch(/^Sentry sentry_version=7, sentry_client=kith\/[\d.]+, sentry_key=abc123$/);
    const { envelope, item, event } = eventIn(request);
    expect(envelope).toMatchObject({ event_id: event.event_id, sent_at: expect.stringMatching(/^\d{4}-.+Z$/) });
    expect(item.type).toBe('event');
    expect(event).toMatchObject({
      event_id: expect.stringMatching(/^[0-9a-f]{32}$/), platform: 'node', level: 'error', release: expect.stringMatching(/^kith@\d/), transaction: 'POST /api/v1/contacts',
      tags: { route: '/api/v1/contacts', method: 'POST', status: '500', request_id: answer.headers['x-request-id'], code: 'P0001' },
    });
    const [failure] = event.exception.values;
    expect(failure.type).toBe('error');
    expect(failure.value).toMatch(/^cannot keep \[text\]/);
    const last = failure.stacktrace.frames.at(-1);
    expect(last.filename).toMatch(/^node_modules\/pg|^src\/server/);
    expect(failure.stacktrace.frames.some((frame: { filename: string; in_app: boolean }) => frame.in_app && frame.filename.startsWith('src/server/'))).toBe(true);
    expect(event).not.toHaveProperty('user');
    expect(event).not.toHaveProperty('request');
    noSecretIn(sentry.requests, 'ada_secretname', ada.cookie!.split('=')[1]!);
  });

  it('a job that failed for good arrives too; what is only refused does not', async () => {
    const before = sentry.requests.length;
    expect((await ada.post('/contacts', { full_name: 'x' })).status).toBe(400);
    expect((await ada.get('/contacts/00000000-0000-7000-8000-000000000000')).status).toBe(404);
    const identity = (await authenticate(kith.platform, ada.cookie!.split('=')[1]!))!;
    const ctx = ctxOf(kith.platform, identity, { ip: null, user_agent: null });
    await ctx.tx((tx) => kith.platform.jobs.enqueue(tx, ctx, { kind: 'hopeless', input: { note: 'collects antique barometers' } }));
    await eventually(() => expect(sentry.requests.length).toBe(before + 1));
    expect(eventIn(sentry.requests.at(-1)!).event).toMatchObject({ transaction: 'job hopeless', tags: { job_kind: 'hopeless', request_id: ctx.request_id }, exception: { values: [{ type: 'TypeError', value: 'no way to reach [text] at [email]' }] } });
    noSecretIn(sentry.requests, 'ada_secretname');
  });
});

describe('traces', () => {
  it('a request is a span with its route, its SQL and its provider calls below it', async () => {
    const added = await ada.post('/contacts', person);
    const note = await ada.post('/notes/process', { contact_id: added.body.contact.id, content: 'She collects antique barometers and cannot stop talking about it.' });
    expect(note.body.engine).toMatch(/^gemini:/);
    await eventually(() => expect(spansIn(otlp.requests).map((span) => span.name)).toContain('POST /api/v1/notes/process'));
    expect(otlp.requests.length).toBeLessThan(6); // in batches
    const request = otlp.requests.at(-1)!;
    expect(request).toMatchObject({ method: 'POST', path: '/v1/traces', headers: { 'content-type': 'application/json', 'x-api-key': 's e' } });
    expect(JSON.parse(request.body).resourceSpans[0].resource.attributes).toContainEqual({ key: 'service.name', value: { stringValue: 'our kith' } });

    const spans = spansIn(otlp.requests);
    const root = spans.find((span) => span.name === 'POST /api/v1/notes/process')!;
    expect(root.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(root.spanId).toMatch(/^[0-9a-f]{16}$/);
    expect(root.kind).toBe(2);
    expect(attribute(root, 'http.route')).toBe('/api/v1/notes/process');
    expect(attribute(root, 'http.response.status_code')).toBe('200');
    expect(attribute(root, 'kith.request_id')).toBe(note.headers['x-request-id']);
    const now = BigInt(Date.now()) * 1_000_000n;
    const [start, end] = [BigInt(root.startTimeUnixNano), BigInt(root.endTimeUnixNano)];
    expect(start < end && now - end < 60_000_000_000n && end <= now + 1_000_000_000n).toBe(true);

    const children = childrenOf(spans, root);
    expect(children.every((span) => span.traceId === root.traceId && span.kind === 3)).toBe(true);
    const texts = children.map((span) => String(attribute(span, 'db.query.text') ?? ''));
    expect(texts.some((text) => text.startsWith('insert into notes') && text.includes('$1'))).toBe(true);
    expect(texts.some((text) => text.startsWith('insert into entries'))).toBe(true);
    const call = children.find((span) => span.name.startsWith('analyse '))!;
    expect(attribute(call, 'gen_ai.provider.name')).toBe('gemini');
    expect(attribute(call, 'gen_ai.usage.input_tokens')).toBe('1200');
    const other = spans.find((span) => span.name === 'POST /api/v1/contacts' && attribute(span, 'http.response.status_code') === '201')!;
    expect(other.traceId).not.toBe(root.traceId);
    expect(childrenOf(spans, other).some((span) => String(attribute(span, 'db.query.text')).startsWith('insert into contacts'))).toBe(true);
  });

  it('a 500 is marked as failed, an unknown address is not told, probes are not followed', async () => {
    await ada.get('/nowhere/Wilhelmina');
    await ada.get('/health');
    await eventually(() => expect(spansIn(otlp.requests).some((span) => /^40[45]$/.test(String(attribute(span, 'http.response.status_code'))) && span.name === 'GET')).toBe(true));
    const spans = spansIn(otlp.requests);
    expect(spans.find((span) => attribute(span, 'http.response.status_code') === '500')?.status).toEqual({ code: 2 });
    expect(spans.some((span) => /health|metrics/.test(span.name))).toBe(false);
    noSecretIn(otlp.requests, 'ada_secretname', ada.cookie!.split('=')[1]!, 'gemini-secret-key', 'Wilhelmina');
  });
});

it('the metrics count what was sent', async () => {
  expect(await counted(ada, /kith_telemetry_items_total\{to="otlp",outcome="sent"\} (\d+)/)).toBeGreaterThan(5);
  expect(await counted(ada, /kith_telemetry_items_total\{to="sentry",outcome="sent"\} (\d+)/)).toBe(2);
});

it('off by default: nothing is sent, nothing is followed', async () => {
  const quiet = await testKith({ LOG_LEVEL: 'silent' }, kith);
  const before = [sentry.requests.length, otlp.requests.length];
  const bea = await signUp(quiet);
  expect((await bea.post('/contacts', { ...person, nickname: 'breaks' })).status).toBe(500);
  expect((await bea.get('/metrics')).body).not.toContain('kith_telemetry');
  await quiet.close();
  expect([sentry.requests.length, otlp.requests.length]).toEqual(before);
});

it('sampled at 0 sends no span; what waits is sent before the process ends', async () => {
  const [none, all] = [await collector(), await collector()];
  const silent = await testKith({ OTEL_EXPORTER_OTLP_ENDPOINT: none.url, OTEL_TRACES_SAMPLER_ARG: '0' }, kith);
  await signUp(silent);
  await silent.close();
  const talking = await testKith({ OTEL_EXPORTER_OTLP_ENDPOINT: all.url }, kith);
  await signUp(talking);
  await talking.close();
  expect(none.requests).toEqual([]);
  expect(spansIn(all.requests).map((span) => span.name)).toContain('POST /api/v1/auth/register');
  await Promise.all([none.close(), all.close()]);
});

it.each(['refuses', 'hangs', 'answers 503'])('a collector that %s costs requests nothing and is counted', async (way) => {
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const { port } = closed.address() as AddressInfo;
  await new Promise<void>((done) => void closed.close(() => done()));
  const down = way === 'refuses' ? null : await fakeServer((_request, response) => void (way === 'hangs' || response.writeHead(503).end()));
  const host = down?.host ?? `127.0.0.1:${port}`;
  const other = await testKith({ LOG_LEVEL: 'silent', SENTRY_DSN: `http://abc@${host}/1`, OTEL_EXPORTER_OTLP_ENDPOINT: `http://${host}` }, kith);
  const bea = await signUp(other);
  const took: number[] = [];
  for (let i = 0; i < 60; i++) {
    const started = performance.now();
    const { status } = await bea.post('/contacts', i % 2 ? { full_name: 'Ann' } : { full_name: 'Ann', nickname: 'breaks' });
    took.push(performance.now() - started);
    expect(status).toBe(i % 2 ? 201 : 500);
  }
  expect(took.toSorted((a, b) => a - b)[30]).toBeLessThan(1_000); // the collector is given 5 s
  if (way !== 'hangs') await eventually(async () => expect(await counted(bea, /kith_telemetry_items_total\{to="otlp",outcome="dropped"\} (\d+)/)).toBeGreaterThan(60));
  const started = performance.now();
  await other.close();
  expect(performance.now() - started).toBeLessThan(15_000); // with 60 of each to send, one by one, minutes
  await down?.close();
});

describe('scrubbing', () => {
  it.each([
    [`Unexpected token 'h', "hello Ada" is not valid JSON`, 'Unexpected token [text], [text] is not valid JSON'],
    ['Key (email)=(ada@example.org) already exists', 'Key (email)=[text] already exists'],
    ['connect to https://ada:pw@host/path?token=1 failed', 'connect to [url] failed'],
    ["ENOENT: no such file, open '/home/ada/notes.txt'", 'ENOENT: no such file, open [text]'],
    ['cannot open /home/ada/notes.txt', 'cannot open [path]'],
    ['call +1 (555) 010-9999 now', 'call [number] now'],
    ['bad token kith_9f8e7d6c5b4a39281706', 'bad token [token]'],
    ["it can't be read, and doesn't matter", "it can't be read, and doesn't matter"],
    ['first line\nAda was here', 'first line'],
  ])('%s', (message, scrubbed) => expect(scrubMessage(message)).toBe(scrubbed));

  it('reads the stack, not the message, and tells no absolute path', () => {
    const error = new Error('boom\n    at Ada Lovelace (/home/ada/secret.ts:1:1)');
    const frames = framesOf(error);
    expect(frames.at(-1)!.filename).toBe('src/server/platform/telemetry/telemetry.test.ts');
    expect(JSON.stringify(frames)).not.toMatch(/Ada|secret\.ts|"\//);
  });
});

describe('configuration', () => {
  it.each([
    [{ SENTRY_DSN: 'https://host/1' }, 'SENTRY_DSN'],
    [{ SENTRY_DSN: 'https://key@host/project' }, 'SENTRY_DSN'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4317' }, 'OTEL_EXPORTER_OTLP_ENDPOINT'],
    [{ OTEL_EXPORTER_OTLP_HEADERS: 'nonsense' }, 'OTEL_EXPORTER_OTLP_HEADERS'],
    [{ OTEL_TRACES_SAMPLER_ARG: '2' }, 'OTEL_TRACES_SAMPLER_ARG'],
  ])('%j stops the start with a line that names it', (env, name) => expect(() => loadConfig(env)).toThrow(new RegExp(`^${name}: `)));
});
