import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeServer } from '../../../../test/fakes/http.ts';
import { type Client, emptyDatabase, signUp, type TestKith, testKith } from '../../../../test/harness.ts';
import { migrate } from '../../platform/database/migrate.ts';

type Result = { kind: string; id: string; contact_id: string | null; contact_name: string | null; note_id: string | null; title: string; snippet: string; category: string | null; score: number; created_at: string; highlights: { field: 'title' | 'snippet'; start: number; end: number }[] };

let kith: TestKith;
let ada: Client;
let bob: Client;
const people: Record<string, { id: string }> = {};
beforeAll(async () => {
  kith = await testKith();
  [ada, bob] = [await signUp(kith, 'ada'), await signUp(kith, 'bob')];
  for (const full_name of ['Anna Lindqvist', 'Anna', 'Joanna Vale', 'John Smith', 'José Álvarez', 'Émile Zola', 'Hannah Peters', '山田 太郎', 'Michael O’Brien'])
    people[full_name] = (await ada.post('/contacts', { full_name })).body.contact;
  await entry('Anna Lindqvist', 'Allergic to peanuts and shellfish');
  await entry('John Smith', 'Grew up in Dhaka, the capital of Bangladesh');
  await entry('José Álvarez', 'Met Anna at the climbing hall');
  await note('John Smith', 'Long talk with Anna about her garden');
});
afterAll(() => kith.close());

const entry = async (name: string, content: string) => (await ada.post(`/contacts/${people[name]!.id}/entries`, { category: 'Personal Details', content })).body.entry;
const note = async (name: string | null, content: string) => (await ada.post('/notes', { contact_id: name && people[name]!.id, content })).body.note;
const find = async (q: string, more = '', client = ada): Promise<Result[]> => {
  const { status, body } = await client.get(`/search?q=${encodeURIComponent(q)}${more}`);
  expect([status, body.error]).toEqual([200, undefined]);
  return body.data;
};
const titles = async (q: string, more = '') => (await find(q, more)).map((result) => `${result.kind} ${result.title}`);
const marked = (result: Result, field: 'title' | 'snippet') => result.highlights.filter((span) => span.field === field).map((span) => result[field].slice(span.start, span.end));

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
    const { contact } = (await ada.post('/contacts', { full_name: 'Quentin', company: 'Globex', title: 'Chief Archivist', emails: [{ label: 'work', value: 'q@globex.example' }] })).body;
    expect(await titles('archivist')).toEqual(['contact Quentin']);
    expect(await titles('q@globex.example')).toEqual(['contact Quentin']);
    await ada.post('/tags', { name: 'Book club', description: 'Thursdays' });
    expect(await titles('book')).toEqual(['tag Book club']);
    expect((await find('thursdays'))[0]).toMatchObject({ kind: 'tag', contact_id: null, contact_name: null, snippet: 'Thursdays' });
    await ada.delete(`/contacts/${contact.id}`);
    expect(await titles('archivist')).toEqual([]);
  });

  it('a phone number however its digits are grouped', async () => {
    const { contact } = (await ada.post('/contacts', { full_name: 'Phone Person', phones: [{ label: 'home', value: '+49 (170) 123-4567' }, { label: 'work', value: '030 998877' }] })).body;
    for (const q of ['+49 (170) 123', '+49 170 1234567', '+491701234567', '0049-170-1234567', '0170 1234567', '1701234567', '170123', '123 4567', '1234567', '030998877', '030/99 88 77', '99887']) expect(await titles(q), q).toEqual(['contact Phone Person']);
    for (const q of ['4567123', '0171 1234567', '4917012345678']) expect(await titles(q), q).toEqual([]);
    await ada.patch(`/contacts/${contact.id}`, { phones: [] });
    expect(await titles('1701234567')).toEqual([]);
  });

  it('what was said in a call, under the day it was, gone and back with it', async () => {
    await ada.patch('/auth/preferences', { time_zone: 'America/New_York' });
    const path = `/contacts/${people['Hannah Peters']!.id}/interactions`;
    const { interaction } = (await ada.post(path, { kind: 'call', at: '2026-03-01T04:30:00Z', note: 'She is restoring a Wurlitzer organ' })).body;
    await ada.post(path, { kind: 'meeting' });
    for (const q of ['wurlitzer', 'Wurltizer', 'hannah organ', 'restoring wurl']) {
      const [found, ...rest] = await find(q);
      expect([found, rest], q).toMatchObject([{ kind: 'interaction', id: interaction.id, contact_name: 'Hannah Peters', note_id: null, title: 'Hannah Peters', category: 'call', snippet: '2026-02-28 23:30 · She is restoring a Wurlitzer organ' }, []]);
      expect(found!.highlights.length).toBeGreaterThan(0);
    }
    expect(await titles('hannah', '&kind=interaction')).toEqual([]);
    await ada.delete(`/interactions/${interaction.id}`);
    expect(await titles('wurlitzer')).toEqual([]);
    await ada.post('/undo');
    expect(await titles('wurlitzer', '&kind=interaction')).toEqual(['interaction Hannah Peters']);
  });

  it('notes and messages with the note to read them in', async () => {
    const talk = await note('Émile Zola', 'A walk along the Seine');
    expect((await find('seine'))[0]).toMatchObject({ kind: 'note', note_id: talk.id });
    expect((await find('émile', '&kind=contact'))[0]!.note_id).toBeNull();
    const { rows } = await kith.owner.query(
      `insert into chat_messages (space_id, contact_id, channel, chat_key, message_key, sent_at, local_at, direction, sender_name, text, note_id)
       values ($1, $2, 'sms', 'chat', '1', '2026-01-05T10:00:00Z', '2026-01-05T10:00:00', 'in', 'Émile Zola', 'Bring the telescope tonight', $3) returning id`, [ada.space.id, people['Émile Zola']!.id, talk.id]);
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
    expect(await find('anna', `&contact_id=${people.Anna!.id}`, bob)).toEqual([]);
  });
});

