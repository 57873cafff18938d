import { defineConfig } from 'vitest/config';

/** What takes minutes: kills, outages, waiting, every page in every state. Run with `npm run test:long`. */
export default defineConfig({
  test: {
    globalSetup: ['test/global-setup.ts'],
    // The last ones have tests that only run here.
    include: ['test/long/**/*.test.ts', 'test/browser/{pages,telegram}.test.ts', 'src/server/domains/imports/analyse.test.ts', 'src/server/platform/http/unparsed.test.ts'],
    env: { KITH_TEST_LONG: '1' },
    testTimeout: 120_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    fileParallelism: false,
  },
});
