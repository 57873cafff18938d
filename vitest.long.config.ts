import { defineConfig } from 'vitest/config';

/** What takes minutes: kills, outages. Run with `npm run test:long`. */
export default defineConfig({
  test: {
    globalSetup: ['test/global-setup.ts'],
    include: ['test/long/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
