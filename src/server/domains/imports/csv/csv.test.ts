import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../../test/harness.ts';
import { CATEGORIES } from '../../../platform/intelligence/categories.ts';
import { COLUMNS, DONE as DONE_AT, guard, unguard } from './columns.ts';

let kith: TestKith;
let ada: Client;
beforeAll(async () => {
  kith = await testKith();
});
afterAll(() => kith.close());

const HEADER = COLUMNS.join(',');
const WITH_DONE = '?done=true';
const csv = (...rows: string[]) => `${[`${HEADER},${DONE_AT}`, ...rows].join('\r\n')}\r\n`;
const merge = (client: Client, content: string | Uint8Array, fields: Record<string, string> = {}) => client.upload('POST', '/import/merge-from-csv', 'backup_file', { name: 'people.csv', content, type: 'text/csv' }, fields);
const exported = async (client: Client, query = '') => (await client.get(`/export/csv${query}`)).body as string;
const cells = (text: string) => parse(text, { relax_column_count: true }) as string[][];
const peopleOf = async (client: Client) => (await client.get('/contacts?limit=100')).body.data as { id: string; full_name: string; tier: number; entry_count: number }[];
const contentsOf = async (client: Client, id: string) => ((await client.get(`/contacts/${id}/entries?limit=100`)).body.data as { content: string }[]).map((entry) => entry.content).sort();

describe('a round trip', () => {
  const nasty = fc.constantFrom('"', '""', "'", "'=", '=1+1', '+', '-', '@', '\t', '\r', '\n', '\r\n', ',', ';', ' ', '  ', '😀', '👩‍👩‍👧', 'שלום', 'مرحبا', '\u202e', '\ufeff', 'é', 'e\u0301', '\\', 'NULL', '\u0001', '0');
  const text = (max: number) => fc.array(fc.oneof({ weight: 3, arbitrary: nasty }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) }), { minLength: 1, maxLength: max }).map((parts) => parts.join('').replaceAll('\0', '').toWellFormed());
  const name = text(6).map((value) => value.trim().slice(0, 100).toWellFormed().trim()).filter((value) => [...value].length >= 2);
  const entry = fc.record({ category: fc.constantFrom(...CATEGORIES), content: text(12).filter((value) => value.trim() !== ''), confidence: fc.option(fc.integer({ min: 1, max: 10 })), done_at: fc.option(fc.date({ min: new Date('0001-01-02'), max: new Date('9999-12-30'), noInvalidDate: true }).map((date) => date.toISOString().replace('Z', '456Z'))) });
  const person = fc.record({
    full_name: name,
    tier: fc.constantFrom(1, 2),
    telegram_id: fc.option(fc.integer({ min: 1, max: 2 ** 40 })),
    telegram_username: fc.option(fc.constantFrom('@ada', '=ada', "'ada", 'ada_l')),
    entries: fc.uniqueArray(entry, { maxLength: 4, selector: (one) => `${one.category} ${one.content}` }),
  });

  it('gives the same export again, but for ids, whatever the texts are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(person, { minLength: 1, maxLength: 25, selector: (one) => one.telegram_id ?? {} }), async (people) => {
        const [from, to] = [await signUp(kith), await signUp(kith)];
        for (const { entries, ...one } of people) {
          const { rows } = await kith.owner.query('insert into contacts (space_id, full_name, tier, telegram_id, telegram_username) values ($1, $2, $3, $4, $5) returning id', [from.space.id, one.full_name, one.tier, one.telegram_id, one.telegram_username]);
          for (const known of entries) await kith.owner.query('insert into entries (space_id, contact_id, category, content, confidence, done_at) values ($1, $2, $3, $4, $5, $6)', [from.space.id, rows[0].id, known.category, known.content, known.confidence, known.done_at]);
        }
        const first = await exported(from, WITH_DONE);
        const answer = await merge(to, first);
        expect(answer.body).toMatchObject({ error_count: 0, warnings: [], counts: { people_created: people.length, entries: people.reduce((sum, one) => sum + one.entries.length, 0) } });
        const without = (file: string) => cells(file).map((row) => row.filter((_, i) => COLUMNS[i] !== 'Contact ID'));
        expect(without(await exported(to, WITH_DONE))).toEqual(without(first));
        // and once more: everything is recognised, by Contact ID where it was exported from
        expect((await merge(from, first)).body.counts).toMatchObject({ people_created: 0, people_updated: 0, entries: 0 });
      }),
      { numRuns: 12 },
    );
  });

  it('guards formulas so that every text comes back', () => {
    fc.assert(fc.property(text(8), (value) => {
      const cell = guard(value);
      expect(unguard(cell)).toBe(value);
      expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    }));
  });
});

