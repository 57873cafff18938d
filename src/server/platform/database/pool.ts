import pg from 'pg';

const { builtins } = pg.types;

// One name and one form in every layer: dates and times stay strings, times in ISO 8601 with microseconds and offset
// (connections run in UTC). int8 is a number while that is exact.
pg.types.setTypeParser(builtins.TIMESTAMPTZ, (value: string) => `${value.replace(' ', 'T')}:00`);
pg.types.setTypeParser(builtins.DATE, (value: string) => value);
pg.types.setTypeParser(builtins.INT8, (value: string) => {
  const n = Number(value);
  if (!Number.isSafeInteger(n)) throw new Error('A bigint left the range that JavaScript counts exactly.');
  return n;
});

/** Time limits by kind of query, in milliseconds. */
export const TIMEOUT = { simple: 5_000, complex: 30_000, export: 300_000 } as const;

/** A pool of pipelining connections in UTC. `onError` hears of idle connections that were lost; the pool replaces them itself. */
export function createPool(url: string, options: { max: number; onError: (error: Error) => void; application: string }): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max,
    pipeline: true,
    connectionTimeoutMillis: 2_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    statement_timeout: TIMEOUT.simple,
    idle_in_transaction_session_timeout: 60_000,
    application_name: options.application,
    options: '-c TimeZone=UTC -c jit=off',
  } as pg.PoolConfig);
  // its end does not wait for the last goodbyes; a database that stops meanwhile is nobody's loss
  pool.on('error', (error) => void (pool.ending || options.onError(error)));
  // One that is lost while it is lent says so too; unheard, that would end the process. Its query or the next one fails.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

const LOST = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT', '57P01', '57P02', '57P03', '08000', '08003', '08006', '08001', '53300']);

/** True when the database could not be reached or went away, as opposed to having refused a statement. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: string }).code;
  if (code) return LOST.has(code);
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/i.test(error.message);
}
