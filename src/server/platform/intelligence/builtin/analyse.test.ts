import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { cpuTime } from '../../../../../test/cpu.ts';
import { CATEGORIES } from '../categories.ts';
import { analyseNote } from './analyse.ts';
import { analyse, close, whose } from './index.ts';

afterAll(() => close());

const pairs = (note: string) => analyseNote(note).map((entry) => [entry.category, entry.content]);

describe('categories', () => {
  test.each([
    ['Personal Details', 'She is allergic to peanuts and was born in Lisbon.'],
    ['Interests', 'He loves hiking, jazz and cooking.'],
    ['Goals', 'She wants to run a marathon next year.'],
    ['Challenges', 'He is struggling with insomnia and feels overwhelmed.'],
    ['Actionable', 'Send her the contract by Friday.'],
    ['Professional', 'He works as a software engineer at a bank.'],
    ['Relationships', 'Her brother is married to my cousin.'],
    ['Communication', 'Prefers WhatsApp, never answers the phone.'],
  ])('%s', (category, note) => {
    expect(analyseNote(note).map((entry) => entry.category)).toEqual([category]);
  });
});

describe('splitting', () => {
  test('facts of different categories in one sentence become two entries', () => {
    expect(pairs('Works at Shell and loves sailing.')).toEqual([
      ['Professional', 'Works at Shell'],
      ['Interests', 'Loves sailing.'],
    ]);
    expect(pairs('She moved to Oslo in May, wants to learn Norwegian.')).toEqual([
      ['Personal Details', 'She moved to Oslo in May'],
      ['Goals', 'Wants to learn Norwegian.'],
    ]);
  });
  test.each([
    ['She works as a nurse in Bremen and um', 'She works as a nurse in Bremen'],
    ['She works as a nurse in Bremen, uh, oh …', 'She works as a nurse in Bremen'],
    ['She works as a nurse in Bremen. Um', 'She works as a nurse in Bremen.'],
  ])('what is said while thinking is not kept at the end: %s', (note, content) => {
    expect(pairs(note)).toEqual([['Professional', content]]);
  });
  test('what is dictated without any stops is cut into its thoughts', () => {
    const note = 'so i ran into marta at the bakery she has started as a nurse at the children’s clinic her daughter is learning the cello she wants to move to the coast one day and i promised to send her the name of our builder';
    expect(analyseNote(note).map(({ category, sources }) => [category, sources.map(({ text }) => text).join(' ')])).toEqual([
      ['Professional', 'she has started as a nurse at the children’s clinic'],
      ['Relationships', 'her daughter is learning the cello'],
      ['Goals', 'she wants to move to the coast one day'],
      ['Actionable', 'and i promised to send her the name of our builder'],
    ]);
  });
  test('a list stays whole', () => {
    expect(pairs('- loves hiking, jazz and cooking')).toEqual([['Interests', 'Loves hiking, jazz and cooking']]);
  });
});

describe('headings', () => {
  test('are no entries, and help with the lines below them', () => {
    expect(pairs('Goals:\n- lower cholesterol\n- a second child\nTo do:\n- her tent')).toEqual([
      ['Goals', 'Lower cholesterol'],
      ['Goals', 'A second child'],
      ['Actionable', 'Her tent'],
    ]);
  });
});

describe('entries', () => {
  test('small talk gives nothing', () => {
    expect(analyseNote('hey! how are you?\nhaha yes\nok talk soon, bye')).toEqual([]);
  });
  test('bullet and speaker are left out of the content; the source is the exact stretch', () => {
    const note = 'Ana: hi there\nTom: I work as a nurse at the hospital\nAna: nice';
    const [entry] = analyseNote(note);
    expect(entry?.content).toBe('I work as a nurse at the hospital');
    expect(entry?.sources).toEqual([{ start: 19, end: 52, text: 'I work as a nurse at the hospital' }]);
  });
  test('the same statement twice is one entry', () => {
    expect(analyseNote('She is vegan.\nShe is vegan!')).toHaveLength(1);
  });
});

const sentence = fc.constantFrom('She is vegan.', 'Works at Shell and loves sailing.', '- call her', 'Tom: I have two kids', 'ok', '😀', 'since 2019', 'x', '\n', ' ', '(', 'wants a dog, but her flat is too small');
const notes = fc.oneof(fc.string({ unit: 'binary', minLength: 10, maxLength: 200 }), fc.array(sentence, { minLength: 1, maxLength: 12 }).map((list) => list.join('\n')));

