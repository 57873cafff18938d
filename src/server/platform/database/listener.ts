import pg from 'pg';
import type { FastifyBaseLogger } from 'fastify';

type Log = Pick<FastifyBaseLogger, 'warn' | 'info'>;
type Handler = (payload: string) => void;

export type Listener = {
  /** Hears every notification of `channel`, whoever sent it. Call before or after `start`. */
  on(channel: string, handler: Handler): void;
  /** Hears that listening began, at first and again after a loss: what was sent in between was missed. */
  onConnect(handler: () => void): void;
  /** Runs the handlers of this process at once, for a change it has just made: its own notification takes a moment to come back. */
  announce(channel: string, payload?: string): void;
  /** True while nothing can be missed. */
  readonly connected: boolean;
  /** Connects, and keeps connecting until `close`. */
  start(): void;
  close(): Promise<void>;
};

const RETRY_MS = [100, 250, 500, 1000, 2000];
/** A connection that died without a word is found out by asking. */
const HEARTBEAT_MS = 10_000;

/** One connection that only listens (LISTEN/NOTIFY) and comes back by itself. Handlers must not throw. */
export function createListener(url: string, log: Log): Listener {
  const handlers = new Map<string, Handler[]>();
  const connectHandlers: (() => void)[] = [];
  let client: pg.Client | undefined;
  let connected = false;
  let started = false;
  let closed = false;
  let failures = 0;
  let retry: NodeJS.Timeout | undefined;
  let heartbeat: NodeJS.Timeout | undefined;

  const listenTo = (to: pg.Client, channel: string) => to.query(`listen ${to.escapeIdentifier(channel)}`);
  const announce = (channel: string, payload = '') => {
    for (const handler of handlers.get(channel) ?? []) handler(payload);
  };

  /** Forgets a connection that failed and plans the next; further words of the same connection are ignored. */
  function lose(lost: pg.Client, error: Error) {
    if (lost !== client) return;
    if (connected) log.warn({ err: error }, 'the listening database connection was lost');
    client = undefined;
    connected = false;
    clearInterval(heartbeat);
    lost.end().catch(() => {});
    if (!closed) retry = setTimeout(connect, RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)]!).unref();
  }

  function connect() {
    const mine = new pg.Client({ connectionString: url, application_name: 'kith listener', connectionTimeoutMillis: 2_000, query_timeout: 5_000, keepAlive: true });
    client = mine;
    mine.on('notification', ({ channel, payload }) => mine === client && announce(channel, payload));
    mine.on('error', (error) => lose(mine, error));
    mine.on('end', () => lose(mine, new Error('The connection ended.')));
    const begin = async () => {
      await mine.connect();
      for (const channel of handlers.keys()) await listenTo(mine, channel);
      if (mine !== client) return;
      connected = true;
      failures = 0;
      heartbeat = setInterval(() => mine.query('select 1').catch((error: Error) => lose(mine, error)), HEARTBEAT_MS).unref();
      for (const handler of connectHandlers) handler();
    };
    begin().catch((error: Error) => lose(mine, error));
  }

  return {
    on(channel, handler) {
      const known = handlers.get(channel);
      if (known) return void known.push(handler);
      handlers.set(channel, [handler]);
      if (client && connected) {
        const current = client;
        listenTo(current, channel).catch((error: Error) => lose(current, error));
      }
    },
    onConnect: (handler) => void connectHandlers.push(handler),
    announce,
    get connected() {
      return connected;
    },
    start() {
      if (started || closed) return;
      started = true;
      connect();
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      clearInterval(heartbeat);
      const last = client;
      client = undefined;
      connected = false;
      await last?.end().catch(() => {});
    },
  };
}
