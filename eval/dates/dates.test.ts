/** The figures the reader has reached must not fall. */
import { expect, it } from 'vitest';
import { loadPart, scorePhrases } from './score.ts';

it('reads the phrases it was developed on', () => {
  const phrases = loadPart('train');
  expect(phrases.length).toBeGreaterThan(350);
  const { right, total, misses, fields } = scorePhrases(phrases);
  expect(right / total, misses.map(({ phrase }) => phrase.text).join('\n')).toBeGreaterThanOrEqual(0.99);
  expect((fields['text'] as number) / total).toBeGreaterThanOrEqual(0.97);
});

it('reads phrases it has not seen', () => {
  const { right, total } = scorePhrases(loadPart('held-out'));
  expect(right / total).toBeGreaterThanOrEqual(0.95);
});