describe('paging', () => {
  it('walks all results once, whatever the size of a page', async () => {
    const reader = await signUp(kith);
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
    for (const limit of [1, 2]) expect(await walk(ada, 'hanna', limit)).toEqual(all);
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

describe('what search knows follows what is written', () => {
  it('edits, new names, moves, deletes, undo and redo', async () => {
    const writer = await signUp(kith);
    const add = async (full_name: string) => (await writer.post('/contacts', { full_name })).body.contact;
    const [greta, otto] = [await add('Greta Olsen'), await add('Otto Braun')];
    const written = (await writer.post(`/contacts/${greta.id}/entries`, { category: 'Interests', content: 'Plays the bassoon' })).body.entry;
    await writer.post('/notes', { contact_id: greta.id, content: 'Brought her bassoon along' });
    const kinds = async (q: string) => (await find(q, '', writer)).map((result) => result.kind);

    await writer.patch(`/contacts/${greta.id}`, { full_name: 'Greta Nilsson', nickname: 'Gigi' });
    expect(await kinds('olsen bassoon')).toEqual([]);
    expect(await kinds('nilsson bassoon')).toEqual(['entry', 'note']);
    expect(await kinds('gigi bassoon')).toEqual(['entry', 'note']);

    await writer.patch(`/entries/${written.id}`, { content: 'Plays the oboe' });
    expect([await kinds('oboe'), await kinds('greta bassoon')]).toEqual([['entry'], ['note']]);

    const { note: moved } = (await writer.post('/notes', { contact_id: otto.id, content: 'Sells cheese' })).body;
    await writer.patch(`/notes/${moved.id}`, { contact_id: greta.id });
    expect([await kinds('otto cheese'), await kinds('greta cheese')]).toEqual([[], ['note']]);

    await writer.delete(`/contacts/${greta.id}`);
    expect([await kinds('nilsson'), await kinds('oboe'), await kinds('cheese')]).toEqual([[], [], []]);
    expect((await writer.post('/undo')).status).toBe(200);
    expect([await kinds('nilsson'), await kinds('nilsson oboe'), await kinds('gigi cheese')]).toEqual([['contact'], ['entry'], ['note']]);
    expect((await writer.post('/redo')).status).toBe(200);
    expect([await kinds('nilsson'), await kinds('oboe'), await kinds('cheese')]).toEqual([[], [], []]);
    const { rows } = await kith.owner.query('select kind from search_documents where space_id = $1', [writer.space.id]);
    expect(rows).toEqual([{ kind: 'contact' }]);
  });

  it('forgets words that nothing contains any more', async () => {
    const writer = await signUp(kith);
    const { contact } = (await writer.post('/contacts', { full_name: 'Wilhelmina Kept' })).body;
    const { note: gone } = (await writer.post('/notes', { contact_id: contact.id, content: 'A secret rendezvous' })).body;
    await writer.delete(`/notes/${gone.id}`);
    const words = async () => (await kith.owner.query('select word from search_words where space_id = $1 order by 1', [writer.space.id])).rows.map((row) => row.word);
    expect(await words()).toContain('rendezvous');
    await kith.owner.query('select kith.forget_search_words($1)', [writer.space.id]);
    expect(await words()).toEqual(['kept', 'wilhelmina']);
  });

  it('an upgrade finds what was there before', async () => {
    const { ownerUrl } = await emptyDatabase();
    await migrate(ownerUrl, '0210_people_lists.sql');
    const owner = new pg.Client({ connectionString: ownerUrl });
    await owner.connect();
    try {
      const [{ space_id }] = (await owner.query(`select space_id from kith.register_user('old', null, '', 'x')`)).rows;
      const [{ id }] = (await owner.query(`insert into contacts (space_id, full_name, phones) values ($1, 'Old Friend', '[{"label":"","value":"+1 415 555 0100"}]') returning id`, [space_id])).rows;
      await owner.query(`insert into interactions (space_id, contact_id, kind, at, text) values ($1, $2, 'call', now(), 'About the canoe')`, [space_id, id]);
      await migrate(ownerUrl);
      await owner.query(`select set_config('kith.read_spaces', $1, false)`, [`{${space_id}}`]);
      const kinds = async (q: string) => (await owner.query(`select kind from kith.search($1, $2, null, null, null, null, null, null, null, 0, 10)`, [space_id, q])).rows.map((row) => row.kind);
      expect([await kinds('canoe'), await kinds('old canoe'), await kinds('cano'), await kinds('4155550100'), await kinds('friend')]).toEqual([['interaction'], ['interaction'], ['interaction'], ['contact'], ['contact']]);
    } finally {
      await owner.end();
    }
  });

  it('stays out of the feed', async () => {
    const { rows } = await kith.owner.query(`select count(*)::int as n from changes where table_name like 'search%'`);
    expect(rows[0].n).toBe(0);
  });
});

describe('whose', () => {
  it('never another tenant’s, not even through the function behind it', async () => {
    expect(await find('anna', '', bob)).toEqual([]);
    expect(await find('peanuts', '', bob)).toEqual([]);
    const client = await kith.platform.database.pool.connect();
    try {
      const nobody = [`kith.search($1, 'anna', null, null, null, null, null, null, null, 0, 10)`, `kith.find_contacts($1, 'anna', 10)`, `kith.find_notes($1, 'anna', 10)`];
      for (const ask of nobody) expect((await client.query(`select * from ${ask}`, [ada.space.id])).rows).toEqual([]);
      await expect(client.query('select * from search_documents')).rejects.toThrow(/permission denied/);
      await expect(client.query(`select kith.search_any($1, 'note', 'x', now(), now(), 1)`, [ada.space.id])).rejects.toThrow(/permission denied/);
    } finally {
      client.release();
    }
  });

  it('a viewer finds what is in a shared space, in that space only', async () => {
    const [space] = (await kith.owner.query(`insert into spaces (name, kind, created_by) values ('Family', 'shared', $1) returning id`, [ada.user.id])).rows;
    await kith.owner.query(`insert into space_members (space_id, user_id, role) values ($1, $2, 'owner'), ($1, $3, 'viewer')`, [space.id, ada.user.id, bob.user.id]);
    await ada.post('/contacts', { full_name: 'Shared Cousin' }, { 'kith-space': space.id });
    const there = await bob.get('/search?q=cousin', { 'kith-space': space.id });
    expect(there.body.data.map((result: Result) => result.title)).toEqual(['Shared Cousin']);
    expect(await find('cousin', '', bob)).toEqual([]);
  });
});

describe('GET /search', () => {
  it.each(['', 'q=', 'q=%20%20', `q=${'x'.repeat(201)}`, 'q=a&kind=person', 'q=a&limit=0', 'q=a&limit=101', 'q=a&cursor=abc', 'q=a&contact_id=1', 'q=a&from=yesterday', 'q=a&to=0000-01-01', 'q=a%00b'])('400: %.40s', async (query) => {
    expect((await ada.get(`/search?${query}`)).status).toBe(400);
  });

  it.each(['!!!', "'", '"\'"', '\\', '%', '_', ':*', '&', '| !', '(', '<->', "a' | 'b", '@anna', '~anna', '-- drop table', '${x}', '\u202e', 'a'.repeat(200), 'ab '.repeat(66), '\t\n'.padEnd(5, 'z'), '12.5', '+49 170 1234567', 'ß', 'ı', '＠'])('200: %s is only text', async (q) => {
    expect(await find(q)).toBeInstanceOf(Array);
  });

  it('401 without signing in', async () => {
    expect((await kith.client().get('/search?q=a')).status).toBe(401);
  });

  it('one query, however many results', async () => {
    const texts: string[] = [];
    kith.platform.database.observe((text) => texts.push(text));
    try {
      for (const [q, count] of [['nothinglikethis', 1], ['anna', 1], ['a', 1], ['Jonh Smtih', 1]] as const) {
        texts.length = 0;
        await find(q);
        expect(texts.filter((text) => text.includes('kith.search'))).toHaveLength(count);
      }
    } finally {
      kith.platform.database.observe(() => {});
    }
  });
});

describe('with a provider that knows what texts mean', () => {
  /** The question is about boats, whatever its words are; other texts are far from it. */
  const vectorOf = (text: string) => (text === 'weekend' || /sail|harbour/i.test(text) ? [1, 0.1] : [0.1, 1]);

  it('the texts of a page stand in that order, names keep their places, and a failure changes nothing', async () => {
    let broken = false;
    const server = await fakeServer((request, response) => {
      const { input } = JSON.parse(request.body) as { input: string[] };
      if (broken) return void response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":{"message":"no"}}');
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ object: 'list', model: 'near-1', data: input.map((text, index) => ({ object: 'embedding', index, embedding: vectorOf(text) })), usage: { prompt_tokens: 7, total_tokens: 7 } }));
    });
    const other = await testKith({ KITH_EMBED_BASE_URL: `${server.url}/v1`, KITH_EMBED_MODEL: 'near-1' }, kith);
    const mia = await signUp(other, 'mia');
    const { id } = (await mia.post('/contacts', { full_name: 'Weekend Berg' })).body.contact;
    for (const content of ['Weekend in the harbour with her own sail', 'Weekend with the family', 'Weekend of tennis']) await mia.post(`/contacts/${id}/entries`, { category: 'Interests', content });
    const asked = async () => (await mia.get('/search?q=weekend')).body.data as Result[];
    const found = await asked();
    expect(found[0]).toMatchObject({ kind: 'contact' });
    expect(server.requests.at(-1)).toMatchObject({ path: '/v1/embeddings' });
    expect(JSON.parse(server.requests.at(-1)!.body)).toMatchObject({ model: 'near-1', input: ['weekend', ...Array.from({ length: 3 }, () => expect.stringContaining('Weekend'))] });
    const sails = (results: Result[]) => results.filter(({ kind }) => kind === 'entry').map(({ snippet }) => snippet.includes('sail'));
    expect(sails(found)).toEqual([true, false, false]);
    expect(marked(found[1]!, 'snippet')).toEqual(['Weekend']);
    const scores = (await asked()).map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    broken = true;
    const sent = server.requests.length;
    expect(sails(await asked())).toEqual([false, false, true]); // the newest first
    expect(server.requests.length).toBeGreaterThan(sent);
    await other.close();
    await server.close();
  });
});
