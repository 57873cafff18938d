import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../src/server/platform/embedded.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Superuser connection URL of the PostgreSQL of this test run (database `kith`, empty). */
    databaseUrl: string;
  }
}

/**
 * One PostgreSQL for the whole test run, in a temporary directory that is removed afterwards.
 * The cluster is made afresh each time: without waiting for the disk that takes 0.4 s, and copying a kept one
 * (40 MB in a thousand files) was no quicker.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'kith-test-'));
  const warn = (message: string): void => console.error(message);
  const database = await startEmbedded({ dataDir, temporary: true, log: { info: () => undefined, warn, error: warn } });
  const undertaker = cleanUpAfterDeath(dataDir, database.root);
  project.provide('databaseUrl', database.url);
  return async () => {
    await database.stop();
    undertaker.stdin.end();
  };
}

/**
 * A small shell that waits for a sign, or for this process to end in whatever way, and then removes server and files. Hundreds of
 * databases take up to 20 s to remove; nobody has to wait for that.
 */
function cleanUpAfterDeath(dataDir: string, root: string) {
  const script = `
    trap '' INT HUP
    read -r nothing
    pid=$(head -n 1 "$2/postgres/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid" && sleep 1
    rm -rf "$1" "$2"`;
  // The pipe closes when this process dies, even from kill -9, and that ends the read.
  const shell = spawn('/bin/sh', ['-c', script, 'sh', dataDir, root], { cwd: '/', detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  shell.unref();
  shell.stdin.on('error', () => undefined);
  (shell.stdin as Socket).unref(); // a pipe is one
  return shell;
}
