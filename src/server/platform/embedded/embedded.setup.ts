import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { onTestFinished, vi } from 'vitest';
import { startEmbedded, type EmbeddedDatabase, type EmbeddedOptions } from '../embedded.ts';

export const asRoot = process.getuid?.() === 0;

/** A data directory other users can reach, or not; removed with whatever runs in it after the test. */
export function dataDirectory({ closed = false } = {}): string {
  const parent = mkdtempSync(join(tmpdir(), 'kith-embedded-'));
  chmodSync(parent, closed || !asRoot ? 0o700 : 0o755);
  const dataDir = join(parent, 'data');
  onTestFinished(async () => {
    const pid = postmasterPid(dataDir);
    if (pid && isAlive(pid)) process.kill(pid, 'SIGKILL');
    const moved = clusterRoot(dataDir);
    for (const folder of [parent, moved]) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return dataDir;
}

/** Starts the database in this process; it is stopped after the test. */
export async function start(dataDir: string, options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedDatabase & { messages: string[] }> {
  const messages: string[] = [];
  const note = (message: string): void => void messages.push(message);
  const database = await startEmbedded({ dataDir, log: { info: note, warn: note, error: note }, ...options });
  onTestFinished(() => database.stop());
  return { ...database, messages };
}

/** Another Node that starts the database, prints its URL (or what went wrong) and stays, or does `then`; killed after the test. */
export async function startInChild(dataDir: string, then = 'setInterval(() => {}, 1000)', account: { uid?: number; gid?: number } = {}): Promise<ChildProcess & { said: string }> {
  const module = new URL('../embedded.ts', import.meta.url).href;
  const script = `
    const { startEmbedded } = await import(${JSON.stringify(module)});
    const log = { info() {}, warn() {}, error() {} };
    const database = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log }).catch((error) => {
      console.log(error.name + ': ' + error.message);
      process.exit(1);
    });
    console.log(database.url);
    ${then}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { ...account, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  const said = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk) => resolve(String(chunk).trim()));
    child.once('close', () => reject(new Error(`nothing said: ${errors}`)));
  });
  return Object.assign(child, { said });
}

export async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(text)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The result of the query once the database answers again. */
export function eventually(url: string, text: string): Promise<Record<string, unknown>[]> {
  return vi.waitFor(() => query(url, text), { timeout: 30_000, interval: 50 });
}

function clusterRoot(dataDir: string): string {
  try {
    return (JSON.parse(readFileSync(join(dataDir, 'database.json'), 'utf8')) as { moved_to?: string }).moved_to ?? dataDir;
  } catch {
    return dataDir;
  }
}

export function postmasterPid(dataDir: string): number {
  try {
    return Number(readFileSync(join(clusterRoot(dataDir), 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return 0;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
