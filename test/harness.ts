import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { accessChanged } from '../src/server/domains/accounts/access.ts';
import { authenticate, ctxOf } from '../src/server/domains/accounts/index.ts';
import { createKith, type Kith } from '../src/server/app.ts';
import { loadConfig } from '../src/server/platform/config.ts';
import type { Ctx } from '../src/server/platform/context.ts';
import { ensureOwner, migrate } from '../src/server/platform/database/migrate.ts';

/** Runs one statement on the maintenance database of the test server. */
async function onServer<T>(fn: (client: pg.Client) => Promise<T>): Promise<T> {
  const url = new URL(inject('databaseUrl'));
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    return await fn(client);
  } finally {
    await client.end();
  }
}

const OWNER_PASSWORD = 'owner-of-the-test-databases';

type TestDatabase = { superuserUrl: string; ownerUrl: string };

/** Makes a database of the owner, from the template that the first caller of the run migrates, or empty. */
async function makeDatabase(template: 'kith_template' | 'template1'): Promise<TestDatabase> {
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  await onServer(async (client) => {
    await client.query('select pg_advisory_lock(1)');
    try {
      const { rowCount } = await client.query(`select 1 from pg_database where datname = 'kith_template'`);
      if (!rowCount) {
        await client.query('create database kith_template_making');
        await migrate(await ensureOwner(urlOf('kith_template_making')));
        await client.query(`alter role kith_owner password '${OWNER_PASSWORD}'`); // one for the whole run: databases are made side by side
        await client.query('alter database kith_template_making rename to kith_template');
      }
      await client.query(`create database ${name} template ${template} owner kith_owner`);
    } finally {
      await client.query('select pg_advisory_unlock(1)');
    }
  });
  const owner = new URL(urlOf(name));
  owner.username = 'kith_owner';
  owner.password = OWNER_PASSWORD;
  return { superuserUrl: urlOf(name), ownerUrl: owner.href };
}

/** A new database without anything in it. */
export const emptyDatabase = () => makeDatabase('template1');

/** A new, migrated database. */
export async function testDatabase(): Promise<TestDatabase & { appUrl: string }> {
  const database = await makeDatabase('kith_template');
  return { ...database, appUrl: (await migrate(database.ownerUrl)).appUrl };
}

/** Connection of the superuser to a database of the test server. */
function urlOf(database: string) {
  const url = new URL(inject('databaseUrl'));
  url.pathname = `/${database}`;
  return url.href;
}

export type TestKith = Kith & { ownerUrl: string; superuserUrl: string; appUrl: string; client(): Client; owner: pg.Pool; live(): Promise<string>; close(): Promise<void> };

/** A Kith on a database of its own (or that of `beside`: a second process), answering in process. Answers outside their schema fail. */
export async function testKith(env: Record<string, string> = {}, beside?: Pick<TestKith, 'ownerUrl' | 'appUrl' | 'superuserUrl'>): Promise<TestKith> {
  const { ownerUrl, appUrl, superuserUrl } = beside ?? (await testDatabase());
  const dataDir = mkdtempSync(join(tmpdir(), 'kith-test-'));
  const config = loadConfig({ LOG_LEVEL: 'error', KITH_RATE_LIMITS: 'off', KITH_DATA_DIR: dataDir, KITH_DATABASE_CONNECTIONS: '5', ...env });
  const kith = await createKith(config, appUrl, { checkResponses: true });
  await kith.app.ready();
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  const query = owner.query.bind(owner) as (...args: unknown[]) => Promise<unknown>;
  /** Who is made a member past Kith is one at once, as after Kith's own changes; word of the database comes a moment later. */
  const tellingQuery = async (...args: unknown[]) => {
    const result = await query(...args);
    if (String(args[0]).includes('insert into space_members')) accessChanged(kith.platform);
    return result;
  };
  Object.assign(owner, { query: tellingQuery });
  return {
    ...kith,
    ownerUrl,
    superuserUrl,
    appUrl,
    owner,
    /** Starts jobs, sealing and sockets, and listens on a free port. Returns the address. */
    async live() {
      await kith.start();
      return kith.app.listen({ port: 0, host: '127.0.0.1' });
    },
    client: () => new Client(kith),
    async close() {
      await kith.app.close();
      await owner.end();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Ends the database connections that `which` (a condition on pg_stat_activity) picks, as a crash or a restart would. Returns how many. */
export async function dropConnections(kith: TestKith, which: string): Promise<number> {
  const client = new pg.Client({ connectionString: kith.superuserUrl });
  await client.connect();
  try {
    return (await client.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and ${which}`)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

type Answer = { status: number; body: any; headers: Record<string, string | string[] | number | undefined> };

/** What a browser or program does: requests with a cookie jar or a bearer token. */
export class Client {
  readonly #kith: Kith;
  cookie: string | undefined;
  headers: Record<string, string> = {};
  user!: { id: string; username: string };
  space!: { id: string };

  constructor(kith: Kith) {
    this.#kith = kith;
  }

  async request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await this.#kith.app.inject({
      method: method as 'GET',
      url: path.startsWith('/api/') || path.startsWith('/health') || path.startsWith('/metrics') ? path : `/api/v1${path}`,
      headers: { ...(this.cookie ? { cookie: this.cookie } : {}), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...this.headers, ...headers },
      ...(body === undefined ? {} : { payload: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
    });
    const cookie = response.cookies.find((candidate) => candidate.name === 'kith_session');
    if (cookie) this.cookie = cookie.value ? `kith_session=${cookie.value}` : undefined;
    const json = String(response.headers['content-type'] ?? '').includes('json');
    return { status: response.statusCode, body: json ? response.json() : response.body, headers: response.headers };
  }

  /** Sends a form with one file, as a page does. */
  async upload(method: string, path: string, part: string, file: { name: string; content: string | Uint8Array; type?: string }, fields: Record<string, string> = {}): Promise<Answer> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set(part, new Blob([typeof file.content === 'string' ? file.content : new Uint8Array(file.content)], { type: file.type ?? 'application/octet-stream' }), file.name);
    const encoded = new Response(form);
    return this.request(method, path, Buffer.from(await encoded.arrayBuffer()), { 'content-type': encoded.headers.get('content-type')! });
  }

  get = (path: string, headers?: Record<string, string>) => this.request('GET', path, undefined, headers);
  post = (path: string, body?: unknown, headers?: Record<string, string>) => this.request('POST', path, body, headers);
  put = (path: string, body?: unknown, headers?: Record<string, string>) => this.request('PUT', path, body, headers);
  patch = (path: string, body?: unknown, headers?: Record<string, string>) => this.request('PATCH', path, body, headers);
  delete = (path: string, body?: unknown, headers?: Record<string, string>) => this.request('DELETE', path, body, headers);
}

/** A signed-in new user. */
export async function signUp(kith: TestKith, username = `user_${randomUUID().slice(0, 8)}`): Promise<Client> {
  const client = kith.client();
  const { status, body } = await client.post('/auth/register', { username, password: PASSWORD });
  if (status !== 201) throw new Error(`Sign-up failed: ${JSON.stringify(body)}`);
  client.user = body.user;
  client.space = body.space;
  return client;
}

/** The context in which requests of a signed-in `client` run, for what is asked of verbs and jobs past HTTP. */
export const contextOf = async ({ platform }: Kith, client: Client): Promise<Ctx> => ctxOf(platform, (await authenticate(platform, client.cookie!.split('=')[1]!))!, { ip: null, user_agent: null });

export const PASSWORD = 'correct-horse-battery-7';
