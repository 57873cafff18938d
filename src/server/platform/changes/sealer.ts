import type { FastifyBaseLogger } from 'fastify';
import sql from 'sql-template-tag';
import type { Database } from '../database/database.ts';

/** Rows of one batch; a full one means that there is more. 10,000 take about 0.7 s, well inside the statement timeout. */
const BATCH = 10_000;
/** What was committed by another process, or while the database was away, is sealed at the latest after this. */
const TICK_MS = 1_000;
/** Under load, commits of this time share a batch: the chain costs per batch, not per row. */
const GATHER_MS = 10;
const BUSY_RETRY_MS = 15;
const DAY_MS = 86_400_000;

export type Sealer = { start(): void; stop(): Promise<void> };

/**
 * Gives committed changes their position, right after each commit of this process and at least every second. Several
 * processes may run one: the database lets one work at a time.
 */
export function createSealer(database: Database, log: FastifyBaseLogger): Sealer {
  let flight: Promise<void> | undefined;
  let again = false;
  let stopped = true;
  let failing = false;
  let ticker: NodeJS.Timeout | undefined;
  let partitionsMadeAt = 0;

  async function seal() {
    if (Date.now() - partitionsMadeAt > DAY_MS) {
      await database.anonymous(sql`select kith.make_change_partitions()`);
      partitionsMadeAt = Date.now();
    }
    for (;;) {
      const [row] = await database.anonymous<{ sealed: number }>(sql`select kith.seal_changes(${BATCH}) as sealed`);
      if (row!.sealed === BATCH) continue;
      if (row!.sealed >= 0 || stopped) return;
      await pause(BUSY_RETRY_MS); // another process seals; its view may be older than our commit
    }
  }

  async function fly() {
    for (;;) {
      again = false;
      try {
        await seal();
        if (failing) log.info('changes are sealed again');
        failing = false;
      } catch (error) {
        if (!failing) log.warn({ err: error }, 'changes cannot be sealed now; they wait in the database');
        failing = true;
        return; // the next tick tries again
      }
      if (!again || stopped) return;
      await pause(GATHER_MS);
    }
  }

  function poke() {
    if (stopped) return;
    if (flight) {
      again = true;
      return;
    }
    flight = fly().finally(() => {
      flight = undefined;
      if (again) poke();
    });
  }

  return {
    start() {
      stopped = false;
      database.onCommit(poke);
      ticker = setInterval(poke, TICK_MS);
      ticker.unref();
      poke();
    },
    async stop() {
      stopped = true;
      clearInterval(ticker);
      await flight;
    },
  };
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
