import { defineConfig } from 'vitest/config';
import { Stuck } from './test/stuck.ts';

export default defineConfig({
  test: {
    globalSetup: ['test/global-setup.ts'],
    include: ['src/server/**/*.test.ts', 'test/**/*.test.ts', 'eval/**/*.test.ts'],
    exclude: ['test/long/**', 'test/browser/telegram.test.ts', '**/node_modules/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } }, // a busy machine is not a fault
    maxWorkers: 3, // most of the time of a test is waiting for the database
    pool: 'threads', // a fork of the default pool once went silent in CI, and the run waited for it for ever
    isolate: false, // files share a thread: loading the server once for each was a third of the work
    reporters: ['default', new Stuck()],
  },
});
