import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { clusterName } from './settings.ts';
import type { Place } from './place.ts';

/** A running server of this cluster, as its postmaster.pid tells. */
export type Postmaster = { pid: number; /** Seconds since 1970. */ started: number; port: number; ready: boolean; };

/**
 * The living server of this cluster, whoever started it; undefined when there is none.
 * A number in postmaster.pid proves nothing (after kill -9 it may belong to any process), its command line does.
 */
export function runningPostmaster(place: Place): Postmaster | undefined {
  const lines = pidFile(place);
  const pid = Number(lines?.[0]);
  if (!lines || !(pid > 0) || !belongs(place, commandLine(pid))) return undefined;
  return { pid, started: Number(lines[2]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

function pidFile(place: Place): string[] | undefined {
  try {
    return readFileSync(join(place.pgdata, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Ends a server now that somebody told, by a plain kill, to end when its last connection does: until then it takes no new one. */
export function hurry(place: Place): void {
  if (pidFile(place)?.[7]?.trim() !== 'stopping') return;
  const running = runningPostmaster(place);
  if (running) signal(running.pid, 'SIGINT');
}

export function isRunning(place: Place, pid: number): boolean {
  return belongs(place, commandLine(pid));
}

/**
 * Clears what a killed server leaves: its orphaned children, which keep the shared memory busy so that a new server
 * would refuse to start, and a postmaster.pid whose number another process has got. Call only when no postmaster runs.
 */
export async function clearRemains(place: Place): Promise<void> {
  const deadline = Date.now() + 1000;
  for (;;) {
    const orphans = clusterProcesses(place);
    if (orphans.length === 0) break;
    // They notice the postmaster's death by themselves unless they are deep in a statement.
    if (Date.now() > deadline) for (const pid of orphans) signal(pid, 'SIGKILL');
    await sleep(20);
  }
  rmSync(join(place.pgdata, 'postmaster.pid'), { force: true });
}

/** Ends a server: fast (rolls back, writes out), after 5 s immediate, then by force. Returns when it has gone. */
export async function stopPostmaster(place: Place, pid: number): Promise<void> {
  const steps: [NodeJS.Signals, number][] = [['SIGINT', 5000], ['SIGQUIT', 2000], ['SIGKILL', 2000]];
  for (const [name, patience] of steps) {
    signal(pid, name);
    const deadline = Date.now() + patience;
    while (Date.now() < deadline) {
      if (!isRunning(place, pid)) return;
      await sleep(10);
    }
  }
  throw new Error(`The database process ${pid} cannot be ended.`);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** True for the postmaster (started with -D) and for its children (which rename themselves). */
function belongs(place: Place, command: string): boolean {
  return command.includes(`-D ${place.pgdata} `) || command.startsWith(`postgres: ${clusterName(place)}: `);
}

/** Empty for a process that is gone, or dead and not yet collected by its parent. */
function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return `${execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim()} `;
  } catch {
    return '';
  }
}

function clusterProcesses(place: Place): number[] {
  if (process.platform === 'linux') {
    return readdirSync('/proc').map(Number).filter((pid) => pid > 0 && belongs(place, commandLine(pid)));
  }
  const lines = execFileSync('ps', ['-axww', '-o', 'pid=,command='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, command] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid && belongs(place, `${command} `) ? [Number(pid)] : [];
  });
}
