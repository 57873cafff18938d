import { describe, expect, test } from 'vitest';
import { labelNote } from '../analyse.ts';
import { type Circle, readPeople } from './index.ts';
import { shortForms } from './short.ts';

const circle = (person: string, ...others: string[]): Circle => ({ person: { id: person, full_name: person }, others: others.map((name) => [name, name, null] as const) });
/** Whose each piece is: ids, or the kind of subject. */
const whose = (note: string, of: Circle) => readPeople(note, labelNote(note), of).pieces.map(({ subject, also }) => [subject.kind === 'other' ? subject.who.contact_ids.join(' or ') || `new ${subject.who.name}` : subject.kind, ...also.map((one) => one.contact_ids.join())].join('+'));

describe('short forms', () => {
  const team = circle('Tyrell Banks', 'Andre Fields', 'Quincy Fields', 'Barrington Cole', 'Tabitha Gale');
  test.each([
    ['dre got subbed off.', 'Andre Fields'],
    ['ty wants to study law.', 'person'],
    ['ty n dre both got scouted.', 'person+Andre Fields'],
    ['andre fouled. his lil bro q scored twice.', 'Quincy Fields'],
    ['Baz has bought a caravan.', 'Barrington Cole'],
    ['Tabby’s lost her voice.', 'Tabitha Gale'],
  ])('%s', (note, who) => expect(whose(note, team).at(-1)).toBe(who));
  test('what is short for two people is asked about', () => expect(whose('Konny has a cold.', circle('Ida Berg', 'Konrad Lang', 'Konstanze Roth'))).toEqual(['Konrad Lang or Konstanze Roth']));
  test('an article is nobody’s initial', () => expect(whose('Rosa came by. A large-print book would do. She drinks sherry.', circle('Rosa Meeks', 'Amina Farah', 'Ida Lang'))).not.toContain('Amina Farah'));
  test('a name in its own right is nobody else’s', () => expect(whose('Anna has a cold.', circle('Ida Berg', 'Susanna Lang'))).toEqual(['new Anna']));
  test('forms are found by beginning, end and root', () => {
    const find = shortForms(new Map([['andre', ['a']], ['clementine', ['c']], ['octavian', ['o']], ['gareth', ['g']]]));
    expect(['dre', 'clem', 'clemmie', 'tavi', 'gaz', 'o', 'zo', 'and'].map((word) => find(word).join())).toEqual(['a', 'c', 'c', 'o', 'g', 'o', '', 'a']);
  });
});

describe('nobody’s fact is the person’s', () => {
  const leah = circle('Leah Fontaine', 'Keith Moffat', 'Graham Moffat', 'Tim Hooper', 'Alan Stone', 'Jonathan Pryce-Hill');
  test.each([
    ['Quillon has broken three bowls.', 'unsure'],
    ['leah has a cold. zdzich has his old room.', 'unsure'],
    ['The hut keeper, a former teacher, makes the best soup.', 'unsure'],
    ['The groundsman - wants paying in cash', 'unsure'],
    ['Leah is furious with the new vicar. He moved the pews.', 'unsure'],
    ['Tim is a paramedic, same station as Alan.', 'unsure'],
    ['both Moffats - Norfolk in August', 'Keith Moffat+Graham Moffat'],
    ['Young Pryce-Hill, who is his student, dropped out.', 'Jonathan Pryce-Hill'],
    ['so leah goes tim is getting married', 'Tim Hooper'],
    ['leah has a job no sorry it is alan who makes the cheese tim built a telescope in the garage', 'Tim Hooper'],
    ['Keith and Graham left the choir. The one because of his chest, the other because of the noise.', 'Graham Moffat'],
    ['Leah won. Her Tim sulks.', 'Tim Hooper'],
  ])('%s', (note, who) => expect(whose(note, leah).at(-1)).toBe(who));
  test.each(['The boiler broke.', 'Her computer died.', 'Loves opera.', 'Moved to Leeds in May.', 'Somebody is pressuring her.'])('what is hers stays hers: %s', (note) => expect(whose(`Leah is tired. ${note}`, leah).at(-1)).toBe('person'));
});
