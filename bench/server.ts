import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const main = join(import.meta.dirname, '../src/server/main.ts');

export type Server = { url: string; pid: number; ms: number; cpuSeconds(): number; memoryMb(): number; stop(signal?: NodeJS.Signals): Promise<void> };

/** Starts Kith (or another script that prints an address) as its own process and waits for the address. `ms`: how long that took. */
export async function startServer(env: Record<string, string>, script = main): Promise<Server> {
  const started = performance.now();
  const child: ChildProcess = spawn(process.execPath, [script], { env: { ...process.env, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: '0', KITH_RATE_LIMITS: 'off', LOG_LEVEL: 'error', ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout!.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const match = /http:\/\/[\d.]+:\d+/.exec(printed);
      if (match) resolve(match[0]);
    });
    child.on('exit', (code) => reject(new Error(`The server ended with ${code}: ${printed}`)));
  });
  const proc = (file: string) => readFileSync(`/proc/${child.pid}/${file}`, 'utf8');
  return {
    url,
    pid: child.pid!,
    ms: performance.now() - started,
    cpuSeconds() {
      const fields = proc('stat').split(') ')[1]!.split(' ');
      return (Number(fields[11]) + Number(fields[12])) / 100; // clock ticks of 10 ms
    },
    memoryMb: () => Number(/VmRSS:\s+(\d+)/.exec(proc('status'))![1]) / 1024,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      await once(child, 'exit');
    },
  };
}
