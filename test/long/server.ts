import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '../..');

/** A Kith as people run it: a process of its own, with what it needs in a data directory. */
export type RealKith = { url: string; process: ChildProcess; readyMs: number; said(): string };

/** A data directory that the database user can enter. */
export function dataDirectory(): { path: string; remove(): void } {
  const parent = mkdtempSync(join(tmpdir(), 'kith-test-'));
  chmodSync(parent, 0o755);
  const path = join(parent, 'data');
  mkdirSync(path);
  return { path, remove: () => rmSync(parent, { recursive: true, force: true, maxRetries: 5 }) };
}

const environment = (env: Record<string, string>) => ({ PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', PORT: '0', KITH_RATE_LIMITS: 'off', LOG_LEVEL: 'fatal', ...env });

/** Starts the server and waits until it says its address. @throws with what it said, when it ends instead */
export async function startReal(env: Record<string, string>): Promise<RealKith> {
  const start = performance.now();
  const child = spawn(process.execPath, [join(ROOT, 'src/server/main.ts')], { cwd: ROOT, env: environment(env), stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const url = await new Promise<string>((done, fail) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const found = /ready at (\S+)/.exec(said);
      if (found) done(found[1]!);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', (code) => fail(new Error(`Kith ended with ${code}: ${said}`)));
  });
  return { url, process: child, readyMs: performance.now() - start, said: () => said };
}

/** Runs a command of the command line. @returns its exit code and what it said */
export async function command(env: Record<string, string>, ...args: string[]): Promise<{ code: number; said: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(ROOT, 'src/server/cli.ts'), ...args], { cwd: ROOT, env: environment(env) });
    return { code: 0, said: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, said: stdout + stderr };
  }
}

/** The process id of the embedded database of a data directory, or undefined. */
export function postmasterOf(dataDir: string): number | undefined {
  const file = join(dataDir, 'postgres', 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) || undefined : undefined;
}

/** Ends a process without warning, and waits until it is gone. */
export async function killHard(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

export type Answer = { status: number; body: any };

/** A request with a cookie; a connection that breaks is an error. */
export async function ask(url: string, cookie: string | undefined, method: string, path: string, body?: unknown, headers: Record<string, string> = {}, timeoutMs = 30_000): Promise<Answer & { cookie: string | undefined }> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { ...(cookie ? { cookie } : {}), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : undefined, cookie: response.headers.getSetCookie()[0]?.split(';')[0] };
}

/** Every row of a list. */
export async function all(url: string, cookie: string, path: string): Promise<any[]> {
  const rows: any[] = [];
  let cursor = '';
  do {
    const { status, body } = await ask(url, cookie, 'GET', `${path}${path.includes('?') ? '&' : '?'}limit=100${cursor && `&cursor=${cursor}`}`);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    rows.push(...body.data);
    cursor = body.next_cursor ?? '';
  } while (cursor);
  return rows;
}
