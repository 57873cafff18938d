import { randomUUID } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { type Client, signUp, type TestKith } from '../harness.ts';
import { type Mutation, type Plan, plans } from './arbitraries.ts';
import { makeThings } from './feed.ts';
import { judge } from './judge.ts';
import { documentOf, routesOf } from './routes.ts';
import { tablesOf } from './snapshot.ts';

export type Sent = { method: string; url: string; headers: Record<string, string>; body: string | undefined; plan: Plan };
export type Received = { status: number; headers: Record<string, string | string[] | undefined>; text: string };
export type Complaint = { what: string; count: number; example: string };

/**
 * Sends generated requests over a real connection, one after the other, and judges each answer.
 * @param options.seed makes the same requests again
 * @returns what was wrong, each kind of fault once, with a request that shows it; and how many answers there were by status
 */
export async function fuzz(kith: TestKith, options: { requests: number; seed: number }): Promise<{ complaints: Complaint[]; statuses: Record<string, number> }> {
  const document = documentOf(kith);
  const base = new URL(await kith.app.listen({ port: 0, host: '127.0.0.1' }));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const complaints = new Map<string, Complaint>();
  const statuses: Record<string, number> = {};
  let client = await newClient(kith);
  let things = await ownThings(kith, client);

  const list = fc.sample(plans(document, routesOf(document)), { numRuns: options.requests, seed: options.seed });
  for (const [i, plan] of list.entries()) {
    if (i % 25 === 24) {
      if ((await ownThings(kith, client)).contact?.length) await makeThings(kith, client, 'More').catch(async () => (client = await newClient(kith)));
      else client = await newClient(kith);
      things = await ownThings(kith, client);
    }
    const sent = build(plan, client, things);
    const received = await exchange(agent, base, sent).catch((error: Error) => ({ status: 0, headers: {}, text: `${error.message}` }));
    statuses[received.status] = (statuses[received.status] ?? 0) + 1;
    for (const what of judge(document, sent, received)) {
      const key = `${plan.route.name}: ${what}`;
      const complaint = complaints.get(key) ?? { what: key, count: 0, example: `#${i} ${describe(sent)} → ${received.status} ${received.text.slice(0, 400)}` };
      complaint.count++;
      complaints.set(key, complaint);
    }
    // signed out by the request itself: go on as somebody new
    if (!(await stillSignedIn(client, received, sent))) {
      client = await newClient(kith);
      things = await ownThings(kith, client);
    }
  }
  agent.destroy();
  return { complaints: [...complaints.values()], statuses };
}

async function stillSignedIn(client: Client, received: Received, sent: Sent) {
  if (received.status !== 401 && !sent.url.includes('/auth/')) return true;
  return (await client.get('/auth/session')).status === 200;
}

async function newClient(kith: TestKith): Promise<Client> {
  const client = await signUp(kith, `fuzz_${randomUUID().slice(0, 8)}`);
  await makeThings(kith, client, 'Own');
  return client;
}

const singular = (table: string) => table.replace(/ies$/, 'y').replace(/s$/, '');

/** Ids of what the client owns, by kind: everything with an id in a table that belongs to the space or the user. */
async function ownThings(kith: TestKith, client: Client): Promise<Record<string, string[]>> {
  const tables = (await tablesOf(kith.owner)).filter((table) => table.columns.includes('id') && table.columns.some((column) => column === 'space_id' || column === 'user_id'));
  const parts = tables.map(({ name, columns }) => {
    const where = [columns.includes('space_id') && 'space_id = $1', columns.includes('user_id') && 'user_id = $2'].filter(Boolean).join(' or ');
    return `(select '${name}' as name, id::text from "${name}" where ${where} order by id desc limit 60)`;
  });
  const { rows } = await kith.owner.query(`select name, array_agg(id order by id) as ids from (${parts.join(' union all ')}) s where $1::uuid is not null and $2::uuid is not null group by 1`, [client.space.id, client.user.id]);
  return { ...Object.fromEntries(rows.map((row) => [singular(row.name), row.ids])), user: [client.user.id], space: [client.space.id] };
}

const redeem = (text: string, things: Record<string, string[]>) =>
  text.replace(/@@(\w+):(\d+)@@/g, (_, kind: string, n: string) => {
    const ids = things[kind] ?? things.contact ?? [];
    return ids[Number(n) % ids.length] ?? '00000000-0000-7000-8000-000000000000';
  });

