import { afterAll, beforeAll, it } from 'vitest';
import { undoHolds } from '../generated/undo.ts';
import { type TestKith, testKith } from '../harness.ts';

let kith: TestKith;
beforeAll(async () => {
  kith = await testKith();
});
afterAll(() => kith.close());

const seed = Number(process.env.KITH_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

it(`500 sequences: undo and redo restore every row (KITH_TEST_SEED=${seed})`, () => undoHolds(kith, { runs: 500, seed, limitMs: 900_000, all: true }), 960_000);
