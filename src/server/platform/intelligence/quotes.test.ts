import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cpuTime } from '../../../../test/cpu.ts';
import { quoteFinder } from './quotes.ts';

const NOTE = 'Anna said:\n“I’d  love to go — to Zürich…” 👩‍👩‍👧 She has 2 dogs; a party on Friday. Café Möwe.';

test.each([
  ['She has 2 dogs', 'She has 2 dogs'],
  ['she HAS 2 dogs', 'She has 2 dogs'],
  ["I'd love to go", 'I’d  love to go'],
  ['"I\'d love to go - to Zurich..."', 'I’d  love to go — to Zürich'],
  ['  …She has 2 dogs…  ', 'She has 2 dogs'],
  ['said: "I\'d', 'said:\n“I’d'],
  ['cafe mowe', 'Café Möwe'],
  ['Friday', 'Friday'],
  ['2 dogs', '2 dogs'],
])('finds %j', (quote, text) => {
  const found = quoteFinder(NOTE)(quote);
  expect(found?.text).toBe(text);
  expect(NOTE.slice(found!.start, found!.end)).toBe(text);
});

test.each(['She has 3 dogs', 'art', 'rida', 'dog', 'a', '', '…', '""', '.', 'Anna said she has', '👩'])('does not find %j', (quote) => {
  expect(quoteFinder(NOTE)(quote)).toBeNull();
});

test('short passages are found in scripts without spaces', () => {
  expect(quoteFinder('彼女は東京に住んでいる')('東京')).toEqual({ start: 3, end: 5, text: '東京' });
});

test('a passage that occurs inside a word first is found where it stands alone', () => {
  expect(quoteFinder('The party had art.')('art')).toEqual({ start: 14, end: 17, text: 'art' });
});

test('property: every passage of whole words is found, at a place that says the same, however it is typeset', () => {
  const word = fc.stringMatching(/^[a-zA-ZäöüéñØß0-9]{2,8}$/);
  const gap = fc.constantFrom(' ', '  ', '\n', ' — ', ', ', ' “', '” ', '\u00a0', '\t');
  fc.assert(
    fc.property(fc.array(fc.tuple(word, gap), { minLength: 3, maxLength: 30 }), fc.nat(), fc.nat(), fc.boolean(), (parts, a, b, loud) => {
      const note = parts.map(([text, space]) => text + space).join('');
      const from = a % parts.length;
      const to = from + 1 + (b % (parts.length - from));
      const passage = parts.slice(from, to).map(([text, space]) => text + space).join('');
      const typed = passage.replace(/\s+/g, ' ').replace(/[“”]/g, '"').replace(/—/g, '-').trim();
      const found = quoteFinder(note)(loud ? typed.toLowerCase() : typed);
      expect(found).not.toBeNull();
      expect(note.slice(found!.start, found!.end)).toBe(found!.text);
      const letters = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
      expect(letters(found!.text)).toBe(letters(passage));
    }),
  );
});

test('property: whatever is asked, the answer is a real place of the note or nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.string({ unit: 'grapheme', maxLength: 20 }), (note, quote) => {
      const found = quoteFinder(note)(quote);
      if (found) expect(note.slice(found.start, found.end)).toBe(found.text);
    }),
  );
});

test('a long note is searched quickly', () => {
  const note = 'word and another one. '.repeat(450);
  const find = quoteFinder(note);
  const took = cpuTime(() => {
    for (let i = 0; i < 100; i++) find(`something ${i} that is not said in it at all`);
  });
  expect(took).toBeLessThan(500);
});
