import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestKith, testKith } from '../harness.ts';
import { fuzz } from './fuzz.ts';

let kith: TestKith;
beforeAll(async () => {
  kith = await testKith({ LOG_LEVEL: 'silent' });
});
afterAll(() => kith.close());

const seed = Number(process.env.KITH_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

it(`300 generated requests: no fault, no answer outside its schema (KITH_TEST_SEED=${seed})`, { timeout: 180_000 }, async () => {
  const { complaints, statuses } = await fuzz(kith, { requests: 300, seed });
  expect(complaints, `KITH_TEST_SEED=${seed}`).toEqual([]);
  // generated requests that are all refused would prove nothing
  expect(Object.entries(statuses).reduce((sum, [status, n]) => sum + (Number(status) < 300 ? n : 0), 0)).toBeGreaterThan(50);
});
