import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuTime } from '../../../../../../test/cpu.ts';
import { analyseWithPeople, attribute, labelNote } from '../analyse.ts';
import { type Circle, readPeople } from './index.ts';

const circle: Circle = { person: { id: 'anna', full_name: 'Anna Smith', nickname: 'Annie' }, others: [['tom', 'Tom Reed', null], ['tb', 'Tom Baker', null], ['maria', 'Maria Costa', 'Mia']] };
const read = (note: string, of = circle) => readPeople(note, labelNote(note), of);
const found = (note: string) => {
  const { entries, people } = analyseWithPeople(note, circle);
  return { kept: entries.map((entry) => entry.content), others: people.facts.map((fact) => [fact.who?.name ?? '?', fact.content]) };
};

describe('whose it is', () => {
  test('a plan of her brother is not hers', () => {
    const { kept, others } = found('Her brother Tom lives in Oslo and wants to change jobs.');
    expect(kept).toEqual(['Her brother Tom lives in Oslo']);
    expect(others).toContainEqual(['Tom', 'Tom wants to change jobs.']);
  });
  test('a pronoun that may mean two women is asked about', () => {
    const { facts } = analyseWithPeople('Anna had lunch with Maria. She is leaving the bank.', circle).people;
    expect(facts).toMatchObject([{ who: null, candidates: [{ is_person: true }, { name: 'Maria', contact_ids: ['maria'] }] }]);
  });
  test('what the writer says of themselves is nobody’s', () => expect(found('Anna likes tea. I am allergic to peanuts.')).toEqual({ kept: ['Anna likes tea.'], others: [] }));
  test('a chat line is about who says it', () => expect(found('Anna: I am vegan now\nTom: I work at a bank').kept).toEqual(['I am vegan now']));
  test('a first name two people have may be either', () => expect(read('Tom is learning to fly.').mentions).toMatchObject([{ contact_ids: ['tom', 'tb'] }]));
  test('the illness of Tom’s mother is not Tom’s', () => {
    expect(found('Tom Reed’s mother is ill. His father lives in Oslo.').others).toEqual([['Tom Reed', 'Tom Reed’s mother is ill.'], ['Tom Reed', 'Tom Reed’s father lives in Oslo.']]);
  });
  test('a clause after "Anna’s boss, who" is about the boss', () => {
    expect(found('Talked to Anna’s boss, who wants to retire next year.').kept).toEqual(['Talked to Anna’s boss, who wants to retire next year.']);
  });
  test('each of a list of names is told of apart, and a stranger in it is nobody’s', () => {
    const of = read('Team as per Anna: Rudd – injured (knee), Maria – back on Monday, the new lad – suspended, Osgood – away.', { ...circle, others: [...circle.others, ['rudd', 'Steve Rudd', null]] }).pieces.map(({ subject }) => (subject.kind === 'other' ? subject.who.contact_ids.join() : subject.kind));
    expect(of).toEqual(['person', 'rudd', 'maria', 'unsure']);
  });
  test('what Anna says Maria told is whose it is', () => expect(found('Anna says Maria told her that Ben has lost his job.').others.map(([who]) => who)).toEqual(['Ben']));
  test('who is blind is the father, not Maria', () => expect(read('Maria lives with her father, who is blind.').pieces.at(-1)?.spoken?.as).toBe('Maria’s father'));
  test('she may be the mother Anna calls', () => {
    for (const called of ['calls her', 'calls her often', 'visits her every Sunday']) expect(read(`Her mother lives in Oslo. Anna ${called}. She is 82.`).pieces.at(-1)?.subject.kind).toBe('unsure');
  });
  test.each(['Not Anna but Ben speaks Finnish.', 'Not Anna, but Ben speaks Finnish.', 'Ben, not Anna, speaks Finnish.', 'Ben rather than Anna speaks Finnish.', 'Ben speaks Finnish, not Anna.'])('what is said not to be hers is not: %s', (note) => {
    const { kept, others } = found(note);
    expect(kept).toEqual([]);
    expect(others.map(([who]) => who)).toEqual(['Ben']);
  });
  test.each(['Not Ben but Anna speaks Finnish.', 'Anna, not Ben, speaks Finnish.', 'Anna speaks Finnish, not Ben.'])('and what is said to be hers and not another’s is hers: %s', (note) => {
    const { kept, others } = found(note);
    expect([kept, others]).toEqual([[note], []]);
  });
  test.each([
    'Not Anna but her brother Ben speaks Finnish.', 'It’s her brother Ben who speaks Finnish, not Anna.', 'It wasn’t Anna who learned Finnish, it was her brother Ben.', 'I thought Anna spoke Finnish, but it turns out Ben does.', 'We all believed that it was Anna who learned Finnish, when in fact it was Ben.',
    'Anna isn’t the one who is learning Finnish, Ben is.', 'Anna never learned Finnish, that was Ben.', 'Not Anna or Maria but Ben speaks Finnish.', 'Ben, unlike Anna, speaks Finnish.', 'Finnish: Ben, not Anna', 'The one who speaks Finnish is Ben, not Anna.',
  ])('nothing of what another did instead stays with her: %s', (note) => {
    const { kept, others } = found(note);
    expect(kept).toEqual([]);
    expect(others.every(([who]) => who === 'Ben')).toBe(true);
  });
  test.each(['Anna is not the type to complain, but Ben does.', 'Anna isn’t happy at work, Ben says.', 'I thought Anna was vegan, but she eats fish.', 'Anna visited Maria, not Tom, in May.', 'Anna never eats meat, but Ben does.'])('and what is hers beside others stays hers: %s', (note) => {
    expect(read(note).pieces[0]?.subject).toEqual({ kind: 'person' });
  });
  test.each(['Not only Anna but also Ben speaks Finnish.', 'Not just Anna, but also Ben speaks Finnish.', 'Neither Anna nor Ben speaks Finnish.'])('what is said of both is of both: %s', (note) => {
    expect(read(note).pieces).toMatchObject([{ subject: { kind: 'person' }, also: [{ name: 'Ben' }] }]);
  });
  const named: Circle = { person: { id: 'leah', full_name: 'Leah Fontaine' }, others: [['mb', 'Marco Bellini', null], ['ms', 'Marco Steiner', null], ['ho', 'Dr. Helen Cho', null], ['hm', 'Henry Moss', null], ['dl', 'Dana Levin', null]] };
  const whose = (note: string) => read(note, named).pieces.map(({ subject, also }) => [subject.kind === 'other' ? subject.who.contact_ids.join() : subject.kind, ...also.map((one) => one.contact_ids.join())].join('+'));
  test.each([
    ['leah says marco bellini is moving to ghent', 'mb'],
    ['Marco Bellini moved. The other Marco took over his flat.', 'mb ms'],
    ['Marco Bellini is well, the Steiner one has the flu.', 'mb ms'],
    ['Marco B. is allergic to nuts.', 'mb'],
    ['Cho has been given the chair.', 'ho'],
    ['Fontaine has moved.', 'person'],
    ['dr cho is retiring', 'ho'],
    ['leahs fine', 'person'],
    ['Leah rang to say Henry had died.', 'hm'],
    ['Leah heard from a neighbour that Henry is ill.', 'hm'],
    ['Henry and Dana came. The former keeps bees, the latter hates honey.', 'hm+dl hm dl'],
    ['Pub with Leah, Henry and Dana. All three of them are vegan.', 'person person+hm+dl'],
    ['Henry and Dana are splitting up. She keeps the dog, he keeps the debt.', 'hm+dl dl hm'],
    ['Leah bakes, and Henry, her other half, would eat it all.', 'person hm hm'],
    ['Henry – retired – fishes.', 'hm'],
    ['Henry (husband) → new job', 'hm'],
    ['Dana: off sugar; Henry: off wine', 'dl hm'],
    ['Henry is unhappy, she herself likes it there.', 'hm person'],
    ['Henry’s number she will send me.', 'person'],
    ['She is so angry about it, Dana.', 'dl'],
    ['As for Henry, the exams went badly.', 'hm'],
    ['Henry plays golf, Dana the cello.', 'hm dl'],
    ['Did Henry pass his exam?', 'hm'],
    ['Henry is selling the bull, or so Leah claims, and needs money.', 'hm'],
    ['Dana uses they/them. They work at the zoo.', 'dl dl'],
    ['Dana is beside herself.', 'dl'],
  ])('whoever is meant by other ways to say it: %s', (note, expected) => expect(whose(note).join(' ')).toBe(expected));
  test.each(['The vet charges double on Sundays.', 'Some guy from Leeds has bought the car.', 'Leah says the landlord is selling up.', 'The new dean, according to Helen, reads nothing.', 'The groom cried.', 'Marco Bellini and Marco Steiner came. Marco was drunk.', 'Henry met Marco Bellini. Dana met Marco Steiner. Both of them play golf.'])('nobody is made of a stranger, or of one of two: %s', (note) => expect(whose(note).at(-1)).toBe('unsure'));
  test('a family name the person shares may be theirs', () => expect(read('Fontaine has moved.', { ...named, others: [['gf', 'Guy Fontaine', null]] }).pieces[0]?.subject).toMatchObject({ kind: 'unsure', candidates: [{ is_person: true }, { contact_ids: ['gf'] }] }));
  test('what is told of several is told with their names, and of a relative as theirs', () => {
    expect(found('Tom Reed and Maria moved. Both of them like tea.').others.slice(-2)).toEqual([['Tom Reed', 'Tom Reed and Maria like tea.'], ['Maria', 'Tom Reed and Maria like tea.']]);
    expect(found('Maria and her ex are back together. He works nights at the depot.').others.at(-1)).toEqual(['Maria', 'Maria’s ex works nights at the depot.']);
  });
  test('a company or a dog is not a person', () => {
    expect(read('Anna works for Morgan Stanley. Her dog Max is ten. Max hates cats.').mentions.map((one) => one.name)).not.toContain('Max');
    expect(found('Her dog Max is ten.').others).toEqual([]);
  });
});