describe('the export', () => {
  it('has its columns, one row an entry and one a person without, and a name with the time', async () => {
    ada = await signUp(kith);
    await merge(ada, csv('1,Grace Hopper,1,Goals,=SUM(A1),8,2024-01-02T03:04:05Z,77,@grace', ',Alan Turing,2,,,,,,'));
    const answer = await ada.get('/export/csv?bom=true');
    expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="kith_platform_export_\d{8}_\d{6}\.csv"$/);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(HEADER).toBe('Contact ID,Contact Name,Tier,Category,Content,AI Confidence,Created At,Telegram ID,Telegram Username');
    expect(answer.body.startsWith(`\ufeff${HEADER}\r\n`)).toBe(true);
    const [, alan, grace, ...more] = cells(answer.body);
    expect(alan).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), 'Alan Turing', '2', '', '', '', expect.stringMatching(/^20/), '', '']);
    expect(grace!.slice(1)).toEqual(['Grace Hopper', '1', 'Goals', "'=SUM(A1)", '8', '2024-01-02T03:04:05+00:00', '77', "'@grace"]);
    expect(more).toEqual([]);
    expect(cells(await exported(await signUp(kith)))).toEqual([[...COLUMNS]]);
    expect(cells(await exported(ada, WITH_DONE)).map((row) => row.at(-1))).toEqual([DONE_AT, '', '']);
  });

  it('takes only whom the filter or the ids name, archived people too', async () => {
    const [alan, grace] = await peopleOf(ada);
    const names = async (query: string) => cells(await exported(ada, query)).slice(1).map((row) => row[1]);
    expect(await names('?tier=1')).toEqual(['Grace Hopper']);
    expect(await names(`?ids=${alan!.id}`)).toEqual(['Alan Turing']);
    await ada.patch(`/contacts/${alan!.id}`, { archived: true });
    expect(await names('')).toEqual(['Alan Turing', 'Grace Hopper']);
    expect(await names('?archived=false')).toEqual(['Grace Hopper']);
    expect((await ada.get(`/export/csv?ids=${grace!.id},${crypto.randomUUID()}`)).status).toBe(404);
    expect((await ada.get('/export/csv?ids=x')).status).toBe(400);
  });
});

