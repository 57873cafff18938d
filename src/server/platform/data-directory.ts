import { randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { accessSync, constants, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Another living process works on this data directory. The message is meant for the person who started the second. */
export class DataDirectoryInUse extends Error {
  readonly directory: string;
  readonly pid: number;

  constructor(directory: string, pid: number) {
    super(`Kith is already running on ${directory} (process ${pid}). Stop it first, or set KITH_DATA_DIR to another directory.`);
    this.name = 'DataDirectoryInUse';
    this.directory = directory;
    this.pid = pid;
  }
}

export type DataDirectoryLock = { release(): void };

type Owner = { pid: number; started: string };

/**
 * Makes this process the only owner of a data directory, creating the directory if needed.
 *
 * The lock is the file `kith.lock`, which names the owner by process id *and* start time: a dead owner's lock
 * counts for nothing, also when its number has been given to another process since.
 * Waits up to `waitMs` for an owner that is on its way out (a launcher killed with -9 takes a moment to take its
 * server along), then throws {@link DataDirectoryInUse}.
 */
export async function lockDataDirectory(dataDir: string, { waitMs = 1500 } = {}): Promise<DataDirectoryLock> {
  const directory = resolve(dataDir);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(`Kith cannot write in its data directory ${directory} (${(error as NodeJS.ErrnoException).code}). Give this user the right to, or set KITH_DATA_DIR to another directory.`, { cause: error });
  }
  const file = join(directory, 'kith.lock');
  const mine: Owner = { pid: process.pid, started: processStart(process.pid) ?? '' };
  const deadline = Date.now() + waitMs;
  for (;;) {
    if (place(file, mine)) return { release: () => release(file, mine) };
    const owner = readOwner(file);
    if (owner && isAlive(owner)) {
      if (owner.pid === process.pid || Date.now() >= deadline) throw new DataDirectoryInUse(directory, owner.pid);
      await sleep(50);
    } else if (owner && !removeStale(file, owner)) {
      await sleep(50);
    }
  }
}

/** When a process started, as text to compare for equality; undefined when there is no such process. */
export function processStart(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      // The second field is the program's name in parentheses and may hold spaces; the start time is the 22nd.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
      return `${bootId()}/${fields[19]}`;
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Start times count from the boot of the machine, so the same numbers can come back after a reboot. */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

function isAlive(owner: Owner): boolean {
  return processStart(owner.pid) === owner.started;
}

/** Creates the lock with its content in one step (a link fails when the name is taken); false when it is taken. */
function place(file: string, owner: Owner): boolean {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, JSON.stringify(owner), { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The owner named in the lock; undefined when the lock has gone. An unreadable lock belongs to a dead owner. */
function readOwner(file: string): Owner | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (parsed && typeof parsed === 'object' && 'pid' in parsed && 'started' in parsed) {
      return { pid: Number(parsed.pid), started: String(parsed.started) };
    }
    return { pid: 0, started: 'unreadable' };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (error instanceof SyntaxError) return { pid: 0, started: 'unreadable' };
    throw error;
  }
}

/**
 * Removes a dead owner's lock; false when another process is at it.
 * Two starters may both find the same dead owner. If each simply deleted the file, the slower one would delete the
 * faster one's fresh lock. So the right to remove one particular owner's lock is itself a file only one can create.
 */
function removeStale(file: string, owner: Owner): boolean {
  const claim = `${file}.remove-${owner.pid}-${owner.started.replace(/[^\w-]+/g, '_')}`;
  try {
    writeFileSync(claim, '', { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    // Whoever claimed it died within the two lines below.
    const age = Date.now() - (statSync(claim, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > 5000) rmSync(claim, { force: true });
    return false;
  }
  const now = readOwner(file);
  if (now && now.pid === owner.pid && now.started === owner.started) rmSync(file, { force: true });
  rmSync(claim, { force: true });
  return true;
}

function release(file: string, owner: Owner): void {
  const now = readOwner(file);
  if (now && now.pid === owner.pid && now.started === owner.started) rmSync(file, { force: true });
}
