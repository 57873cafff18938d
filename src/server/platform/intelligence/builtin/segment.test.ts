import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { segment } from './segment.ts';

const texts = (note: string) => segment(note).map((unit) => unit.text);

describe('sentences', () => {
  test('end at full stops, question and exclamation marks', () => {
    expect(texts('Works at Shell. Loves sailing! Back in May?')).toEqual(['Works at Shell.', 'Loves sailing!', 'Back in May?']);
  });
  test('do not end at abbreviations, initials, decimals and times', () => {
    expect(texts('Dr. Ana B. Silva pays approx. 3.5 % at 9.30 a.m. on Mondays.')).toHaveLength(1);
    expect(texts('Ask Mrs. Gray, e.g. on Monday.')).toHaveLength(1);
  });
  test('end where the space after the stop is missing, but not inside an address', () => {
    expect(texts('Moved to Oslo.She likes it.')).toEqual(['Moved to Oslo.', 'She likes it.']);
    expect(texts('Mail tom@example.com or see www.example.org now')).toHaveLength(1);
  });
  test('end after an emoji that closes a sentence', () => {
    expect(texts('we got a new puppy 🐶 She sleeps all day')).toEqual(['we got a new puppy 🐶', 'She sleeps all day']);
  });
});

describe('lines', () => {
  test('bullets, numbers and check boxes are not part of a unit', () => {
    expect(texts('- vegan\n* two cats\n• likes jazz\n1. send deck\n[ ] call Ana\n2) pay rent')).toEqual(['vegan', 'two cats', 'likes jazz', 'send deck', 'call Ana', 'pay rent']);
  });
  test('names and time stamps of a chat are stripped and the speaker is known', () => {
    const units = segment('[12:03] Ana: I moved to Leeds\n[12:04] Tom: nice!\nAna: got a dog too');
    expect(units.map((unit) => unit.text)).toEqual(['I moved to Leeds', 'nice!', 'got a dog too']);
    expect(units.map((unit) => unit.speaker)).toEqual(['ana', 'tom', 'ana']);
  });
  test('a phone export with dates is a chat', () => {
    expect(texts('12/05/2024, 09:14 - Maria: rough night\n12/05/2024, 09:15 - Joel: same here')).toEqual(['rough night', 'same here']);
  });
  test('a heading before a colon is content when nobody is talking', () => {
    expect(texts('Birthday: 3 May')).toEqual(['Birthday: 3 May']);
    expect(texts('Ilse Vandamme: geotechnical engineer')).toEqual(['Ilse Vandamme: geotechnical engineer']);
  });
  test('a clock time that belongs to the sentence stays', () => {
    expect(texts('9:30 dentist with Tom')).toEqual(['9:30 dentist with Tom']);
  });
  test('lines broken by a mail program are joined, short lines are not', () => {
    const wrapped = 'She has worked for the same harbour company since she left\nschool and knows every captain on the coast by his first name,\nwhich helps.';
    expect(segment(wrapped)).toHaveLength(1);
    expect(texts('likes tea\nhates coffee')).toEqual(['likes tea', 'hates coffee']);
  });
  test('long lower-case lines that a person ended are not joined', () => {
    const note = 'long-distance coach driver so appointments only on mondays\nlikes to have things drawn on paper rather than explained\nwife comes along to every visit and asks the questions\nwants to come off the tablets by losing two stone';
    expect(segment(note)).toHaveLength(4);
  });
  test('a heading says what is below it, until the next one or a new paragraph', () => {
    const under = (note: string) => segment(note).map(({ text, heading, under: topic }) => (heading ? `# ${text}` : `${topic} ${text}`));
    expect(under('## Work\n- nights\n- hates it\n**Family:**\ntwo boys')).toEqual(['# Work', 'Professional nights', 'Professional hates it', '# **Family:**', 'Relationships two boys']);
    expect(under('Goals\n\n- a van\n- a dog\n\nWe laughed.')).toEqual(['# Goals', 'Goals a van', 'Goals a dog', 'null We laughed.']);
    expect(under('Misc:\nlikes tea')).toEqual(['# Misc:', 'null likes tea']);
    expect(under('Her plans\nare vague')).toEqual(['null Her plans', 'null are vague']);
    expect(under('- work\n- family')).toEqual(['null work', 'null family']);
  });
});

const pieces = fc.constantFrom('Tom: ', '- ', '[12:03] ', '\n', '\r\n', '. ', '... ', '! ', 'Dr. ', 'she works', ' and loves jazz', '🐶', '9:30', '1) ', '>', ', ', '"', '(', ')', ' ', '\u2028', 'é', 'ß');
const notes = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.array(pieces, { maxLength: 60 }).map((list) => list.join('')));

test('units are exact, in order and apart from each other, whatever the text', () => {
  fc.assert(
    fc.property(notes, (note) => {
      let end = 0;
      for (const unit of segment(note)) {
        expect(unit.text).toBe(note.slice(unit.start, unit.end));
        expect(unit.text.trim()).toBe(unit.text);
        expect(unit.text).not.toBe('');
        expect(unit.line_start).toBeLessThanOrEqual(unit.start);
        expect(unit.start).toBeGreaterThanOrEqual(end);
        end = unit.end;
      }
    }),
    { numRuns: 2000 },
  );
});

test('no letter or digit outside a prefix is lost', () => {
  const plain = fc.array(fc.constantFrom('she works', ' at Shell', '. ', '! ', ' He sails', ', ', '… ', 'ok', ' '), { maxLength: 40 }).map((list) => list.join(''));
  fc.assert(
    fc.property(plain, (note) => {
      const letters = (text: string) => text.replace(/[^\p{L}]/gu, '');
      expect(letters(texts(note).join(''))).toBe(letters(note));
    }),
  );
});
