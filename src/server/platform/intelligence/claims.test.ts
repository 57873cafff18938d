import { expect, test } from 'vitest';
import { verifiedEntries } from './claims.ts';

const NOTE = 'He likes jazz and plays the saxophone in a band called Blue Harbour. Call him on 12 May at tom@example.org.';
const claim = (over: object) => ({ category: 'Interests', content: 'Likes jazz', confidence: 8, quotes: ['likes jazz'], ...over });
const contentOf = (over: object) => verifiedEntries([claim(over)], NOTE, 'Tom Ash')[0]?.content;

test('a sentence of the model is kept when the note has its names, numbers and addresses', () => {
  expect(contentOf({ content: 'Tom enjoys jazz' })).toBe('Tom enjoys jazz');
  expect(contentOf({ content: 'Plays in Blue Harbour on the 12th of May' })).toBe('Plays in Blue Harbour on the 12th of May');
  expect(contentOf({ content: 'Reach tom@example.org.' })).toBe('Reach tom@example.org.');
});

test.each(['Likes jazz since 1999', 'Likes jazz and Mozart', 'Likes jazz, see https://evil.test/x', 'Write to eve@evil.test', '', 'x'.repeat(501)])(
  'else the quote speaks: %.60j',
  (content) => {
    expect(contentOf({ content })).toBe('likes jazz');
  },
);

test('the same claim twice is one entry; quotes come in the order of the note', () => {
  const entries = verifiedEntries(
    [claim({ quotes: ['plays the saxophone', 'likes jazz', 'likes jazz'] }), claim({ content: 'likes JAZZ' })],
    NOTE,
    'Tom Ash',
  );
  expect(entries).toHaveLength(1);
  expect(entries[0]!.sources.map((source) => source.text)).toEqual(['likes jazz', 'plays the saxophone']);
});

test.each([
  [NaN, 1],
  [Infinity, 10],
  [0, 1],
  [5.5, 6],
  [11, 10],
])('confidence %d becomes %d', (said, kept) => {
  expect(verifiedEntries([claim({ confidence: said })], NOTE, '')[0]!.confidence).toBe(kept);
});

test('a flood of claims is cut', () => {
  const flood = Array.from({ length: 500 }, (_, i) => claim({ content: `likes jazz ${'!'.repeat(i)}` }));
  expect(verifiedEntries(flood, NOTE, '')).toHaveLength(100);
});
