import fc from 'fast-check';
import { expect, it } from 'vitest';
import { digest, DigestTable, Shelf } from './digests.ts';

it('a table gives back what was put under a digest, in its order, however many there are', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 2 ** 32 - 1 })), { maxLength: 6_000, size: 'max' }), (puts) => {
      const table = new DigestTable();
      const expected = new Map<number, number[]>();
      for (const [key, value] of puts) {
        table.put(digest(`key ${key}`), value);
        expected.set(key, [...(expected.get(key) ?? []), value]);
      }
      for (let key = 0; key <= 401; key++) expect(table.get(digest(`key ${key}`))).toEqual(expected.get(key) ?? []);
    }),
    { numRuns: 20 },
  );
});

it('a shelf gives back what stands there, also after it became larger', () => {
  const shelf = new Shelf<unknown>();
  const values = Array.from({ length: 3_000 }, (_, i) => [i, 'é😀 '.repeat(i % 50), null]);
  const places = values.map((value) => shelf.put(value));
  expect(places.map((at) => shelf.get(at))).toEqual(values);
});
