import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'kith-lock-'));
afterAll(() => rmSync(folder, { recursive: true }));
const module = new URL('../scripts/lock.mjs', import.meta.url).href;

/** A process that takes the lock, says so, and lets go when its input ends. */
function holder(file: string) {
  const program = `import { withLock } from ${JSON.stringify(module)}; await withLock(${JSON.stringify(file)}, async () => { console.log('held'); for await (const _ of process.stdin); });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  return { child, held: once(child.stdout, 'data') };
}
/** The number of a process that is no more. */
const dead = () => spawnSync(process.execPath, ['-e', '0']).pid;

it.each([
  ['a dead process', () => `${dead()} some-boot/1`],
  ['a dead process, as it was written before', () => String(dead())],
  ['a process whose number another one has now', () => `${process.pid} some-boot/1`],
  ['nobody that can be read', () => ''],
])('a lock of %s counts for nothing', async (_who, content) => {
  const file = join(folder, `left-${Math.random()}`);
  writeFileSync(file, content());
  const next = holder(file);
  await next.held;
  next.child.stdin.end();
  expect(await once(next.child, 'exit')).toEqual([0, null]);
  expect(existsSync(file)).toBe(false);
}, 20_000);

it('a living holder is waited for, also when it is killed', async () => {
  const file = join(folder, 'living');
  const first = holder(file);
  await first.held;
  const written = readFileSync(file, 'utf8');
  const second = holder(file);
  const before = await Promise.race([second.held.then(() => 'taken'), new Promise((done) => setTimeout(done, 1_000, 'waits'))]);
  expect([before, readFileSync(file, 'utf8')]).toEqual(['waits', written]);
  first.child.kill('SIGKILL');
  await second.held;
  second.child.stdin.end();
  expect(await once(second.child, 'exit')).toEqual([0, null]);
}, 20_000);
