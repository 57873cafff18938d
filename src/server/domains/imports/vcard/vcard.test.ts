import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanDraft, type Draft, emptyDraft, type ExtraProperty, type Found, type PersonFields } from '../address-book/draft.ts';
import { readVCards } from './read.ts';
import { writeCard } from './write.ts';

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}.vcf`, import.meta.url));

/** Reads bytes in pieces of a few at a time, so that every cut is met: inside a character, a line end, a fold. */
async function read(content: Buffer | string, step = 7): Promise<Found[]> {
  const bytes = Buffer.from(content);
  const pieces = (async function* () {
    for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
  })();
  return Array.fromAsync(readVCards(pieces));
}
const draftsOf = (found: Found[]): Draft[] => found.flatMap((one) => ('draft' in one ? [one.draft] : []));
const one = async (content: Buffer | string, step?: number) => draftsOf(await read(content, step))[0]!;
const card = (...lines: string[]) => ['BEGIN:VCARD', 'VERSION:3.0', ...lines, 'END:VCARD', ''].join('\r\n');

describe('what address books write', () => {
  it('Apple', async () => {
    const found = await read(fixture('apple'));
    expect(found).toHaveLength(3);
    expect(found[2]).toEqual({ group: { at: 56, name: 'Klub', members: ['aa7f1b5c-0d0e-4b5f-9d6a-0c9be2f8a111'] } });
    const [zsofia, company] = draftsOf(found);
    expect(zsofia!.fields).toMatchObject({
      full_name: 'Dr. Zsófia Ilona Árvai PhD', name_prefix: 'Dr.', given_name: 'Zsófia', additional_name: 'Ilona', family_name: 'Árvai', name_suffix: 'PhD', nickname: 'Zsófi',
      company: 'Duna Műhely Kft.', title: 'Vezető tervező', birthday: '--05-17',
      emails: [{ label: 'home', value: 'zsofia@example.org' }, { label: 'work', value: 'arvai.zs@example.com' }, { label: 'egyesület', value: 'zs@example.net' }],
      phones: [{ label: 'mobile', value: '+36 30 123 4567' }, { label: 'mobile iphone', value: '+36 20 765 4321' }, { label: 'work fax', value: '+36 1 234 5678' }, { label: 'other', value: '+36 1 999 0000' }],
      addresses: [{ label: 'home', street: 'Fő utca 12.\n3. em. 4.', city: 'Budapest', region: '', postal_code: '1011', country: 'Magyarország' }],
      important_dates: [{ label: 'anniversary', date: '2012-09-01' }, { label: 'névnap', date: '--12-06' }],
      custom_fields: [{ label: 'Department', value: 'Tervezés' }, { label: 'Related: spouse', value: 'Árvai Bence' }, { label: 'Related: keresztlánya', value: 'Kovács Lili' }],
      social_handles: [
        { network: 'website', handle: 'https://example.org/zsofia' }, { network: 'blog', handle: 'https://blog.example.org' }, { network: 'twitter', handle: 'zsofitervez' },
        { network: 'linkedin', handle: 'http://www.linkedin.com/in/zsofia-arvai' }, { network: 'jabber', handle: 'zsofi@jabber.example.org' }, { network: 'skype', handle: 'zsofi.arvai' },
      ],
      description: 'Az 1. emeleti kávézóban találkoztunk, ahol a terveit mutatta; sokat nevettünk.\nSzereti a teát.',
    });
    expect(zsofia!.uid).toBe('aa7f1b5c-0d0e-4b5f-9d6a-0c9be2f8a111');
    expect(zsofia!.photo?.subarray(1, 4).toString()).toBe('PNG');
    expect(zsofia!.extra.map(({ name }) => name)).toEqual(['X-PHONETIC-FIRST-NAME', 'X-PHONETIC-LAST-NAME', 'X-ABADR', 'X-ABUID']);
    expect(company!.fields).toMatchObject({ full_name: 'Duna Műhely Kft.', company: 'Duna Műhely Kft.', phones: [{ label: 'main', value: '+36 1 111 2222' }] });
  });

  it('Google', async () => {
    const [tomas, unnamed] = draftsOf(await read(fixture('google')));
    expect(tomas!.fields).toMatchObject({
      full_name: 'Tomás Ferreira', starred: true, birthday: '1983-02-09', company: 'Obras & Filhos',
      phones: [{ label: 'mobile', value: '+351 912 345 678' }, { label: 'casa da mãe', value: '+351 21 000 0000' }],
      addresses: [{ label: '', street: 'Rua do Sol 5', city: 'Lisboa', postal_code: '1100-001', country: 'Portugal' }],
      social_handles: [{ network: 'website', handle: 'http://www.google.com/profiles/1234567890' }],
      custom_fields: [{ label: 'Related: SPOUSE', value: 'Marta Ferreira' }],
    });
    expect(tomas!.tags).toEqual(['Amigos']);
    expect(tomas!.extra).toEqual([{ name: 'PHOTO', value: 'https://lh3.googleusercontent.example/contacts/abc' }]);
    expect(unnamed!.fields.full_name).toBe('so.email@example.com');
  });

  it('Outlook: version 2.1, bare types, Windows-1252 and quoted-printable', async () => {
    const found = await read(fixture('outlook'));
    expect(found).toHaveLength(1);
    const joerg = draftsOf(found)[0]!;
    expect(joerg.fields).toMatchObject({
      full_name: 'Jörg Müller-Lüdenscheidt', family_name: 'Müller-Lüdenscheidt', company: 'Bäckerei Grün', birthday: '1969-04-20',
      phones: [{ label: 'work', value: '+49 (40) 1234-5' }, { label: 'mobile', value: '0171 1234567' }, { label: 'work fax', value: '+49 (40) 1234-9' }],
      emails: [{ label: '', value: 'joerg@example.de' }],
      addresses: [{ label: 'work', street: 'Raum 3\nGroße Straße 1\nHinterhaus', city: 'Hamburg', postal_code: '20095', country: 'Deutschland' }],
      description: 'Erste Zeile – mit Strich\nZweite Zeile mit über 76 Zeichen und einem Gleichheitszeichen = am Ende\nDritte',
      custom_fields: [{ label: 'Department', value: 'Einkauf' }, { label: 'Role', value: 'Einkäufer' }, { label: 'Related: spouse', value: 'Jülide' }],
    });
    expect(joerg.photo?.subarray(1, 4).toString()).toBe('PNG');
    expect(joerg.extra.map(({ name }) => name)).toEqual(['LABEL', 'X-MS-OL-DEFAULT-POSTAL-ADDRESS', 'X-MS-IMADDRESS', 'X-MS-OL-DESIGN']);
    expect(joerg.fields.important_dates).toEqual([{ label: 'anniversary', date: '1999-09-09' }]);
  });

  it('Nextcloud: version 4.0', async () => {
    const noor = await one(fixture('nextcloud'), 1);
    expect(noor.fields).toMatchObject({
      full_name: 'Noor de Vries', pronouns: 'zij/haar', birthday: '--02-29', description: 'Houdt van kaas 🧀 en fietsen.',
      emails: [{ label: 'work', value: 'n.devries@example.com' }, { label: 'home', value: 'noor@example.nl' }],
      phones: [{ label: 'home', value: '+31-20-555-0101' }, { label: 'mobile', value: '+31 6 1234 5678' }],
      important_dates: [{ label: 'anniversary', date: '2015-06-20' }],
      custom_fields: [{ label: 'Related: friend', value: 'Sanne Bakker' }],
      social_handles: [{ network: 'MASTODON', handle: 'https://mastodon.example/@noor' }, { network: 'bluesky', handle: 'noor.example' }, { network: 'jabber', handle: 'noor@jabber.example' }],
    });
    expect(noor.tags).toEqual(['Vrienden', 'Buren, links']);
    expect(noor.extra.map(({ name }) => name)).toEqual(['GENDER', 'LANG', 'TZ', 'GEO']);
    expect(noor.related).toEqual([{ uid: '5e0d8a52-9a2c-4b25-8e55-2f0e6ad4a002', type: 'spouse', label: null }]);
    expect(noor.photo?.length).toBe(70);
  });

  it.each(['apple', 'google', 'outlook', 'nextcloud'])('%s: written and read again, nothing is lost', async (name) => {
    for (const version of ['3.0', '4.0'] as const) {
      for (const draft of draftsOf(await read(fixture(name)))) {
        const written = (of: Draft) => writeCard({ ...of, uid: of.uid ?? 'uid', photo: of.photo ? { content_type: 'image/png', bytes: of.photo } : undefined, updated_at: '2026-01-01T00:00:00Z' }, version);
        const again = await one(written(draft));
        expect(again.fields).toEqual(draft.fields);
        expect([again.tags, again.photo]).toEqual([draft.tags, draft.photo]);
        expect(again.extra).toEqual(draft.extra.filter(({ name: property }) => property !== 'PHOTO' || !draft.photo));
        expect(written(again)).toBe(written(draft));
      }
    }
  });
});

describe('what else there is', () => {
  it('reads UTF-16, ISO-8859-1 without saying so, a byte order mark, and old Macintosh line ends', async () => {
    const text = card('FN:Łucja Żak', 'N:Żak;Łucja;;;');
    expect((await one(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]), 3)).fields.full_name).toBe('Łucja Żak');
    expect((await one(Buffer.from(text, 'utf16le').swap16(), 4096)).fields.full_name).toBe('Łucja Żak');
    expect((await one(`\ufeff${text}`, 4096)).fields.full_name).toBe('Łucja Żak');
    expect((await one(Buffer.from(card('FN:Bjørn Åse'), 'latin1'))).fields.full_name).toBe('Bjørn Åse');
    expect((await one(Buffer.from(card('FN:Bjørn Åse').replaceAll('\r\n', '\r')), 4096)).fields.full_name).toBe('Bjørn Åse');
    expect((await one(Buffer.concat([Buffer.from('BEGIN:VCARD\nFN;CHARSET=ISO-8859-2:'), Buffer.from([0xa3]), Buffer.from('ucja\nEND:VCARD')]))).fields.full_name).toBe('Łucja');
    expect((await one(card('FN;CHARSET=nonsense:Ada'))).fields.full_name).toBe('Ada');
  });

  it('unfolds inside a character', async () => {
    const bytes = Buffer.from(card('FN:Zoë Ωmega'));
    const at = bytes.indexOf('ë') + 1;
    expect((await one(Buffer.concat([bytes.subarray(0, at), Buffer.from('\r\n '), bytes.subarray(at)]))).fields.full_name).toBe('Zoë Ωmega');
  });

  it.each([
    [['N:Curie;Marie;;Mme;'], 'Mme Marie Curie'],
    [['N:;Marie;;;', 'FN: '], 'Marie'],
    [['ORG:Radium'], 'Radium'],
    [['NICKNAME:Manya'], 'Manya'],
    [['TEL:+33 1 23'], '+33 1 23'],
    [['FN:李', 'ORG:大学'], '李 (大学)'],
    [['fn:lower case'], 'lower case'],
    [['FN:Marie\\, Curie\\; \\\\n'], 'Marie, Curie; \\n'],
    [['FN;X-A="a:b;c":Quoted'], 'Quoted'],
    [['FN;X-A="open:Quote'], 'Quote'],
  ])('names %j', async (lines, name) => expect((await one(card(...lines))).fields.full_name).toBe(name));

  it.each([
    ['1996-04-15', '1996-04-15'], ['19960415', '1996-04-15'], ['1996-04-15T00:00:00Z', '1996-04-15'], ['--0415', '--04-15'], ['--04-15', '--04-15'], ['1604-05-17', '--05-17'],
    ['1996', null], ['---15', null], ['1996-13-01', null], ['1996-02-30', null], ['circa 1800', null],
  ])('birthday %s', async (value, birthday) => {
    const draft = await one(card('FN:Ada', `BDAY:${value}`));
    expect(draft.fields.birthday).toBe(birthday);
    if (!birthday) expect(draft.extra.length + draft.fields.custom_fields.length).toBe(1); // said somewhere, not lost
  });

  it('says what is wrong with a card and goes on', async () => {
    const found = await read(`garbage\r\n${card()}${card('NOTE:nobody')}BEGIN:VCARD\r\nFN:Open\r\n${card('FN:Whole', 'EMAIL:not an email', 'no colon here')}`);
    expect(found.map((each) => ('error' in each ? each.error.slice(0, 16) : 'draft' in each ? each.draft.fields.full_name : 'other'))).toEqual(['There is no name', 'There is no name', 'Open', 'Whole']);
    const [open, whole] = draftsOf(found);
    expect(open!.issues[0]).toContain('no end');
    expect(whole!.fields.custom_fields).toEqual([{ label: 'Email', value: 'not an email' }]);
    expect(whole!.issues).toEqual(['Line 15 could not be read.']);
  });

  it('bears a line of 300 MB, a fold that never ends and a million properties', async () => {
    const megabyte = Buffer.alloc(1024 * 1024, 'x');
    // What is held after a collection: the size of the process depends on when V8 and the allocator care to give back.
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const held = () => {
      collect();
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    };
    const before = held();
    let peak = 0;
    const huge = (async function* (start: string, piece: Buffer, times: number, end: string) {
      yield Buffer.from(start);
      for (let i = 0; i < times; i++) {
        if (i % 25 === 24) peak = Math.max(peak, held() - before);
        yield piece;
      }
      yield Buffer.from(end);
    });
    const [long] = draftsOf(await Array.fromAsync(readVCards(huge('BEGIN:VCARD\nFN:Ada\nNOTE:', megabyte, 300, '\nTITLE:Countess\nEND:VCARD\n'))));
    expect([long!.fields.title, long!.fields.description, long!.issues]).toEqual(['Countess', null, ['NOTE in line 3 is too long and was left out.']]);
    const [folded] = draftsOf(await Array.fromAsync(readVCards(huge('BEGIN:VCARD\nFN:Ada\nNOTE:\n', Buffer.from(` ${'y'.repeat(70)}\n`.repeat(10_000)), 50, ''))));
    expect([folded!.fields.full_name, folded!.fields.description]).toEqual(['Ada', null]);
    const [many] = draftsOf(await Array.fromAsync(readVCards(huge('BEGIN:VCARD\nFN:Ada\n', Buffer.from('X-A:1\n'.repeat(20_000)), 50, 'END:VCARD\n'))));
    expect(many!.issues[0]).toContain('first 1000 properties');
    expect(peak).toBeLessThan(50 * 1024 * 1024);
  }, 60_000);

  it('leaves out a photo above 5 MB and what is too large to keep', async () => {
    const draft = await one(card('FN:Ada', `PHOTO;ENCODING=b:${Buffer.alloc(5 * 1024 * 1024 + 1).toString('base64')}`, `KEY:${'k'.repeat(20_000)}`, 'X-SMALL:1'), 65_536);
    expect([draft.photo, draft.extra]).toEqual([null, [{ name: 'X-SMALL', value: '1' }]]);
    expect(draft.issues).toEqual(['The photo is larger than 5 MB and was left out.', 'Left out because they are too large: KEY.']);
  });

  it('hands out only what one would tell a stranger', async () => {
    const { draft } = (await read(fixture('nextcloud')))[0] as { draft: Draft };
    Object.assign(draft.fields, { how_we_met: 'In court', tier: 1, telegram_username: 'noor', custom_fields: [{ label: 'Allergies', value: 'nuts' }] });
    const shared = writeCard({ ...draft, uid: 'x', photo: undefined, updated_at: '2026-01-01T00:00:00Z' }, '4.0', 'public');
    for (const secret of ['court', 'TIER', 'nuts', 'kaas', 'Vrienden', 'GEO', 'GENDER', 'TELEGRAM']) expect(shared).not.toContain(secret);
    expect(shared).toContain('n.devries@example.com');
  });
});

describe('a card that Kith wrote', () => {
  const word = fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), fc.constantFrom('a;b', 'a,b', 'a\\b', 'a\\nb', 'a:b', '"q"', "=HYPERLINK()", 'שלום', 'line\nline', 'END:VCARD', '_$!<x>!$_ y', '^n', 'ünï'));
  const text = (max: number) => fc.option(word.map((value) => value.slice(0, max).trim()).filter((value) => value.length > 0), { nil: null });
  const label = fc.oneof(fc.constantFrom('', 'home', 'work', 'Home', 'work fax', 'fax work', 'mobile', 'cell', 'pref', 'other'), word.map((value) => value.trim()).filter(Boolean));
  const date = fc.oneof(fc.date({ min: new Date('1700-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }).map((day) => day.toISOString().slice(0, 10)), fc.constantFrom('--02-29', '--12-31', '0001-01-01'));
  const named = fc.record({ label, value: word.map((value) => value.trim().slice(0, 60)).filter((value) => value.length > 0 && !/^tel:/i.test(value)) });
  const fields = fc.record<PersonFields>({
    full_name: word.map((value) => `N ${value}`.trim()), name_prefix: text(64), given_name: text(128), additional_name: text(128), family_name: text(128), name_suffix: text(64), nickname: text(128),
    tier: fc.constantFrom(1, 2), cadence_weeks: fc.option(fc.integer({ min: 1, max: 104 }), { nil: null }), birthday_days_before: fc.option(fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 6 }), { nil: null }), emails: fc.array(fc.record({ label, value: fc.integer({ min: 0, max: 1e6 }).map((n) => `p${n}@example.org`) }), { maxLength: 3 }), phones: fc.array(named, { maxLength: 3 }),
    addresses: fc.array(fc.record({ label, street: word, city: word, region: word, postal_code: fc.constantFrom('', '8010', 'EC1A 1BB'), country: word }), { maxLength: 2 }),
    company: text(255), title: text(255), birthday: fc.option(date, { nil: null }), important_dates: fc.array(fc.record({ label: fc.oneof(fc.constant('anniversary'), label.filter(Boolean)), date }), { maxLength: 3 }),
    pronouns: text(64), how_we_met: text(2000), social_handles: fc.array(fc.record({ network: fc.constantFrom('website', 'twitter', 'skype', 'jabber', 'LinkedIn', 'my blog', 'pref', 'telegram'), handle: fc.oneof(word, fc.webUrl(), fc.constantFrom('//x', '@a', '100%', 'x-apple:y')) }), { maxLength: 4 }),
    telegram_id: fc.option(fc.integer({ min: 1, max: 2 ** 45 }), { nil: null }), telegram_username: text(64), telegram_phone: text(32), telegram_handle: text(64), telegram_verified: fc.boolean(), telegram_premium: fc.boolean(),
    custom_fields: fc.array(fc.record({ label: fc.oneof(fc.constantFrom('Department', 'Role', 'Related: friend', 'Related: '), word), value: fc.oneof(fc.constant(''), word) }), { maxLength: 4 }),
    description: text(10_000), starred: fc.boolean(), archived: fc.boolean(),
  });
  const extra: fc.Arbitrary<ExtraProperty[]> = fc.array(fc.record({ name: fc.constantFrom('X-THING', 'GENDER', 'LOGO'), params: fc.constantFrom<Record<string, string[]>>({ TYPE: ['a', 'b'] }, { 'X-P': ['c:d', 'e"f'] }), value: fc.constantFrom('plain', 'esc\\,aped\\nnow', 'https://x/y;z') }), { maxLength: 3 });

  it.each(['3.0', '4.0'] as const)('%s is read as what it was written from', async (version) => {
    await fc.assert(
      fc.asyncProperty(fields, fc.array(word, { maxLength: 3 }), extra, async (given, tags, unknown) => {
        const clean = cleanDraft({ ...emptyDraft(1), fields: structuredClone(given), tags: tags.filter((tag) => !/starred|contacts/i.test(tag)), uid: 'u-1', extra: unknown });
        if (!('draft' in clean)) throw new Error('not a person');
        const { draft } = clean;
        const written = writeCard({ ...draft, uid: 'u-1', photo: undefined, updated_at: '2026-01-01T00:00:00Z' }, version);
        expect(written.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
        const again = await one(written, 50);
        expect(again.fields).toEqual(draft.fields);
        expect([again.tags, again.extra, again.uid]).toEqual([draft.tags, draft.extra, 'u-1']);
        expect(writeCard({ ...again, uid: 'u-1', photo: undefined, updated_at: '2026-01-01T00:00:00Z' }, version)).toBe(written);
      }),
      { numRuns: 300 },
    );
  });
});