describe('reading a file', () => {
  const names = async (content: string | Uint8Array) => {
    const client = await signUp(kith);
    const answer = await merge(client, content);
    return { answer, names: (await peopleOf(client)).map((one) => one.full_name), client };
  };

  it('takes columns in any order and case, and says which it does not know', async () => {
    const { answer, names: found } = await names('tier;CONTENT;Shoe size;contact_name;category\n1;Wants a boat;43;Ida Lund;goals\n');
    expect(found).toEqual(['Ida Lund']);
    expect(answer.body).toMatchObject({ counts: { people_created: 1, entries: 1 }, warnings: ['Columns Kith does not know were passed over: Shoe size'] });
  });

  it('recognises delimiters, byte order marks, windows-1252 and UTF-16', async () => {
    const file = 'Contact Name\tTier\r\nJürgen Größ\t1\r\n';
    const utf16 = Buffer.from(file, 'utf16le');
    const inputs = [`\ufeff${file}`, Buffer.from(file, 'latin1'), Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), utf16, Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()]), 'sep=|\r\nContact Name|Tier\r\nJürgen Größ|1'];
    for (const input of inputs) expect((await names(input)).names).toEqual(['Jürgen Größ']);
  });

  it('names the line and the column of what is wrong, and takes the other rows', async () => {
    const { answer, names: found } = await names(
      csv('1,"Two\nLines",1,Goals,"One\r\nTwo",5,,,', '', '', '2,Bad Tier,3,,,,,,', '3,Bad Category,1,Hobbies,Sailing,,,,', '4,No Category,1,,Sailing,,,,', '5,Nothing In It,1,Goals,  ,,,,', '6,Bad Confidence,1,Goals,Sailing,11,,,', '7,Bad Date,1,Goals,Sailing,,2024-02-30,,', '8,Bad Telegram,1,,,,,abc,', ',,1,,,,,,', `9,Too Long,1,Goals,${'x'.repeat(2001)},,,,`, '10,X,1,,,,,,', '11,Many,1,,,,,,,,more', '12,Bad Done,1,Actionable,Call her,,,,,soon', '13,Nothing Done,1,,,,,,,2024-02-03', '14,Fine Person,1,,,,,,'),
    );
    expect(found).toEqual(['Fine Person', 'Two\nLines']);
    expect(answer.body.errors.map(({ line, column }: { line: number; column: string | null }) => [line, column])).toEqual([
      [7, 'Tier'], [8, 'Category'], [9, 'Category'], [10, 'Content'], [11, 'AI Confidence'], [12, 'Created At'], [13, 'Telegram ID'], [14, 'Contact Name'], [15, 'Content'], [16, 'Contact Name'], [17, null], [18, 'Done At'], [19, 'Done At'],
    ]);
    expect(answer.body.error_count).toBe(13);
  });

  it('takes a content of 2,000 characters as it is', async () => {
    const content = ` ${'😀'.repeat(1998)} `;
    const { client } = await names(csv(`1,Ida Lund,1,Goals,"${content}",,,,`));
    expect(await contentsOf(client, (await peopleOf(client))[0]!.id)).toEqual([content]);
  });

  it('refuses as a whole what it cannot read, and changes nothing', async () => {
    const client = await signUp(kith);
    const refused = async (content: string | Uint8Array) => (await merge(client, content)).body;
    expect(await refused('')).toMatchObject({ status: 422, error: 'The file is empty.' });
    expect(await refused('hello\nworld\n')).toMatchObject({ status: 422, field: 'file' });
    expect(await refused('Contact Name,Contact Name\nA,B\n')).toMatchObject({ status: 422, error: 'The column "Contact Name" is there twice.' });
    expect(await refused(csv('1,Good Person,1,,,,,,', '2,"Open'))).toMatchObject({ status: 422, error: expect.stringMatching(/quotation mark .* near line \d/) });
    expect(await refused(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]))).toMatchObject({ status: 422 });
    expect(await peopleOf(client)).toEqual([]);
    expect((await merge(client, csv(), { confidence_threshold: '11' })).status).toBe(400);
    expect((await merge(client, csv(), { merge_strategy: 'guess' })).status).toBe(400);
    expect((await client.get('/imports')).body.data).toEqual([]);
  });

  it('skips entries below the threshold, but not those without a confidence', async () => {
    const client = await signUp(kith);
    const answer = await merge(client, csv('1,Ida Lund,1,Goals,Sure,7,,,', '1,Ida Lund,1,Goals,Unsure,6,,,', '1,Ida Lund,1,Goals,Written,,,,', '2,Only Unsure,1,Goals,Maybe,1,,,'), { confidence_threshold: '7' });
    expect(answer.body.counts).toMatchObject({ below_threshold: 2, entries: 2, people_created: 1 });
    expect(await contentsOf(client, (await peopleOf(client))[0]!.id)).toEqual(['Sure', 'Written']);
  });
});

describe('whom a row is about', () => {
  it('is told by Contact ID, else Telegram ID, else the exact name', async () => {
    const client = await signUp(kith);
    await merge(client, csv(',Ida Lund,2,,,,,,', ',Per Holm,2,,,,,55,', ',Åsa Öberg,2,,,,,,'));
    const [, ida] = await peopleOf(client);
    const answer = await merge(client, csv(`${ida!.id},Somebody Else,,Goals,By id,,,,`, ',Another Name,,Goals,By Telegram,,,55,', ',asa oberg,,Goals,By name,,,,'));
    expect(answer.body).toMatchObject({ error_count: 0, counts: { people_created: 0, entries: 3 } });
    expect((await peopleOf(client)).map((one) => [one.full_name, one.entry_count])).toEqual([['Åsa Öberg', 1], ['Ida Lund', 1], ['Per Holm', 1]]);
  });

  it('is not guessed: several of a name are an error that names them', async () => {
    const client = await signUp(kith);
    const made = await merge(client, csv('1,Ana Cruz,1,Goals,First,,,,', '2,Ana Cruz,2,Goals,Second,,,,', '1,Ana Cruz,1,Goals,First again,,,,'));
    expect(made.body.counts).toMatchObject({ people_created: 2, entries: 3 });
    const ids = (await peopleOf(client)).map((one) => one.id);
    const answer = await merge(client, csv(',Ana Cruz,1,Goals,Whose?,,,,', '9,ANA CRUZ,1,Goals,Whose?,,,,'));
    expect(answer.body).toMatchObject({ error_count: 2, counts: { people_created: 0, entries: 0 } });
    for (const id of ids) expect(answer.body.errors[0].message).toContain(id);
  });

  it('keeps two people of one name apart by their Contact IDs', async () => {
    const client = await signUp(kith);
    await client.post('/contacts', { full_name: 'Ana Cruz' });
    const answer = await merge(client, csv('1,Ana Cruz,1,Goals,First,,,,', '2,Ana Cruz,2,Goals,Second,,,,'));
    expect(answer.body).toMatchObject({ counts: { people_created: 0, entries: 1 }, errors: [{ line: 3, message: expect.stringContaining('two people in the file') }] });
  });
});

