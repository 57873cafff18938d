import type pg from 'pg';
import type { Sql } from 'sql-template-tag';
import { unavailable } from '../errors.ts';
import { isConnectionLoss, TIMEOUT } from './pool.ts';
import { createWatch, streamOf } from './watch.ts';

/** Something a store can ask: one query in, its rows out. */
export type Db = { query<T>(query: Sql): Promise<T[]> };

/** Who acts, and in which spaces. Set on the connection for each transaction; without it a query returns nothing. */
export type Tenant = {
  user_id: string | null;
  read_spaces: readonly string[];
  write_spaces: readonly string[];
  channel: string;
  action_id: string;
  undoes?: string | undefined;
};

export type TxOptions = { timeout?: keyof typeof TIMEOUT };

export type UnitOfWork = Db & {
  /** The same transaction with the time limit that what follows needs. */
  within(options?: TxOptions): Promise<Db>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
};

export type Database = {
  /** One query as `tenant`, in one round trip. */
  read<T>(tenant: Tenant, query: Sql, options?: TxOptions): Promise<T[]>;
  /**
   * Several queries as `tenant` that see the same moment: those that `fn` asks at once, without awaiting between them, share a round
   * trip, and so does the beginning. `fn` may run again when the connection is lost.
   */
  reads<T>(tenant: Tenant, fn: (db: Db) => Promise<T>, options?: TxOptions): Promise<T>;
  /** One transaction as `tenant`. `fn` may run again after a deadlock, so it must do nothing but query. */
  tx<T>(tenant: Tenant, fn: (tx: Db) => Promise<T>, options?: TxOptions): Promise<T>;
  /** A transaction that the caller ends: for a request that is one unit of work. Give it back with commit or rollback. */
  begin(tenant: Tenant): Promise<UnitOfWork>;
  /** One call of a definer function, as nobody: what sign-in and schedulers use. */
  anonymous<T>(query: Sql): Promise<T[]>;
  /** Adds one who hears about every query, in its asynchronous context: its text and milliseconds. */
  observe(listener: (text: string, ms: number) => void): void;
  /** Hears that a transaction was committed in this process: there may be changes to seal. */
  onCommit(listener: () => void): void;
  pool: pg.Pool;
  close(): Promise<void>;
};

const COMMIT = 'commit';
const ROLLBACK = 'rollback';

/** A setting of the transaction. Values are ids and words that Kith made itself; anything else would be a fault of ours. */
function set(name: string, value: string): string {
  if (!/^[\w,{}-]*$/.test(value)) throw new Error(`${name} holds what is neither an id nor a word.`);
  return `set local ${name} = '${value}'`;
}

// How a transaction opens: begin, who acts, and the time limit as one simple statement. Beside the query that is one message
// instead of two prepared ones: 26,000 against 21,400 reads/s and 26 against 38 µs of CPU in one run.
const limitOf = (options?: TxOptions) => (options?.timeout && options.timeout !== 'simple' ? `;set local statement_timeout = ${TIMEOUT[options.timeout]}` : '');
const openRead = (t: Tenant, options?: TxOptions) => `begin read only;${set('kith.user_id', t.user_id ?? '')};${set('kith.read_spaces', `{${t.read_spaces.join(',')}}`)}${limitOf(options)}`;
const openWrite = (t: Tenant, options?: TxOptions) =>
  ['begin', set('kith.user_id', t.user_id ?? ''), set('kith.read_spaces', `{${t.read_spaces.join(',')}}`), set('kith.write_spaces', `{${t.write_spaces.join(',')}}`), set('kith.channel', t.channel), set('kith.action_id', t.action_id), set('kith.undoes', t.undoes ?? '')].join(';') + limitOf(options);

/**
 * Statements are prepared once per connection, by their text. The store writes a bounded number of texts (filters are fragments),
 * but a list of ids would make one per length: past the limit, texts run unnamed.
 */
const names = new Map<string, string>();
function named(query: Sql): pg.QueryConfig {
  const text = query.text;
  let name = names.get(text);
  if (!name && names.size < 1000) names.set(text, (name = `q${names.size}`));
  return name ? { name, text, values: query.values as unknown[] } : { text, values: query.values as unknown[] };
}

/** Sends what `fn` queries in one write: the driver corks the stream for each query, which costs a system call each. */
function inOneWrite<T>(client: pg.PoolClient, fn: () => T): T {
  const stream = streamOf(client);
  stream.cork();
  try {
    return fn();
  } finally {
    stream.uncork();
  }
}

/** Milliseconds beyond its own time limit that a statement may leave us without an answer. */
const SILENCE = 2_000;
const patience = (options?: TxOptions) => TIMEOUT[options?.timeout ?? 'simple'] + SILENCE;

const RETRIABLE = new Set(['40P01', '40001']);

/**
 * Wraps the pool of the unprivileged role. See ARCHITECTURE.md, "The spine".
 * @param onHang hears that the server hangs, and that it answers again
 */
