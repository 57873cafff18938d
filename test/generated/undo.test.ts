import { afterAll, beforeAll, it } from 'vitest';
import { type TestKith, testKith } from '../harness.ts';
import { undoHolds } from './undo.ts';

let kith: TestKith;
beforeAll(async () => {
  kith = await testKith();
});
afterAll(() => kith.close());

const seed = Number(process.env.KITH_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

it(`undo and redo restore every row, whatever was done (KITH_TEST_SEED=${seed})`, () => undoHolds(kith, { runs: 15, seed, limitMs: 30_000 }), 90_000);
