/**
 * `npm test`: everything a change must pass, the cheap things first. Each step's output is shown when it fails.
 *   (none)   all steps, then the tests
 *   --only   all steps but the tests
 *   NAME     one step
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = (name: string) => join(root, 'node_modules/.bin', name);
const tsc = join(root, 'node_modules/typescript-7/bin/tsc');

const STEPS: Record<string, string[][]> = {
  types: [[process.execPath, tsc, '-p', 'tsconfig.json'], [process.execPath, tsc, '-p', 'src/web/tsconfig.json'], [process.execPath, tsc, '-p', 'test/browser/tsconfig.json']],
  lint: [[bin('oxlint'), '--quiet']],
  boundaries: [[bin('depcruise'), 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'err']],
  unused: [[bin('knip'), '--no-progress']],
  generated: [[process.execPath, 'scripts/openapi.ts', '--check'], [process.execPath, 'scripts/docs.ts', '--check'], [process.execPath, 'scripts/schema.ts', '--check']],
};

const wanted = process.argv[2];
if (wanted && wanted !== '--only' && !(wanted in STEPS)) {
  console.error(`Unknown step ${wanted}. There are: ${Object.keys(STEPS).join(', ')}.`);
  process.exit(2);
}

for (const [name, commands] of Object.entries(STEPS)) {
  if (wanted && wanted !== '--only' && wanted !== name) continue;
  const started = performance.now();
  for (const [command, ...args] of commands) {
    const { status, stdout, stderr } = spawnSync(command!, args, { cwd: root, encoding: 'utf8' });
    if (status === 0) continue;
    console.error(`${name}: ${args.at(0)?.endsWith('tsc') ? args.slice(1).join(' ') : args.join(' ')}\n${stdout}${stderr}`);
    process.exit(1);
  }
  console.log(`${name} ✓ ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
if (!wanted) process.exit(spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run'], { cwd: root, stdio: 'inherit' }).status ?? 1);
