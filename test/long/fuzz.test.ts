import { afterAll, beforeAll, expect, it } from 'vitest';
import { fuzz } from '../generated/fuzz.ts';
import { type TestKith, testKith } from '../harness.ts';

let kith: TestKith;
beforeAll(async () => {
  kith = await testKith({ LOG_LEVEL: 'silent' });
});
afterAll(() => kith.close());

const seed = Number(process.env.KITH_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

it(`10,000 generated requests: no fault, no answer outside its schema (KITH_TEST_SEED=${seed})`, async () => {
  const { complaints, statuses } = await fuzz(kith, { requests: 10_000, seed });
  console.log(`answers by status: ${JSON.stringify(statuses)}`);
  expect(complaints, `KITH_TEST_SEED=${seed}`).toEqual([]);
}, 900_000);