export function createDatabase(pool: pg.Pool, onHang: (hung: boolean) => void = () => {}): Database {
  const observers: ((text: string, ms: number) => void)[] = [];
  let committed: (() => void) | undefined;

  const watch = createWatch(pool, onHang);
  const { watched } = watch;
  const spent = (start: number) => performance.now() - start > TIMEOUT.simple;

  async function connect(): Promise<pg.PoolClient> {
    if (watch.hung) throw unavailable();
    try {
      return await pool.connect();
    } catch (error) {
      if (isConnectionLoss(error)) throw unavailable();
      throw error;
    }
  }

  async function timed<T>(client: pg.PoolClient, query: Sql, options?: TxOptions): Promise<T[]> {
    const config = named(query);
    const start = performance.now();
    try {
      return (await watched(client, patience(options), client.query(config))).rows as T[];
    } finally {
      const ms = performance.now() - start;
      for (const observer of observers) observer(config.text, ms);
    }
  }

  // begin, who acts, the query and commit leave in one write and come back in one read (1.34× the CPU of no tenant at all;
  // awaiting each costs 1.7×).
  async function readOnce<T>(client: pg.PoolClient, tenant: Tenant, query: Sql, options?: TxOptions): Promise<T[]> {
    const opening = openRead(tenant, options);
    const [opened, rows, ended] = await Promise.allSettled(inOneWrite(client, () => [client.query(opening), timed<T>(client, query, options), client.query(COMMIT)] as const));
    for (const result of [opened, rows, ended]) if (result.status === 'rejected') throw result.reason;
    return (rows as PromiseFulfilledResult<T[]>).value;
  }

  return {
    pool,
    observe: (listener) => void observers.push(listener),
    onCommit: (listener) => (committed = listener),
    close: () => (watch.stop(), pool.end()),

    async read(tenant, query, options) {
      const start = performance.now();
      for (let attempt = 1; ; attempt++) {
        const client = await connect();
        try {
          const rows = await readOnce<never>(client, tenant, query, options);
          client.release();
          return rows;
        } catch (error) {
          const lost = isConnectionLoss(error);
          client.release(lost);
          if (!lost) throw error;
          if (attempt > 2 || spent(start)) throw unavailable();
          await new Promise((done) => setTimeout(done, 50 * attempt)); // a restarted server left dead connections in the pool
        }
      }
    },

    async reads(tenant, fn, options) {
      const start = performance.now();
      for (let attempt = 1; ; attempt++) {
        const client = await connect();
        try {
          const [opened, answered] = await Promise.allSettled(inOneWrite(client, () => [client.query(openRead(tenant, options)), fn({ query: (query) => timed(client, query, options) })] as const));
          for (const result of [opened, answered]) if (result.status === 'rejected') throw result.reason;
          await watched(client, patience(options), client.query(COMMIT));
          client.release();
          return (answered as PromiseFulfilledResult<Awaited<ReturnType<typeof fn>>>).value;
        } catch (error) {
          const lost = isConnectionLoss(error);
          if (!lost) await watched(client, patience(), client.query(ROLLBACK)).catch(() => {});
          client.release(lost);
          if (!lost) throw error;
          if (attempt > 2 || spent(start)) throw unavailable();
          await new Promise((done) => setTimeout(done, 50 * attempt));
        }
      }
    },

    async tx(tenant, fn, options) {
      const start = performance.now();
      for (let attempt = 1; ; attempt++) {
        const client = await connect();
        let committing = false;
        try {
          await watched(client, patience(), client.query(openWrite(tenant, options)));
          const result = await fn({ query: (query) => timed(client, query, options) });
          committing = true;
          await watched(client, patience(options), client.query(COMMIT));
          client.release();
          committed?.();
          return result;
        } catch (error) {
          const lost = isConnectionLoss(error);
          if (!lost) await watched(client, patience(), client.query(ROLLBACK)).catch(() => {});
          client.release(lost);
          if (RETRIABLE.has((error as { code?: string }).code ?? '') && attempt < 4) {
            await new Promise((done) => setTimeout(done, Math.random() * 20 * attempt));
            continue;
          }
          // Lost before commit: nothing happened, so it may run again. Lost during commit: nobody knows, so say so.
          if (lost && !committing && attempt < 3 && !spent(start)) {
            await new Promise((done) => setTimeout(done, 50 * attempt));
            continue;
          }
          if (lost) throw unavailable(committing ? 'The database went away while saving. Look whether the change is there before you repeat it.' : undefined);
          throw error;
        }
      }
    },

    async begin(tenant) {
      const client = await connect();
      try {
        await watched(client, patience(), client.query(openWrite(tenant)));
      } catch (error) {
        client.release(true);
        throw isConnectionLoss(error) ? unavailable() : error;
      }
      let limit: TxOptions | undefined;
      const work: Db = { query: (query) => timed(client, query, limit) };
      const end = async (statement: string) => {
        try {
          await watched(client, patience(limit), client.query(statement));
          client.release();
          if (statement === COMMIT) committed?.();
        } catch (error) {
          client.release(true);
          if (statement !== COMMIT) return; // a lost connection rolls back by itself
          throw isConnectionLoss(error) ? unavailable('The database went away while saving. Repeat the request with the same Idempotency-Key.') : error;
        }
      };
      return {
        ...work,
        async within(options) {
          if (patience(options) > patience(limit)) {
            limit = options;
            await watched(client, patience(), client.query(limitOf(options).slice(1)));
          }
          return work;
        },
        commit: () => end(COMMIT),
        rollback: () => end(ROLLBACK),
      };
    },

    async anonymous(query) {
      const start = performance.now();
      for (let attempt = 1; ; attempt++) {
        const client = await connect();
        try {
          const rows = await timed<never>(client, query);
          client.release();
          return rows;
        } catch (error) {
          const lost = isConnectionLoss(error);
          client.release(lost);
          if (!lost) throw error;
          if (attempt > 2 || spent(start)) throw unavailable();
        }
      }
    },
  };
}
