import { describe, expect, test } from 'vitest';
import { labelNote } from '../analyse.ts';
import { type Circle, readPeople } from './index.ts';

const circle = (person: string, ...others: string[]): Circle => ({ person: { id: person, full_name: person }, others: others.map((name) => [name, name, null] as const) });
const read = (note: string, of: Circle) => readPeople(note, labelNote(note), of);
/** Whose each piece is: ids, or the kind of subject. */
const whose = (note: string, of: Circle) => read(note, of).pieces.map(({ subject, also }) => [subject.kind === 'other' ? subject.who.contact_ids.join(' or ') || `new ${subject.who.name}` : subject.kind, ...also.map((one) => one.contact_ids.join())].join('+'));

describe('who stands beside a name says that it is somebody', () => {
  const ana = circle('Ana Lopes', 'Shaun Pike', 'Cora Lane', 'Frank Frost', 'Grandpa Joe', 'Eilidh Sinclair', 'Zara Khan');
  test.each([
    ['Diogo, her ex, has the kids.', 'new Diogo'],
    ['Tunji her brother is printing the posters.', 'new Tunji'],
    ['Bamidele is her godfather.', 'new Bamidele'],
    ['Ana is worried about Zdenko, who has lost his job.', 'new Zdenko'],
    ['Baljit Kaur has keys for the house.', 'unsure'],
    ['Moravec is livid, he wanted the job.', 'unsure'],
    ['Frost killed the tomatoes.', 'unsure'],
    ['Shaun Pike is back. Pike owes her money.', 'Shaun Pike'],
    ['Cora Lane ran it in 3:40.', 'Cora Lane'],
    ['Joe was in the navy.', 'Grandpa Joe'],
    ['Her lassie Eilidh thinks so.', 'Eilidh Sinclair'],
    ["Ana's Zara has chickenpox.", 'Zara Khan'],
    ['The pianist, that is Eilidh, is not serious.', 'Eilidh Sinclair'],
    ['She works for Bupa, who are useless.', 'person'],
  ])('%s', (note, who) => expect(whose(note, ana).at(-1)).toBe(who));
});

describe('a contact who is saved with a title', () => {
  test('is called by the first name', () => expect(whose('Joe likes stout. His brother Walt died.', circle('Grandpa Joe Hurst', 'Walt Hurst'))).toEqual(['person', 'Walt Hurst']));
});

describe('who is whose', () => {
  const ties = (note: string, of: Circle) => read(note, of).relations.map(({ who, type, of: whom }) => `${who.name} ${type} of ${whom.name}`);
  test('the mother of Ana is hers', () => expect(ties('The mother of Ana, Carmen, lives with them.', circle('Ana Lopes', 'Carmen Ruiz'))).toEqual(['Carmen parent of Ana Lopes']));
  test('the wife of her son is not hers', () => expect(ties('Her son Arjun lives in Leeds with wife Divya.', circle('Ana Lopes'))).toEqual(['Arjun child of Ana Lopes']));
  test('a couple is "they"', () => expect(whose('Her husband Luis teaches piano.\nThey have no children.', circle('Ana Lopes', 'Luis Lopes')).at(-1)).toBe('person+Luis Lopes'));
});

describe('dictated lines without stops', () => {
  const kev = circle('Kev Marsden', 'Gaz Ellis', 'Danny Rudge', 'Lisa Marsden');
  test('are cut where somebody else does something', () => expect(whose('kev is 40 on the 12th so its curry then town gaz is paying because he lost the bet danny has nights lisa says no fuss gaz n danny sorting the minibus', kev).filter((who, i, all) => who !== all[i - 1])).toEqual(['person', 'Gaz Ellis', 'Danny Rudge', 'Lisa Marsden', 'Gaz Ellis+Danny Rudge']));
});
