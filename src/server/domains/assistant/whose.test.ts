import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../test/harness.ts';

let kith: TestKith;
let ada: Client;
let bob: Client;
let anna: string;
beforeAll(async () => {
  kith = await testKith();
  [ada, bob] = [await signUp(kith, 'ada'), await signUp(kith, 'bob')];
  anna = (await ada.post('/contacts', { full_name: 'Anna Lindqvist', company: 'Nordlys', title: 'Designer' })).body.contact.id;
});
afterAll(() => kith.close());

const ask = async (id: string, question: string) => {
  const { status, body } = await ada.post(`/contacts/${id}/ask`, { question });
  expect([status, body.error]).toEqual([200, undefined]);
  return body as { answer: string; citations: { n: number; kind: string; id: string; text: string; url: string; at: string | null; contact_name: string }[]; engine: string; follow_ups: string[] };
};

describe('whom a sentence of a note is about', () => {
  const unknown = 'Kith knows nothing about that yet.';
  const make = async (full_name: string, ...notes: string[]) => {
    const { id } = (await ada.post('/contacts', { full_name })).body.contact;
    for (const content of notes) expect((await ada.post('/notes', { contact_id: id, content })).status).toBe(201);
    return id as string;
  };
  const everybody = async (question: string) => (await ada.post('/ask', { question })).body as { answer: string; citations: { contact_id: string; contact_name: string; url: string }[] };
  const briefed = async (id: string, key: string): Promise<string[]> =>
    ((await ada.get(`/contacts/${id}/briefing`)).body.sections as { key: string; lines: { text: string }[] }[]).filter((section) => section.key === key).flatMap((section) => section.lines.map((line) => line.text));
  let nadia: string;
  let joost: string;
  beforeAll(async () => {
    joost = await make('Joost Willems');
    nadia = await make(
      'Nadia Petrov',
      'Dinner with Nadia. Joost came too. He is allergic to lupins. He keeps axolotls. Nadia keeps ferrets.',
      'Nadia is vegetarian, but her husband Pieter eats haggis. I am afraid of moths. Nadia lent me her telescope, I must return it.',
      'Lena and Nadia were there. She avoids aubergines.',
    );
  });

  it('goes on with a pronoun: what he is allergic to is not hers', async () => {
    expect((await ask(nadia, 'Is Nadia allergic to anything?')).answer).toBe(unknown);
    expect((await ask(nadia, 'Does Nadia keep axolotls?')).answer).toBe(unknown);
    expect((await ask(nadia, 'Does Nadia keep ferrets?')).answer).toBe('Nadia keeps ferrets. [1]');
  });

  it('answers about somebody else in her notes, and says who it is', async () => {
    expect((await ask(nadia, 'Is Joost allergic to anything?')).answer).toBe('Joost Willems: He is allergic to lupins. [1]');
    expect((await ask(nadia, 'Is Joost Willems allergic to anything?')).answer).toBe('Joost Willems: He is allergic to lupins. [1]');
    expect((await ask(nadia, 'What does her husband eat?')).answer).toContain('her husband Pieter eats haggis');
  });

  it('tells what is about both by what is about her', async () => {
    expect((await ask(nadia, 'Is Nadia vegetarian?')).answer).toContain('Nadia is vegetarian');
    expect((await ask(nadia, 'Does Nadia eat haggis?')).answer).toBe(unknown);
  });

  it('takes what the writer says of themselves for nobody’s, but tells what is between them', async () => {
    expect((await ask(nadia, 'Is Nadia afraid of anything?')).answer).not.toContain('moths');
    expect((await ask(nadia, 'What do I owe Nadia?')).answer).toContain('I must return it.');
  });

  it('tells what the writer is to do for others with whoever’s note it stands in', async () => {
    const id = await make('Thea Moll', 'Tea with Thea. I have to ask Joost about the kayak.', 'Thea said in passing: "I would like to learn to glaze pots."');
    expect((await ask(id, 'What are open follow-ups?')).answer).toBe('I have to ask Joost about the kayak. [1]');
    expect((await ask(id, 'What does Thea want to learn?')).answer).toContain('learn to glaze pots');
    expect((await everybody('Who do I have to ask about the kayak?')).answer).toBe('Joost Willems: I have to ask Joost about the kayak. [1]');
  });

  it('marks what may be somebody else’s', async () => {
    expect((await ask(nadia, 'Does Nadia avoid aubergines?')).answer).toBe('Nadia or Lena: She avoids aubergines. [1]');
    expect((await everybody('Who avoids aubergines?')).answer).toBe('Nadia or Lena: She avoids aubergines. [1]');
  });

  it('is the same for a question about everybody', async () => {
    expect(await everybody('Who keeps axolotls?')).toMatchObject({ answer: 'Joost Willems: He keeps axolotls. [1]', citations: [{ contact_id: joost, contact_name: 'Joost Willems', url: expect.stringContaining(nadia) }] });
    expect((await everybody('Who keeps ferrets?')).answer).toBe('Nadia Petrov: Nadia keeps ferrets. [1]');
    expect((await everybody('Who eats haggis?')).answer).toBe(unknown);
    expect((await everybody('Who is afraid of moths?')).answer).toBe(unknown);
  });

  it('is the same in a briefing', async () => {
    const care = (await briefed(nadia, 'care')).join();
    expect(care).not.toContain('lupins');
    expect(care).toContain('Nadia or Lena: She avoids aubergines.');
    expect(care).toContain('Nadia is vegetarian');
    const id = await make('Wilma Alm', 'Wilma brought Joost. He hates quinces.');
    expect(await briefed(id, 'last')).toEqual(['Wilma brought Joost.', 'Joost Willems: He hates quinces.']);
    expect((await ask(id, 'What’s new with Wilma?')).answer).toBe('Wilma brought Joost. [1] Joost Willems: He hates quinces. [2]');
  });

  it('reads what was said shortly before, wherever it stands in a long note', async () => {
    const talk = 'We sat in the garden and watched the boats go by.\n'.repeat(150);
    const id = await make('Solveig Dahl', `${talk}Solveig breeds alpacas. Joost was there. He breeds llamas.\n${talk}`, `${'Solveig '.repeat(2400)}breeds emus.`);
    expect((await ask(id, 'Does Solveig breed llamas?')).answer).toBe(unknown);
    expect((await ask(id, 'Does Solveig breed alpacas?')).answer).toBe('Solveig breeds alpacas. [1]');
    const { citations } = (await ada.post('/ask', { question: 'Who breeds llamas?' })).body;
    expect(citations).toMatchObject([{ contact_id: joost, text: 'He breeds llamas.', source: { start: talk.length + 'Solveig breeds alpacas. Joost was there. '.length } }]);
  });

  it('asks the database as often for two hundred notes as for one', async () => {
    const few = await make('Ulf Rask', 'Ulf collects thimbles.');
    const many = await make('Ylva Rask');
    await kith.owner.query(`insert into notes (space_id, contact_id, content) select $1, $2, 'Ylva collects thimbles, and has ' || n || ' of them.' from generate_series(1, 200) n`, [ada.space.id, many]);
    let count = 0;
    kith.platform.database.observe((text) => (count += Number(/\bfrom (?:contacts|relationships|notes|entries)\b/.test(text))));
    const queries = async (id: string) => {
      count = 0;
      expect((await ask(id, 'Does she collect thimbles, or does he?')).citations.length).toBeGreaterThan(0);
      return count;
    };
    expect(await queries(few)).toBeGreaterThan(1);
    expect(await queries(many)).toBe(await queries(few));
  });

  it('tells nothing of what could not be read', async () => {
    const { intelligence } = kith.platform;
    const read = intelligence.whose;
    intelligence.whose = () => Promise.reject(new Error('The note engine stopped.'));
    try {
      expect((await ask(nadia, 'Does Nadia keep ferrets?')).answer).toBe(unknown);
      expect((await ask(anna, 'Where does Anna work?')).answer).toContain('Designer at Nordlys');
    } finally {
      intelligence.whose = read;
    }
    expect((await ask(nadia, 'Does Nadia keep ferrets?')).answer).toBe('Nadia keeps ferrets. [1]');
  });

  it('does not take a person of others for somebody a note names', async () => {
    await bob.post('/contacts', { full_name: 'Quentin Vale' });
    await make('Ragna Holt', 'Quentin came with Ragna. He restores pianolas.');
    expect((await everybody('Who restores pianolas?')).citations.filter(({ contact_name }) => contact_name !== 'Ragna Holt')).toEqual([]);
  });
});