test('every entry is well-formed and its sources are exact and in order, whatever the note', () => {
  fc.assert(
    fc.property(notes, (note) => {
      let end = 0;
      for (const entry of analyseNote(note)) {
        expect(CATEGORIES).toContain(entry.category);
        expect(Number.isInteger(entry.confidence) && entry.confidence >= 1 && entry.confidence <= 10).toBe(true);
        expect(entry.content.trim()).toBe(entry.content);
        expect(entry.content).not.toBe('');
        expect(entry.sources.length).toBeGreaterThan(0);
        for (const source of entry.sources) {
          expect(source.text).toBe(note.slice(source.start, source.end));
          expect(source.start).toBeGreaterThanOrEqual(end);
          end = source.end;
        }
      }
    }),
    { numRuns: 400 },
  );
});

test('words that are names of object properties are only words', () => {
  expect(() => analyseNote('constructor toString __proto__ hasOwnProperty')).not.toThrow();
});

const odd: [string, string][] = [
  ['no punctuation', 'she works at the harbour and her brother wants to learn norwegian but he is tired so call him on friday '],
  ['emoji', '🐶🏡👨‍👩‍👧‍👦 loves 🎸🎸 ❤️‍🔥'],
  ['other scripts', 'Она работает врачом. 彼女は東京に住んでいます。هي تحب القهوة. Ζει στην Αθήνα. '],
  ['code', 'const x = {a: [1, 2, "three"]}; // TODO: call her\nif (x.a?.length > 2) { return `${x}`; }\n'],
  ['addresses', 'https://example.com/a/b?c=d&e=f#g tom@example.org www.example.net/%F0%9F%90%B6 '],
  ['capitals', 'SHE WORKS AT SHELL AND LOVES SAILING! SEND HER THE DECK BY FRIDAY. '],
  ['headings', 'Work:\nWork:\n## Family\n\n**Goals:**\n'],
  ['lone surrogates', 'she \ud800 works \udc00 at Shell. '],
  ['one word', 'Donaudampfschifffahrt'],
];
test.each(odd)('a full note of %s is read, with exact sources', (_, piece) => {
  const note = piece.repeat(Math.ceil(10_000 / piece.length)).slice(0, 10_000);
  for (const { content, sources } of analyseNote(note)) {
    expect(content.length).toBeLessThanOrEqual(2000);
    for (const { start, end, text } of sources) expect(note.slice(start, end)).toBe(text);
  }
});

test('hostile texts of full length take no unreasonable time', () => {
  for (const piece of ['a ', ', and ', '-', '(((', '12:03 ', 'Tom: ', 'x.', '😀', 'and she ', 'Aa'])
    expect(cpuTime(() => analyseNote(piece.repeat(10_000).slice(0, 10_000)))).toBeLessThan(2000);
});

describe('in the thread', () => {
  test('calls are answered each with its own result', async () => {
    const notes = ['She is vegan.', 'He works at a bank.', 'Send her the deck by Friday.'];
    const answers = await Promise.all(notes.map((note) => analyse(note)));
    expect(answers).toEqual(notes.map((note) => ({ entries: analyseNote(note) })));
  });
  test('an aborted call rejects, the others go on', async () => {
    const control = new AbortController();
    const first = analyse('She is vegan.');
    const second = analyse('He works at a bank.', control.signal);
    const third = analyse('Send her the deck by Friday.');
    control.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    expect((await first).entries).toHaveLength(1);
    expect((await third).entries).toHaveLength(1);
  });
  test('texts are read each for the person it was written about', async () => {
    const [anna, tom] = [{ id: 'a', full_name: 'Anna Smith' }, { id: 't', full_name: 'Tom Reed' }];
    const content = 'Tom came. He sings.';
    const people = [['a', 'Anna Smith', null], ['t', 'Tom Reed', null]] as const;
    const [hers, his, none] = await whose([{ content, person: anna }, { content, person: tom }, { content: '…', person: tom }], people);
    expect(hers!.map(({ start, end, subject }) => [content.slice(start, end), subject.kind === 'other' && subject.who.contact_ids])).toEqual([['Tom came.', ['t']], ['He sings.', ['t']]]);
    expect(his!.map(({ subject }) => subject.kind)).toEqual(['person', 'person']);
    expect(none).toEqual([]);
  });
  test('it starts again after it was closed', async () => {
    await close();
    expect((await analyse('She is vegan.')).entries).toHaveLength(1);
  });
});