describe('people who are here already', () => {
  const file = csv('1,Ida Lund,1,Goals,Sail,9,,7,ida', '1,Ida Lund,1,Goals,New,9,,,', '2,New Person,2,Goals,Sail,,,,', '2,New Person,2,Goals,Sail,,,,');
  const after = async (merge_strategy?: string) => {
    const client = await signUp(kith);
    await merge(client, csv(',Ida Lund,2,Goals,Sail,5,,,'));
    const answer = await merge(client, file, merge_strategy ? { merge_strategy } : {});
    const [ida] = await peopleOf(client);
    const entries = (await client.get(`/contacts/${ida!.id}/entries`)).body.data as { content: string; confidence: number }[];
    return { counts: answer.body.counts, ida: (await client.get(`/contacts/${ida!.id}`)).body.contact, entries: entries.map((entry) => `${entry.content} ${entry.confidence}`).sort() };
  };

  it('stay as they are with skip_existing', async () => {
    expect(await after('skip_existing')).toMatchObject({ counts: { people_created: 1, people_updated: 0, people_skipped: 1, entries: 1, entries_skipped: 1 }, ida: { tier: 2, telegram_id: null }, entries: ['Sail 5'] });
  });
  it('get what is missing with merge_all, which is what happens when nothing is said', async () => {
    const expected = { counts: { people_created: 1, people_updated: 1, entries: 2, entries_skipped: 2 }, ida: { tier: 2, telegram_id: 7, telegram_username: 'ida' }, entries: ['New 9', 'Sail 5'] };
    expect(await after('merge_all')).toMatchObject(expected);
    expect(await after()).toMatchObject(expected);
  });
  it('are changed with update_existing', async () => {
    expect(await after('update_existing')).toMatchObject({ counts: { people_created: 1, people_updated: 1, entries: 2, entries_updated: 1, entries_skipped: 1 }, ida: { tier: 1, telegram_id: 7 }, entries: ['New 9', 'Sail 9'] });
  });
});

describe('what was done', () => {
  const entriesOf = async (client: Client) => ((await client.get(`/contacts/${(await peopleOf(client))[0]!.id}/entries`)).body.data as { content: string; done_at: string | null }[]).map(({ content, done_at }) => [content, done_at]).toSorted();
  const DONE = '2024-02-03T04:05:06+00:00';

  it('stays done elsewhere, and what waits still waits', async () => {
    const [from, to] = [await signUp(kith), await signUp(kith)];
    await merge(from, 'Contact Name,Category,Content\nIda Lund,Actionable,Call her\nIda Lund,Actionable,Write to her\n'); // as it was exported before there was such a column
    const [ida] = await peopleOf(from);
    const call = ((await from.get(`/contacts/${ida!.id}/entries`)).body.data as { id: string; content: string }[]).find(({ content }) => content === 'Call her')!;
    const { done_at } = (await from.patch(`/entries/${call.id}`, { done: true })).body.entry;
    await merge(to, await exported(from, WITH_DONE));
    expect(await entriesOf(to)).toEqual([['Call her', done_at], ['Write to her', null]]);
    expect((await to.get('/calendar/follow-ups')).body.data.map((one: { content: string }) => one.content)).toEqual(['Write to her']);
  });

  it('of entries that are here is said only by update_existing, and an empty cell says nothing', async () => {
    const client = await signUp(kith);
    const rows = (done: string) => csv(`,Ida Lund,1,Actionable,Call her,5,,,,${done}`);
    await merge(client, rows(''));
    expect((await merge(client, rows(DONE))).body.counts).toMatchObject({ entries_updated: 0, entries_skipped: 1 });
    expect(await entriesOf(client)).toEqual([['Call her', null]]);
    expect((await merge(client, rows(DONE), { merge_strategy: 'update_existing' })).body.counts).toMatchObject({ entries_updated: 1 });
    for (const done of ['2024-02-03 05:05:06+01:00', '']) expect((await merge(client, rows(done), { merge_strategy: 'update_existing' })).body.counts).toMatchObject({ entries_updated: 0, entries_skipped: 1 });
    expect(await entriesOf(client)).toEqual([['Call her', DONE]]);
  });

  it('of one entry twice in the file is not lost as something to do', async () => {
    for (const rows of [[DONE, ''], ['', DONE]]) {
      const client = await signUp(kith);
      await merge(client, csv(...rows.map((done) => `,Ida Lund,1,Actionable,Call her,,,,,${done}`)));
      expect(await entriesOf(client)).toEqual([['Call her', null]]);
    }
  });
});
