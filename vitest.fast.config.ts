import { configDefaults, defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** What a commit must pass, in under two minutes: `npm test` without what starts servers or browsers or walks every route. */
export default mergeConfig(
  base,
  defineConfig({
    test: {
      exclude: [
        ...configDefaults.exclude,
        'test/browser/!(journey).test.ts',
        'test/generated/!(tables).test.ts',
        'src/server/platform/embedded/**',
        'src/server/demo/demo.test.ts',
        'src/server/domains/accounts/support/**',
        'src/server/domains/{imports,admin}/**',
        'src/server/platform/{telemetry,jobs,changes}/**',
        'src/server/platform/database/watch.test.ts',
        'src/server/domains/people/merge/{unmerge.property,duplicates}.test.ts',
      ],
    },
  }),
);
