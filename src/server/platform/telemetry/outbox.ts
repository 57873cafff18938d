import type { Egress, EgressLog } from '../egress/index.ts';

export type OutboxCounts = { sent(n: number): void; dropped(n: number): void };

type Options<T> = {
  url: string;
  /** One word for egress records and circuits. */
  name: string;
  headers: Record<string, string>;
  /** What is sent for a batch. */
  encode: (batch: T[]) => string;
  /** Most items of one request, and most that wait; what comes on top is dropped. */
  batch: number;
  capacity: number;
  every_ms: number;
};

const TIMEOUT_MS = 5_000;
/** What the last batches may take when the process stops. */
const FAREWELL_MS = 2_000;
const PAUSE_MS = 60_000;

export type Outbox<T> = { add(item: T): void; close(): Promise<void> };

/**
 * Collects items and sends them in batches, beside whatever made them: `add` never waits and never throws. One request at a time;
 * a batch that the other side does not take is dropped and counted, not tried again.
 */
export function createOutbox<T>(egress: Egress, log: EgressLog, counts: OutboxCounts, options: Options<T>): Outbox<T> {
  const waiting: T[] = [];
  let sending: Promise<void> | undefined;
  let pausedUntil = 0;
  const timer = setInterval(() => void flush(), options.every_ms).unref();

  async function send(batch: T[], timeoutMs: number): Promise<void> {
    try {
      if (Date.now() < pausedUntil) throw new Error('the other side asked for a pause');
      const response = await egress.fetch(options.url, {
        target: 'configured', purpose: options.name, breaker: options.name, method: 'POST', headers: options.headers, body: options.encode(batch), timeoutMs, maxBytes: 100_000, retries: 0,
      });
      await response.arrayBuffer();
      if (response.status === 429) pausedUntil = Date.now() + (Number(response.headers.get('retry-after')) * 1000 || PAUSE_MS);
      if (!response.ok) throw new Error(`answered ${response.status}`);
      counts.sent(batch.length);
    } catch (error) {
      counts.dropped(batch.length);
      log.debug({ reason: error instanceof Error ? error.message : 'unknown', items: batch.length, to: options.name }, 'telemetry dropped');
    }
  }

  /** Sends all that waits, one batch after the other. */
  function flush(timeoutMs = TIMEOUT_MS): Promise<void> {
    return (sending ??= (async () => {
      while (waiting.length) await send(waiting.splice(0, options.batch), timeoutMs);
    })().finally(() => (sending = undefined)));
  }

  return {
    add(item) {
      if (waiting.length >= options.capacity) return counts.dropped(1);
      waiting.push(item);
      if (waiting.length >= options.batch && !sending) setImmediate(() => void flush());
    },
    async close() {
      clearInterval(timer);
      const farewell = new Promise<void>((done) => setTimeout(done, FAREWELL_MS).unref());
      await Promise.race([(async () => (await sending, flush(FAREWELL_MS)))(), farewell]);
    },
  };
}
