import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { fakeServer } from '../../../../test/fakes/http.ts';
import { emptyDatabase, signUp, testKith } from '../../../../test/harness.ts';
import { migrate } from '../../platform/database/migrate.ts';
import { marked, type Result, useSearch } from './search.setup.ts';

const here = useSearch();
const { find } = here;

describe('what search knows follows what is written', () => {
  it('edits, new names, moves, deletes, undo and redo', async () => {
    const writer = await signUp(here.kith);
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
    const { rows } = await here.kith.owner.query('select kind from search_documents where space_id = $1', [writer.space.id]);
    expect(rows).toEqual([{ kind: 'contact' }]);
  });

  it('forgets words that nothing contains any more', async () => {
    const writer = await signUp(here.kith);
    const { contact } = (await writer.post('/contacts', { full_name: 'Wilhelmina Kept' })).body;
    const { note: gone } = (await writer.post('/notes', { contact_id: contact.id, content: 'A secret rendezvous' })).body;
    await writer.delete(`/notes/${gone.id}`);
    const words = async () => (await here.kith.owner.query('select word from search_words where space_id = $1 order by 1', [writer.space.id])).rows.map((row) => row.word);
    expect(await words()).toContain('rendezvous');
    await here.kith.owner.query('select kith.forget_search_words($1)', [writer.space.id]);
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
    const { rows } = await here.kith.owner.query(`select count(*)::int as n from changes where table_name like 'search%'`);
    expect(rows[0].n).toBe(0);
  });
});

describe('whose', () => {
  it('never another tenant’s, not even through the function behind it', async () => {
    expect(await find('anna', '', here.bob)).toEqual([]);
    expect(await find('peanuts', '', here.bob)).toEqual([]);
    const client = await here.kith.platform.database.pool.connect();
    try {
      const nobody = [`kith.search($1, 'anna', null, null, null, null, null, null, null, 0, 10)`, `kith.find_contacts($1, 'anna', 10)`, `kith.find_notes($1, 'anna', 10)`];
      for (const ask of nobody) expect((await client.query(`select * from ${ask}`, [here.ada.space.id])).rows).toEqual([]);
      await expect(client.query('select * from search_documents')).rejects.toThrow(/permission denied/);
      await expect(client.query(`select kith.search_any($1, 'note', 'x', now(), now(), 1)`, [here.ada.space.id])).rejects.toThrow(/permission denied/);
    } finally {
      client.release();
    }
  });

  it('a viewer finds what is in a shared space, in that space only', async () => {
    const [space] = (await here.kith.owner.query(`insert into spaces (name, kind, created_by) values ('Family', 'shared', $1) returning id`, [here.ada.user.id])).rows;
    await here.kith.owner.query(`insert into space_members (space_id, user_id, role) values ($1, $2, 'owner'), ($1, $3, 'viewer')`, [space.id, here.ada.user.id, here.bob.user.id]);
    await here.ada.post('/contacts', { full_name: 'Shared Cousin' }, { 'kith-space': space.id });
    const there = await here.bob.get('/search?q=cousin', { 'kith-space': space.id });
    expect(there.body.data.map((result: Result) => result.title)).toEqual(['Shared Cousin']);
    expect(await find('cousin', '', here.bob)).toEqual([]);
  });
});

describe('GET /search', () => {
  it.each(['', 'q=', 'q=%20%20', `q=${'x'.repeat(201)}`, 'q=a&kind=person', 'q=a&limit=0', 'q=a&limit=101', 'q=a&cursor=abc', 'q=a&contact_id=1', 'q=a&from=yesterday', 'q=a&to=0000-01-01', 'q=a%00b'])('400: %.40s', async (query) => {
    expect((await here.ada.get(`/search?${query}`)).status).toBe(400);
  });

  it.each(['!!!', "'", '"\'"', '\\', '%', '_', ':*', '&', '| !', '(', '<->', "a' | 'b", '@anna', '~anna', '-- drop table', '${x}', '\u202e', 'a'.repeat(200), 'ab '.repeat(66), '\t\n'.padEnd(5, 'z'), '12.5', '+49 170 1234567', 'ß', 'ı', '＠'])('200: %s is only text', async (q) => {
    expect(await find(q)).toBeInstanceOf(Array);
  });

  it('401 without signing in', async () => {
    expect((await here.kith.client().get('/search?q=a')).status).toBe(401);
  });

  it('one query, however many results', async () => {
    const texts: string[] = [];
    here.kith.platform.database.observe((text) => texts.push(text));
    try {
      for (const [q, count] of [['nothinglikethis', 1], ['anna', 1], ['a', 1], ['Jonh Smtih', 1]] as const) {
        texts.length = 0;
        await find(q);
        expect(texts.filter((text) => text.includes('kith.search'))).toHaveLength(count);
      }
    } finally {
      here.kith.platform.database.observe(() => {});
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
    const other = await testKith({ KITH_EMBED_BASE_URL: `${server.url}/v1`, KITH_EMBED_MODEL: 'near-1' }, here.kith);
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
