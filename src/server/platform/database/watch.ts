import type { Duplex } from 'node:stream';
import pg from 'pg';
import { isConnectionLoss } from './pool.ts';

/** How often it is looked whether somebody waits. */
const TICK_MS = 250;
/** An answer that takes longer makes us ask whether the server is there at all. */
const DOUBT_MS = 500;
/** A server that answers nobody for so many ticks after it was asked hangs. */
const PATIENCE_TICKS = 5;
/** Ticks that come this late do not count: on a machine that is too busy for us, the server may be just as slow. */
const LATE_MS = 50;

export type Watch = {
  /** True while the server hangs: whoever wants a connection is told so at once. */
  readonly hung: boolean;
  /** Waits for an answer of the server on a connection, at most `limit` ms: then the connection is given up. */
  watched<T>(client: pg.PoolClient, limit: number, answer: Promise<T>): Promise<T>;
  stop(): void;
};

type Wait = { client: pg.PoolClient; since: number; until: number };

/**
 * A server that hangs (or a network that swallows) answers nothing, not even that the time of a statement is up. While an answer is
 * late and no other one comes in either, a connection of its own asks for a sign of life. Without one, all that wait are let go,
 * and nobody starts to wait until there is one. A slow statement on a living server keeps its time. One clock for all of them, so
 * that a query costs no timer.
 * @param onChange hears that the server hangs, and that it answers again
 */
export function createWatch(pool: pg.Pool, onChange: (hung: boolean) => void): Watch {
  // a connection may have several answers to wait for at once
  const waiting = new Set<Wait>();
  let heard = 0;
  let hung = false;
  let probe: { ticks: number; end(): void } | undefined;

  const giveUp = (wait: Wait) => {
    waiting.delete(wait);
    streamOf(wait.client).destroy(new Error('Connection terminated: the server does not answer'));
  };
  function settle(now: boolean) {
    if (now === hung) return;
    hung = now;
    onChange(hung);
  }
  /** Asks on a new connection; whatever the server says to it, it lives. */
  function ask() {
    const client = new pg.Client({ ...pool.options, application_name: 'kith probe' } as pg.ClientConfig);
    const mine = { ticks: 0, end: () => void streamOf(client).destroy() };
    const done = (alive: boolean) => {
      if (probe !== mine) return mine.end();
      client.end().catch(() => {});
      probe = undefined;
      if (!alive) return;
      heard = performance.now();
      settle(false);
    };
    client.on('error', () => {});
    client.connect().then(() => done(true), (error: { code?: string }) => done(error.code !== undefined && error.code !== 'ETIMEDOUT'));
    probe = mine;
  }

  let ticked = performance.now();
  const clock = setInterval(() => {
    const now = performance.now();
    const busy = now - ticked > TICK_MS + LATE_MS;
    ticked = now;
    let late = hung;
    for (const wait of waiting) {
      if (now > wait.until) giveUp(wait);
      else late ||= now - Math.max(wait.since, heard) > DOUBT_MS;
    }
    if (probe && heard > now - TICK_MS) probe.ticks = 0; // it is slow, but it is there
    if (probe && !busy && ++probe.ticks > PATIENCE_TICKS) {
      probe.end();
      probe = undefined;
      settle(true);
      for (const wait of waiting) giveUp(wait);
    } else if (late && !probe) ask();
  }, TICK_MS).unref();

  return {
    get hung() {
      return hung;
    },
    async watched(client, limit, answer) {
      const since = performance.now();
      const wait = { client, since, until: since + limit };
      waiting.add(wait);
      try {
        const result = await answer;
        heard = performance.now();
        return result;
      } catch (error) {
        if (!isConnectionLoss(error)) heard = performance.now();
        throw error;
      } finally {
        waiting.delete(wait);
      }
    },
    stop: () => (clearInterval(clock), probe?.end()),
  };
}

/** The connection of a client to its server, which its types do not show. */
export const streamOf = (client: pg.ClientBase) => (client as unknown as { connection: { stream: Duplex } }).connection.stream;
