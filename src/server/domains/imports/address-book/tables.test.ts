import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../vcard/lines.ts';
import { contactsCsv } from './contacts-csv.ts';
import { cleanDraft, type Draft } from './draft.ts';
import { readTableDate } from './dates.ts';
import { delimiterOf, readTable } from './table.ts';
import { type PeopleTable, recogniseTable } from './tables.ts';

async function read(bytes: Buffer | string): Promise<{ table: PeopleTable; drafts: Draft[]; errors: string[] }> {
  const text = decodeText(Buffer.from(bytes));
  let table: PeopleTable | undefined;
  const [drafts, errors]: [Draft[], string[]] = [[], []];
  for await (const { line, cells } of readTable((async function* () {
    yield text;
  })(), delimiterOf(text))) {
    if (!table) table = recogniseTable(cells);
    else {
      const found = cleanDraft(table.read(line, cells, table.dayFirst ?? false));
      if ('draft' in found) drafts.push(found.draft);
      else if ('error' in found) errors.push(`${found.at}: ${found.error}`);
    }
  }
  return { table: table!, drafts, errors };
}
const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}.csv`, import.meta.url));

describe('tables of people', () => {
  it('Google Contacts as it writes now', async () => {
    const { table, drafts } = await read(fixture('google'));
    expect(table.program).toBe('Google Contacts');
    expect(table.mapping.filter(({ column }) => /^(First Name|Photo|E-mail 1 - Value|Custom Field 1 - Value)$/.test(column))).toEqual([
      { column: 'First Name', field: 'given name' }, { column: 'Photo', field: null }, { column: 'E-mail 1 - Value', field: 'email' }, { column: 'Custom Field 1 - Value', field: 'custom field' },
    ]);
    expect(drafts).toHaveLength(2);
    expect(drafts[0]!.fields).toMatchObject({
      full_name: 'Dr. Ingrid Marie Solberg', given_name: 'Ingrid', nickname: 'Inge', company: 'Fjord & Co', title: 'Geologist', birthday: '--05-17', starred: true,
      description: 'Met on the ferry,\nlikes "brown cheese"',
      emails: [{ label: 'home', value: 'ingrid@example.no' }, { label: 'home', value: 'inge@example.no' }, { label: 'work', value: 'solberg@fjord.example' }],
      phones: [{ label: 'mobile', value: '+47 912 34 567' }],
      addresses: [{ label: 'home', street: 'Storgata 1\n2nd floor', city: 'Oslo', region: '', postal_code: '0155', country: 'Norway' }],
      important_dates: [{ label: 'anniversary', date: '2010-06-12' }],
      social_handles: [{ network: 'website', handle: 'https://example.no' }],
      custom_fields: [{ label: 'Department', value: 'Surveys' }, { label: 'Related: spouse', value: 'Per Solberg' }, { label: 'Shoe size', value: '39' }],
    });
    expect(drafts[0]!.tags).toEqual(['Friends']);
    expect(drafts[1]!.fields.full_name).toBe('only@example.com');
  });

  it('Google Contacts as it wrote before 2024', async () => {
    const { drafts } = await read(fixture('google-before-2024'));
    expect(drafts[0]!.fields).toMatchObject({
      full_name: 'Oskar Lind', birthday: '1975-11-30', company: 'Lind Strings', title: 'Owner', emails: [{ label: '', value: 'oskar@example.se' }], phones: [{ label: 'work', value: '+46 8 123 456' }],
      social_handles: [{ network: 'jabber', handle: 'oskar@jabber.example' }, { network: 'blog', handle: 'https://strings.example' }], custom_fields: [{ label: 'Role', value: 'Luthier' }],
    });
    expect(drafts[0]!.tags).toEqual(['Music']);
  });

  it('Outlook, in windows-1252', async () => {
    const { table, drafts } = await read(fixture('outlook'));
    expect(table.program).toBe('Outlook');
    expect(drafts[0]!.fields).toMatchObject({
      full_name: 'Herr Jürgen Weiß', company: 'Groß & Söhne', title: 'Leiter', birthday: '1969-05-17', important_dates: [], description: 'Zeile eins\nZeile zwei',
      phones: [{ label: 'work fax', value: '+49 211 99' }, { label: 'work', value: '+49 211 98' }, { label: 'mobile', value: '0171 55555' }],
      addresses: [{ label: 'work', street: 'PF 12\nKönigsallee 4\nHof', city: 'Düsseldorf', region: 'NRW', postal_code: '40212', country: 'Deutschland' }, { label: 'home', street: 'Am Bach 2', city: 'Köln', region: '', postal_code: '50667', country: 'Deutschland' }],
      custom_fields: [{ label: 'Department', value: 'Vertrieb' }, { label: 'Related: spouse', value: 'Greta' }, { label: 'User 1', value: 'Stammkunde' }],
    });
    expect(drafts[0]!.tags).toEqual(['Kunden', 'Freunde']);
  });

  const [JOB, HOME] = [{ label: 'work', street: 'PF 12\nQuai 4\nCour', city: 'Lyon', region: 'Rhône', postal_code: '69001', country: 'France' }, { label: 'home', street: 'Sous-bois 2', city: 'Nice', region: '', postal_code: '06000', country: 'France' }];
  const person = { given_name: 'Anne', family_name: 'Weiß', company: 'Groß & Fils', title: 'Leiterin', birthday: '1969-05-07', important_dates: [], description: 'Zeile eins', addresses: [JOB, HOME], emails: [{ label: '', value: 'anne@example.org' }, { label: '', value: 'weiss@example.org' }] };
  it.each([
    ['German', 'Anrede;Vorname;Weitere Vornamen;Nachname;Suffix;Firma;Abteilung;Position;Straße geschäftlich;Straße geschäftlich 2;Ort geschäftlich;Region geschäftlich;Postleitzahl geschäftlich;Land/Region geschäftlich;Straße privat;Ort privat;Bundesland/Kanton privat;Postleitzahl privat;Land/Region privat;Fax geschäftlich;Telefon geschäftlich;Telefon privat;Mobiltelefon;E-Mail-Adresse;E-Mail-Typ;E-Mail 2: Adresse;Geburtstag;Geschlecht;Jahrestag;Kategorien;Notizen;Partner/in;Postfach geschäftlich;Priorität;Benutzer 1;Webseite', '7.5.1969', '0.0.00'],
    ['German of Switzerland', 'Anrede;Vorname;Weitere Vornamen;Nachname;Suffix;Firma;Abteilung;Position;Strasse geschäftlich;Strasse geschäftlich 2;Ort geschäftlich;Region geschäftlich;Postleitzahl geschäftlich;Land/Region geschäftlich;Strasse privat;Ort privat;Bundesland/Kanton privat;Postleitzahl privat;Land/Region privat;Fax geschäftlich;Telefon geschäftlich;Telefon (privat);Mobiltelefon;E-Mail-Adresse;E-Mail-Typ;E-Mail 2: Adresse;Geburtstag;Geschlecht;Jahrestag;Kategorien;Notizen;Partner;Postfach geschäftlich;Priorität;Benutzer 1;Webseite', '07.05.1969', '0.0.00'],
    ['French', 'Titre;Prénom;Deuxième prénom;Nom;Suffixe;Société;Service;Titre;Rue (bureau);Rue (bureau) 2;Ville (bureau);Dép/Région (bureau);Code postal (bureau);Pays/Région (bureau);Rue (domicile);Ville (domicile);Dép/Région (domicile);Code postal (domicile);Pays/Région (domicile);Télécopie (bureau);Téléphone (bureau);Téléphone (domicile);Tél. mobile;Adresse de messagerie;Type de messagerie;Adresse de messagerie 2;Anniversaire;Sexe;Anniversaire de mariage ou fête;Catégories;Notes;Conjoint(e);B.P. professionnelle;Priorité;Utilisateur 1;Page Web', '07/05/1969', '0/0/00'],
    ['Spanish', 'Title;Nombre;Segundo nombre;Apellidos;Suffix;Organización;Department;Puesto;Calle del trabajo;Calle del trabajo 2;Ciudad de trabajo;Provincia o estado de trabajo;Código postal del trabajo;País o región del trabajo;Home Street;Home City;Home State;Home Postal Code;País o región del domicilio;Business Fax;Teléfono del trabajo;Particular;Mobile Phone;E-mail Address;E-mail Type;Dirección de correo electrónico 2;Birthday;Género;Anniversary;Categorías;Notes;Spouse;Apartado postal de la dirección del trabajo;Prioridad;Usuario 1;Página web', '7/5/1969', '0/0/00'],
  ])('Outlook in %s', async (_, header, born, none) => {
    const row = `;Anne;;Weiß;;Groß & Fils;Einkauf;Leiterin;Quai 4;Cour;Lyon;Rhône;69001;France;Sous-bois 2;Nice;;06000;France;1;2;3;4;anne@example.org;SMTP;weiss@example.org;${born};x;${none};Kunden,Freunde;Zeile eins;Luc;PF 12;Normal;Stamm;https://example.org`;
    const { table, drafts } = await read(`${header}\r\n${row}\r\n`);
    expect(table.program).toBe('Outlook');
    expect(drafts[0]!.fields).toMatchObject({
      ...person,
      phones: [{ label: 'work fax', value: '1' }, { label: 'work', value: '2' }, { label: 'home', value: '3' }, { label: 'mobile', value: '4' }],
      custom_fields: [{ label: 'Department', value: 'Einkauf' }, { label: 'Related: spouse', value: 'Luc' }, { label: 'User 1', value: 'Stamm' }],
      social_handles: [{ network: 'website', handle: 'https://example.org' }],
    });
    expect(drafts[0]!.tags).toEqual(['Kunden', 'Freunde']);
    expect(table.mapping.filter(({ field }) => field === null).map(({ column }) => column)).toHaveLength(2); // gender and priority
  });

  it('LinkedIn, below its notes', async () => {
    const { table, drafts, errors } = await read(fixture('linkedin'));
    expect(table.program).toBe('LinkedIn');
    expect(drafts.map(({ fields }) => [fields.full_name, fields.company, fields.title, fields.custom_fields[0]?.value])).toEqual([['Priya Nair, MBA', 'Lotus, Inc.', 'Product Lead', '2024-03-12'], ['Jonas Berg', null, null, '2019-01-03']]);
    expect(drafts[0]!.fields.social_handles).toEqual([{ network: 'linkedin', handle: 'https://www.linkedin.com/in/priya-nair-example' }]);
    expect(errors).toEqual(['7: There is no name, company, email or phone, so this is nobody.']);
  });

  it('a table somebody made, with semicolons', async () => {
    const { table, drafts } = await read('Name;E-Mail;Mobile;City;Tags;Hat size\nAda King;ada@example.org;+44 20 1;London;math,poetry;7\n');
    expect([table.program, drafts[0]!.fields.addresses[0]!.city, drafts[0]!.tags, drafts[0]!.fields.custom_fields]).toEqual(['Spreadsheet', 'London', ['math', 'poetry'], [{ label: 'Hat size', value: '7' }]]);
  });

  it.each(['a,b\n1,2', 'Contact ID,Contact Name,Tier,Category\n', '', '"open', 'Name\nAda'])('%j is none', async (text) => expect(recogniseTable(text.split('\n')[0]!.split(','))).toBeUndefined());

  it.each(['(', '](', 'a.', ';', '\t\n'])('a text of nothing but %j is none, and soon known to be none', (piece) => {
    const text = piece.repeat(1_000_000 / piece.length); // minutes, if the time grew with the square
    expect(contactsCsv.accepts({ name: 'a.csv', content_type: 'text/csv', bytes: Buffer.from(text), text })).toBe(false);
    expect(recogniseTable([text, text])).toBeUndefined();
  });

  it('refuses a quotation mark that never closes', async () => {
    await expect(read(`Name,Email\n"Ada,${'x'.repeat(1_100_000)}`)).rejects.toMatchObject({ status: 422, message: expect.stringContaining('quotation mark') });
  });

  it.each([
    ['5/17/1983', false, '1983-05-17'], ['17/5/1983', false, '1983-05-17'], ['4/5/1990', true, '1990-05-04'], ['4/5/1990', false, '1990-04-05'], ['04.05.1990', false, '1990-05-04'], ['17.5.', false, '--05-17'],
    ['12 Mar 2024', false, '2024-03-12'], ['7-Feb-22', false, '2022-02-07'], ['May 17, 1983', false, '1983-05-17'], ['--05-17', false, '--05-17'], ['1983-05-17T00:00:00', false, '1983-05-17'], ['0/0/00', false, undefined], ['soon', false, undefined],
  ])('%s (day first: %s) is %s', (value, dayFirst, expected) => expect(readTableDate(value, dayFirst)).toBe(expected));
});