/** Every place in a value, as paths. */
function placesIn(value: unknown, path: (string | number)[] = [], depth = 0): (string | number)[][] {
  if (typeof value !== 'object' || value === null || depth > 5) return [path];
  return [path, ...Object.entries(value).slice(0, 40).flatMap(([key, child]) => placesIn(child, [...path, Array.isArray(value) ? Number(key) : key], depth + 1))];
}

function mutateBody(body: unknown, change: Extract<Mutation, { at: 'body' }>): unknown {
  const places = placesIn(body);
  const path = places[change.where % places.length]!;
  const edit = (value: unknown, [key, ...rest]: (string | number)[]): unknown => {
    if (key === undefined) {
      if (change.do === 'replace') return change.value;
      if (change.do === 'wrap') return [value];
      if (change.do === 'remove') return undefined;
      if (Array.isArray(value)) return [...value, change.value];
      if (typeof value !== 'object' || value === null) return change.value;
      const grown = { ...value };
      Object.defineProperty(grown, change.key, { value: change.value, enumerable: true, configurable: true, writable: true });
      return grown;
    }
    const copy: any = Array.isArray(value) ? [...value] : { ...(value as object) };
    copy[key] = edit(copy[key], rest);
    return copy;
  };
  return edit(body, path);
}

function build(plan: Plan, client: Client, things: Record<string, string[]>): Sent {
  let { method } = plan.route;
  let body = plan.body;
  let raw: { raw: string; contentType: string | undefined } | undefined;
  const query = [...plan.query];
  const headers: Record<string, string> = { cookie: client.cookie ?? '' };
  const segments = plan.route.path.split('/').map((segment) => encodeURIComponent(segment).replace(/^%7B(\w+)%7D$/, (_, name: string) => encodeURIComponent(redeem(plan.params[name]!, things))));
  let [prefix, suffix] = ['', ''];
  for (const change of plan.mutations) {
    if (change.at === 'body') body = mutateBody(body, change);
    else if (change.at === 'raw') raw = change;
    else if (change.at === 'query') query.push([change.key, change.value]);
    else if (change.at === 'header') headers[change.key] = redeem(change.value, things);
    else if (change.at === 'method') method = change.method;
    else if (change.do === 'segment') segments[1 + (change.where % (segments.length - 1))] = change.text;
    else if (change.do === 'suffix') suffix += `/${change.text}`;
    else prefix += change.text.startsWith('/') ? change.text : `/${change.text}`;
  }
  const search = query.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(redeem(value, things).toWellFormed())}`).join('&');
  const payload = raw ? raw.raw : body === undefined ? undefined : redeem(JSON.stringify(body) ?? '', things);
  const contentType = raw ? raw.contentType : payload === undefined ? undefined : 'application/json';
  if (contentType !== undefined) headers['content-type'] = contentType;
  return { method, url: prefix + segments.join('/') + suffix + (search ? `?${search}` : ''), headers, body: payload, plan };
}

/** A request as it goes over the wire. @throws when the connection ends without an answer */
function exchange(agent: Agent, base: URL, sent: Sent): Promise<Received> {
  return new Promise((done, fail) => {
    const request = httpRequest({ agent, host: base.hostname, port: base.port, method: sent.method, path: sent.url, headers: { ...sent.headers, ...(sent.body === undefined ? {} : { 'content-length': Buffer.byteLength(sent.body) }) }, timeout: 20_000 }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', fail);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const encoding = bytes.length ? response.headers['content-encoding'] : undefined;
        const plain = encoding === 'br' ? brotliDecompressSync(bytes) : encoding === 'gzip' ? gunzipSync(bytes) : encoding === 'deflate' ? inflateSync(bytes) : encoding === 'zstd' ? zstdDecompressSync(bytes) : bytes;
        done({ status: response.statusCode!, headers: response.headers, text: plain.toString('utf8') });
      });
    });
    request.on('timeout', () => request.destroy(new Error('no answer within 20 s')));
    request.on('error', fail);
    request.end(sent.body);
  });
}

function describe({ method, url, headers, body }: Sent): string {
  const { cookie: _, ...shown } = headers;
  return `${method} ${url.slice(0, 400)} ${JSON.stringify(shown).slice(0, 300)} ${body === undefined ? '' : JSON.stringify(body.slice(0, 500))}`;
}