describe('a provider’s entries', () => {
  const note = 'Anna is a vet. Tom wants to change jobs. Maria met Anna. She moved to Rome.';
  const entry = (text: string, said: string | null) => ({ category: 'Goals' as const, content: text, confidence: 9, sources: [{ start: note.indexOf(text), end: note.indexOf(text) + text.length, text }], said });
  test('that put Tom’s plan on Anna are not believed', () => {
    const { entries, people } = attribute(note, circle, [entry('Tom wants to change jobs.', 'person')]);
    expect([entries, people.facts.map((fact) => fact.who?.name)]).toEqual([[], ['Tom']]);
  });
  test('help where the note may mean either', () => {
    expect(attribute(note, circle, [entry('She moved to Rome.', 'Maria')]).people.facts[0]?.who).toMatchObject({ contact_ids: ['maria'] });
    expect(attribute(note, circle, [entry('She moved to Rome.', null)]).people.facts[0]?.who).toBeNull();
  });
  test('with a name the reader does not find there are asked about', () => {
    expect(attribute(note, circle, [entry('Anna is a vet.', 'Maria')]).entries).toEqual([]);
  });
});

test('a tie is quoted from where it is said', () => {
  expect(read('We had tea. Anna came with her brother Tom Reed.').relations.map((one) => [one.who.name, one.type, one.text])).toEqual([['Tom Reed', 'sibling', 'her brother Tom Reed']]);
  expect(read('Anna is well and her boss Zoltan is leaving.').relations.map((one) => one.text)).toEqual(['her boss Zoltan']);
});

