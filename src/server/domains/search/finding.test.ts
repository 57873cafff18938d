import { describe, expect, it } from 'vitest';
import { type Client, signUp } from '../../../../test/harness.ts';
import { marked, type Result, useSearch } from './search.setup.ts';

const here = useSearch();
const { find, note, people, titles } = here;

describe('what is found, and in which order', () => {
  it('an exact name, a name that starts so, an entry, a note', async () => {
    expect(await titles('anna')).toEqual(['contact Anna', 'contact Anna Lindqvist', 'entry José Álvarez', 'note John Smith']);
  });

  it('scores fall along the list', async () => {
    const scores = (await find('anna')).map((result) => result.score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(Math.max(...scores)).toBeLessThanOrEqual(1);
  });

  it('the words of a text together with the name of the person it is about', async () => {
    const [first, ...rest] = await find('anna peanuts');
    expect(first).toMatchObject({ kind: 'entry', contact_id: people['Anna Lindqvist']!.id, contact_name: 'Anna Lindqvist', title: 'Anna Lindqvist', snippet: 'Allergic to peanuts and shellfish', category: 'Personal Details' });
    expect([marked(first!, 'title'), marked(first!, 'snippet'), rest]).toEqual([['Anna'], ['peanuts'], []]);
    expect(await find('john peanuts')).toEqual([]);
  });

  it('the name of a person alone does not bring up everything about them', async () => {
    expect(await titles('lindqvist')).toEqual(['contact Anna Lindqvist']);
  });

  it('whatever case and accents', async () => {
    for (const q of ['jose alvarez', 'JOSÉ ÁLVAREZ', 'Jose\u0301 Alva', 'ＪＯＳＥ']) expect((await titles(q))[0]).toBe('contact José Álvarez');
    const [emile] = await find('emil');
    expect(marked(emile!, 'title')).toEqual(['Émile']);
  });

  it('words that are not finished yet, in names any of them, in texts the last', async () => {
    expect((await titles('jo smi'))[0]).toBe('contact John Smith');
    expect(await titles('peanuts shell')).toEqual(['entry Anna Lindqvist']);
    expect(await titles('shell peanuts')).toEqual([]);
    expect(await titles("o'brien")).toEqual(['contact Michael O’Brien']);
  });

  it('one or two letters: names only', async () => {
    expect(new Set((await find('a')).map((result) => result.kind))).toEqual(new Set(['contact']));
    expect((await titles('an')).slice(0, 2).toSorted()).toEqual(['contact Anna', 'contact Anna Lindqvist']);
  });

  it.each([
    ['Jonh Smtih', 'contact John Smith'],
    ['jonh', 'contact John Smith'],
    ['dhamka', 'entry John Smith'],
    ['Micheal', 'contact Michael O’Brien'],
    ['lindkvist', 'contact Anna Lindqvist'],
    ['bangladesch', 'entry John Smith'],
    ['anna peanusts', 'entry Anna Lindqvist'],
    ['alvrez', 'contact José Álvarez'],
  ])('forgives %s', async (q, expected) => {
    const [first] = await find(q);
    expect(`${first?.kind} ${first?.title}`).toBe(expected);
    expect(first!.highlights.length).toBeGreaterThan(0);
  });

  it('forgives only when there is little else', async () => {
    for (let i = 0; i < 5; i++) await note(null, `Lantern festival number ${i}`);
    await note(null, 'A lanterm is misspelt here');
    expect((await find('lantern')).every((result) => result.snippet.includes('Lantern'))).toBe(true);
    const forgiving = await find('lanterm');
    expect(forgiving[0]!.snippet).toContain('lanterm');
    expect(forgiving).toHaveLength(6);
  });

  it('Chinese, Japanese and emoji', async () => {
    await note('山田 太郎', '東京タワーの近くに住んでいる 🎂🎉');
    expect(await titles('山田')).toContain('contact 山田 太郎');
    const [tokyo] = await find('東京');
    expect([tokyo!.kind, marked(tokyo!, 'snippet')]).toEqual(['note', ['東', '京']]);
    expect(await find('🎂')).toEqual([]);
    expect((await find('東京 🎂'))[0]!.kind).toBe('note');
  });

  it('a part of a long text around the words, with offsets in it', async () => {
    const filler = 'Nothing of interest happened on that day, 🙂 so we went home. '.repeat(100);
    await note(null, `${filler}\nThen the <b>zeppelin</b> landed. ${filler}`);
    const [result] = await find('zeppelin landed');
    expect(result!.snippet.length).toBeLessThanOrEqual(242);
    expect(result!.snippet).toContain('the <b>zeppelin</b> landed');
    expect(marked(result!, 'snippet')).toEqual(['zeppelin', 'landed']);
  });

  it('details of a person, and tags', async () => {
    const { contact } = (await here.ada.post('/contacts', { full_name: 'Quentin', company: 'Globex', title: 'Chief Archivist', emails: [{ label: 'work', value: 'q@globex.example' }] })).body;
    expect(await titles('archivist')).toEqual(['contact Quentin']);
    expect(await titles('q@globex.example')).toEqual(['contact Quentin']);
    await here.ada.post('/tags', { name: 'Book club', description: 'Thursdays' });
    expect(await titles('book')).toEqual(['tag Book club']);
    expect((await find('thursdays'))[0]).toMatchObject({ kind: 'tag', contact_id: null, contact_name: null, snippet: 'Thursdays' });
    await here.ada.delete(`/contacts/${contact.id}`);
    expect(await titles('archivist')).toEqual([]);
  });

  it('a phone number however its digits are grouped', async () => {
    const { contact } = (await here.ada.post('/contacts', { full_name: 'Phone Person', phones: [{ label: 'home', value: '+49 (170) 123-4567' }, { label: 'work', value: '030 998877' }] })).body;
    for (const q of ['+49 (170) 123', '+49 170 1234567', '+491701234567', '0049-170-1234567', '0170 1234567', '1701234567', '170123', '123 4567', '1234567', '030998877', '030/99 88 77', '99887']) expect(await titles(q), q).toEqual(['contact Phone Person']);
    for (const q of ['4567123', '0171 1234567', '4917012345678']) expect(await titles(q), q).toEqual([]);
    await here.ada.patch(`/contacts/${contact.id}`, { phones: [] });
    expect(await titles('1701234567')).toEqual([]);
  });

  it('what was said in a call, under the day it was, gone and back with it', async () => {
    await here.ada.patch('/auth/preferences', { time_zone: 'America/New_York' });
    const path = `/contacts/${people['Hannah Peters']!.id}/interactions`;
    const { interaction } = (await here.ada.post(path, { kind: 'call', at: '2026-03-01T04:30:00Z', note: 'She is restoring a Wurlitzer organ' })).body;
    await here.ada.post(path, { kind: 'meeting' });
    for (const q of ['wurlitzer', 'Wurltizer', 'hannah organ', 'restoring wurl']) {
      const [found, ...rest] = await find(q);
      expect([found, rest], q).toMatchObject([{ kind: 'interaction', id: interaction.id, contact_name: 'Hannah Peters', note_id: null, title: 'Hannah Peters', category: 'call', snippet: '2026-02-28 23:30 · She is restoring a Wurlitzer organ' }, []]);
      expect(found!.highlights.length).toBeGreaterThan(0);
    }
    expect(await titles('hannah', '&kind=interaction')).toEqual([]);
    await here.ada.delete(`/interactions/${interaction.id}`);
    expect(await titles('wurlitzer')).toEqual([]);
    await here.ada.post('/undo');
    expect(await titles('wurlitzer', '&kind=interaction')).toEqual(['interaction Hannah Peters']);
  });

  it('notes and messages with the note to read them in', async () => {
    const talk = await note('Émile Zola', 'A walk along the Seine');
    expect((await find('seine'))[0]).toMatchObject({ kind: 'note', note_id: talk.id });
    expect((await find('émile', '&kind=contact'))[0]!.note_id).toBeNull();
    const { rows } = await here.kith.owner.query(
      `insert into chat_messages (space_id, contact_id, channel, chat_key, message_key, sent_at, local_at, direction, sender_name, text, note_id)
       values ($1, $2, 'sms', 'chat', '1', '2026-01-05T10:00:00Z', '2026-01-05T10:00:00', 'in', 'Émile Zola', 'Bring the telescope tonight', $3) returning id`, [here.ada.space.id, people['Émile Zola']!.id, talk.id]);
    for (const q of ['telescope', 'telescpoe', 'emile telesc']) expect((await find(q))[0], q).toMatchObject({ kind: 'message', id: rows[0].id, note_id: talk.id, contact_name: 'Émile Zola', created_at: '2026-01-05T10:00:00+00:00' });
  });
});

describe('filters', () => {
  it('kind, person and date', async () => {
    expect(await titles('anna', '&kind=note')).toEqual(['note John Smith']);
    expect(new Set(await titles('anna', `&contact_id=${people['José Álvarez']!.id}`))).toEqual(new Set(['entry José Álvarez']));
    const today = new Date().toISOString().slice(0, 10);
    expect(await find('peanuts', `&from=${today}&to=${today}`)).toHaveLength(1);
    expect(await find('peanuts', '&to=2001-01-01')).toEqual([]);
    expect(await find('peanuts', '&from=2999-01-01')).toEqual([]);
    expect(await find('peanuts', `&from=${encodeURIComponent('2001-01-01T00:00:00+02:00')}&to=2999-01-01T00:00:00Z`)).toHaveLength(1);
  });

  it('a person of another tenant: an empty list', async () => {
    expect(await find('anna', `&contact_id=${people.Anna!.id}`, here.bob)).toEqual([]);
  });
});

describe('paging', () => {
  it('walks all results once, whatever the size of a page', async () => {
    const reader = await signUp(here.kith);
    const { contact } = (await reader.post('/contacts', { full_name: 'Marble Arch' })).body;
    await reader.post('/contacts', { full_name: 'Marble' });
    await reader.post('/contacts', { full_name: 'Old Marbles' });
    for (let i = 0; i < 12; i++) {
      await reader.post(`/contacts/${contact.id}/entries`, { category: 'Interests', content: `Collects marble${i % 3 ? '' : 's'} number ${i}` });
      await reader.post('/notes', { content: `We saw marble ${i}` });
    }
    const all = (await reader.get('/search?q=marble&limit=100')).body.data.map((result: Result) => result.id);
    expect(all).toHaveLength(27);
    for (const limit of [1, 4, 26, 27]) expect(await walk(reader, 'marble', limit)).toEqual(all);
  });

  it('also through what was found by forgiving', async () => {
    const all = (await find('hanna')).map((result) => result.id);
    expect(all.length).toBeGreaterThan(1);
    for (const limit of [1, 2]) expect(await walk(here.ada, 'hanna', limit)).toEqual(all);
  });

  async function walk(client: Client, q: string, limit: number) {
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await client.get(`/search?q=${q}&limit=${limit}${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.data.map((result: Result) => result.id));
      expect(body.has_more).toBe(body.next_cursor !== null);
      cursor = body.next_cursor ?? '';
    } while (cursor && seen.length < 200);
    return seen;
  }
});