test('every span stands in the note, whatever the text', () => {
  const word = fc.constantFrom('Anna', 'Tom', 'her', 'brother', 'She', 'he', 'and', ',', '.', '\n', ':', '(', ')', '"', 'Maria’s', 'is', 'works', 'who', '- ', 'the', 'I', 'we', 'said', 'that', 'dog', 'Max', '😀', 'ßé', "'s", '—');
  fc.assert(
    fc.property(fc.oneof(fc.array(word, { maxLength: 60 }).map((list) => list.join(' ')), fc.string({ maxLength: 300, unit: 'grapheme' })), (text) => {
      const note = `Anna. ${text}`;
      const { pieces, mentions, relations } = read(note);
      for (const { unit } of pieces) expect(note.slice(unit.start, unit.end)).toBe(unit.text);
      for (const { start, end, text: said } of [...mentions, ...relations]) expect(note.slice(start, end)).toBe(said);
      analyseWithPeople(note, circle);
    }),
    { numRuns: 300 },
  );
});

test.each(['her brother ', 'Anna and ', 'Tom, who ', 'she said that ', '(her ', 'Tom Tom ', 'x ', 'in the ', 'Mr. ', '"I ', 'A'])('no text is slow: %s', (piece) => {
  const note = piece.repeat(10_000).slice(0, 10_000);
  expect(cpuTime(() => analyseWithPeople(note, circle))).toBeLessThan(4000);
});
