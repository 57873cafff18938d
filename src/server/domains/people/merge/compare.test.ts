import { expect, it } from 'vitest';
import { compare, type Person, WORTH_ASKING } from './compare.ts';
import { samePhone } from './phones.ts';

type Some = { n: string; nick?: string; e?: string; p?: string; c?: string; city?: string; b?: string; tg?: number; tu?: string; h?: string };
const person = ({ n, nick, e, p, c, city, b, tg, tu, h }: Some): Person => ({
  full_name: n, nickname: nick ?? null, company: c ?? null, city: city ?? null, birthday: b ?? null, telegram_id: tg ?? null, telegram_username: tu ?? null,
  emails: (e ?? '').split(' ').filter(Boolean).map((value) => ({ value })), phones: (p ?? '').split(';').filter(Boolean).map((value) => ({ value })), social_handles: h ? [{ network: 'mastodon', handle: h }] : [],
});

/** Pairs of records of one person, as phones, address books and networks write them. */
const SAME: [string, Some, Some][] = [
  ['the very same card twice', { n: 'Anna Schmidt', e: 'anna@home.example' }, { n: 'Anna Schmidt', e: 'anna@home.example' }],
  ['case of a mail address', { n: 'Anna Schmidt', e: 'Anna.S@gmail.com' }, { n: 'anna schmidt', e: 'anna.s@gmail.com' }],
  ['accents and case', { n: 'José Álvarez', city: 'Madrid' }, { n: 'JOSE ALVAREZ', city: 'madrid' }],
  ['the order of names', { n: 'Schmidt, Anna', c: 'Acme' }, { n: 'Anna Schmidt', c: 'ACME' }],
  ['the order of names alone', { n: 'Nakamura Haruki' }, { n: 'Haruki Nakamura' }],
  ['one number, written two ways', { n: 'Tom Berg', p: '+49 170 1234567' }, { n: 'Tom Berg', p: '0170/1234567' }],
  ['one number with 00', { n: 'Tom Berg', p: '0049 170 1234567' }, { n: 'Thomas Berg', p: '+491701234567' }],
  ['Bob and Robert with one mail', { n: 'Bob Smith', e: 'bob@smith.example' }, { n: 'Robert Smith', e: 'bob@smith.example' }],
  ['Bob and Robert at one company', { n: 'Bob Smith', c: 'Initech' }, { n: 'Robert Smith', c: 'Initech' }],
  ['Bill and William with a birthday', { n: 'Bill Ford', b: '1970-02-03' }, { n: 'William Ford', b: '--02-03' }],
  ['Liz and Elizabeth at one domain', { n: 'Liz Moore', e: 'liz@moore-law.example' }, { n: 'Elizabeth Moore', e: 'e.moore@moore-law.example' }],
  ['an initial and a company', { n: 'A. Schmidt', c: 'Globex' }, { n: 'Anna Schmidt', c: 'Globex' }],
  ['an initial and a number', { n: 'J Weber', p: '+41 79 555 01 02' }, { n: 'Julia Weber', p: '079 555 01 02' }],
  ['a middle name', { n: 'Anna Maria Schmidt', b: '1990-05-17' }, { n: 'Anna Schmidt', b: '1990-05-17' }],
  ['a middle initial', { n: 'John Q. Public', c: 'Public Ltd' }, { n: 'John Public', c: 'Public Ltd' }],
  ['a title', { n: 'Dr. Anna Schmidt' }, { n: 'Anna Schmidt' }],
  ['a title and a slip', { n: 'Prof. Dr. Heinrich Lehmann', c: 'Uni Kiel' }, { n: 'Heinrich Lehman', c: 'Uni Kiel' }],
  ['a slip in the family name', { n: 'Peter Hoffmann', c: 'Siemens' }, { n: 'Peter Hofmann', c: 'Siemens' }],
  ['Schmid and Schmidt with one number', { n: 'Lena Schmid', p: '+49 30 123456' }, { n: 'Lena Schmidt', p: '030 123456' }],
  ['a slip in the given name', { n: 'Jonathan Reed', c: 'Reed & Co' }, { n: 'Jonahtan Reed', c: 'Reed & Co' }],
  ['Meyer and Meier at one company', { n: 'Klaus Meyer', c: 'Bosch' }, { n: 'Klaus Meier', c: 'Bosch' }],
  ['a wedding, the same mail', { n: 'Julia Weber', e: 'julia@example.net' }, { n: 'Julia Sommer', e: 'julia@example.net' }],
  ['a double name', { n: 'Julia Sommer-Weber', e: 'julia@example.net' }, { n: 'Julia Weber', e: 'julia@example.net' }],
  ['what a child calls her', { n: 'Mum', p: '+44 7700 900123' }, { n: 'Maria Weber', p: '07700 900123' }],
  ['a first name from a messenger', { n: 'Anna', tg: 5001 }, { n: 'Anna Schmidt', tg: 5001 }],
  ['one Telegram account under another name', { n: 'sunflower 🌻', tg: 5002 }, { n: 'Petra Lang', tg: 5002 }],
  ['one Telegram user name', { n: 'Petra L', tu: '@petralang' }, { n: 'Petra Lang', tu: 'petralang' }],
  ['one handle', { n: 'Ken Ito', h: '@ken@social.example' }, { n: 'Kenneth Ito', h: 'ken@social.example' }],
  ['a given name only and a number', { n: 'Sven', p: '+46 70 123 45 67' }, { n: 'Sven Lindqvist', p: '070-123 45 67' }],
  ['a nickname that is a field', { n: 'Grandpa Joe', nick: 'Walter Stone', p: '555 010 2030' }, { n: 'Walter Stone', p: '5550102030' }],
  ['the same name and city', { n: 'Oda Kessler', city: 'Kiel' }, { n: 'Oda Kessler', city: 'Kiel' }],
  ['the same rare name and nothing else', { n: 'Wendelin Quast' }, { n: 'Wendelin Quast' }],
  ['the same name, another job', { n: 'Wendelin Quast', c: 'Old GmbH' }, { n: 'Wendelin Quast', c: 'New GmbH' }],
  ['work and private', { n: 'Ida Holm', e: 'ida@work.example', c: 'Work' }, { n: 'Ida Holm', e: 'ida.holm@gmail.com', p: '+45 12 34 56 78' }],
  ['two mails, one shared', { n: 'Ida Holm', e: 'a@x.example b@x.example' }, { n: 'I. Holm', e: 'b@x.example' }],
  ['hyphen or not', { n: 'Jean-Luc Moreau', c: 'SNCF' }, { n: 'Jean Luc Moreau', c: 'SNCF' }],
  ['junior on both', { n: 'Hank Hill Jr.', p: '+1 512 555 0100' }, { n: 'Hank Hill Junior', p: '(512) 555-0100' }],
];

/** Pairs of two people that look alike. */
const DIFFERENT: [string, Some, Some][] = [
  ['two Anna Schmidts, born on other days', { n: 'Anna Schmidt', b: '1990-05-17' }, { n: 'Anna Schmidt', b: '1984-11-02' }],
  ['two Anna Schmidts in other cities at other companies', { n: 'Anna Schmidt', city: 'Berlin', c: 'Acme' }, { n: 'Anna Schmidt', city: 'Munich', c: 'Globex' }],
  ['two Anna Schmidts with other mails and companies', { n: 'Anna Schmidt', e: 'anna@acme.example', c: 'Acme' }, { n: 'Anna Schmidt', e: 'schmidt@globex.example', c: 'Globex' }],
  ['two of one name at one company, born on other days', { n: 'Anna Schmidt', c: 'Siemens', b: '1990-05-17' }, { n: 'Anna Schmidt', c: 'Siemens', b: '1971-01-30' }],
  ['father and son with one mail', { n: 'Karl Berger', e: 'berger@family.example' }, { n: 'Lukas Berger', e: 'berger@family.example' }],
  ['father and son of one name with one mail', { n: 'Tom Berg sr.', e: 'berg@family.example' }, { n: 'Tom Berg jr.', e: 'berg@family.example' }],
  ['father and son of one name with one number', { n: 'Tom Berg', p: '+49 40 112233' }, { n: 'Tom Berg Jr', p: '+49 40 112233' }],
  ['father and son of one name and mail, born on other days', { n: 'Tom Berg', e: 'berg@family.example', b: '1950-01-01' }, { n: 'Tom Berg', e: 'berg@family.example', b: '1980-06-06' }],
  ['twins', { n: 'Mia Vogel', b: '2010-03-04', city: 'Köln' }, { n: 'Lea Vogel', b: '2010-03-04', city: 'Köln' }],
  ['twins whose names differ by a letter', { n: 'Jan Vogel', b: '2010-03-04' }, { n: 'Jana Vogel', b: '2010-03-04' }],
  ['twins with one mail', { n: 'Mia Vogel', b: '2010-03-04', e: 'vogel@family.example' }, { n: 'Lea Vogel', b: '2010-03-04', e: 'vogel@family.example' }],
  ['sisters, Maria and Marie', { n: 'Maria Weber', city: 'Bonn' }, { n: 'Marie Weber', city: 'Bonn' }],
  ['Paul and Paula in one house', { n: 'Paul Stein', city: 'Bonn', p: '+49 228 1234' }, { n: 'Paula Stein', city: 'Bonn', p: '+49 228 1234' }],
  ['Christian and Christina at one company', { n: 'Christian Holt', c: 'Holt AG' }, { n: 'Christina Holt', c: 'Holt AG' }],
  ['a couple with one landline', { n: 'Anna Weber', p: '+49 228 9876' }, { n: 'Peter Weber', p: '+49 228 9876' }],
  ['a couple with two names and one mail', { n: 'Anna Weber', e: 'hello@weber-lang.example' }, { n: 'Peter Lang', e: 'hello@weber-lang.example' }],
  ['colleagues with one mailbox', { n: 'Anna Weber', e: 'info@acme.example', c: 'Acme' }, { n: 'Petra Lang', e: 'info@acme.example', c: 'Acme' }],
  ['colleagues with one switchboard', { n: 'Anna Weber', p: '+49 89 1000', c: 'Acme' }, { n: 'Petra Lang', p: '+49 89 1000', c: 'Acme' }],
  ['colleagues of one family name', { n: 'Anna Weber', c: 'Acme' }, { n: 'Petra Weber', c: 'Acme' }],
  ['colleagues of one given name', { n: 'Anna Weber', c: 'Acme' }, { n: 'Anna Lang', c: 'Acme' }],
  ['one given name and birthday', { n: 'Anna Weber', b: '--05-17' }, { n: 'Anna Lang', b: '--05-17' }],
  ['one public mail domain', { n: 'Bob Weber', e: 'a@gmail.com' }, { n: 'Robert Weber', e: 'b@gmail.com' }],
  ['Bob and Robert and nothing else', { n: 'Bob Smith' }, { n: 'Robert Smith' }],
  ['Bob and Robert, born on other days', { n: 'Bob Smith', c: 'Initech', b: '1970-01-01' }, { n: 'Robert Smith', c: 'Initech', b: '1985-02-02' }],
  ['Tim and Tom', { n: 'Tim Berg', c: 'Acme' }, { n: 'Tom Berg', c: 'Acme' }],
  ['initials that are others', { n: 'A. Schmidt', c: 'Globex' }, { n: 'Bernd Schmidt', c: 'Globex' }],
  ['an initial in one city', { n: 'A. Schmidt', city: 'Berlin' }, { n: 'Andrea Schmidt', city: 'Berlin' }],
  ['Meyer and Meier in other cities', { n: 'Klaus Meyer', city: 'Kiel' }, { n: 'Klaus Meier', city: 'Ulm' }],
  ['one number in two countries', { n: 'Ola Ness', p: '+47 22 12 34 56' }, { n: 'Bo Friis', p: '+45 22 12 34 56' }],
  ['guests by number', { n: 'Guest 1', c: 'Hotel' }, { n: 'Guest 10', c: 'Hotel' }],
  ['persons by number', { n: 'Person 11', b: '--05-17' }, { n: 'Person 12', b: '--05-17' }],
  ['two other given names with one number', { n: 'Anna', p: '+49 228 9876' }, { n: 'Peter', p: '+49 228 9876' }],
  ['a given name, and somebody of that company', { n: 'Anna', c: 'Acme' }, { n: 'Petra Weber', c: 'Acme' }],
  ['cousins of one name with other numbers in other cities', { n: 'Ali Yilmaz', p: '+90 532 1112233', city: 'Izmir' }, { n: 'Ali Yilmaz', p: '+49 151 1112233', city: 'Köln' }],
  ['generations', { n: 'George Foreman III' }, { n: 'George Foreman IV' }],
];

it('tells one person from two: precision and recall over labelled pairs', () => {
  const found = (pairs: typeof SAME) => pairs.map(([what, a, b]) => ({ what, likeness: compare(person(a), person(b)), back: compare(person(b), person(a)) }));
  const [same, different] = [found(SAME), found(DIFFERENT)];
  for (const { what, likeness, back } of [...same, ...different]) expect(likeness?.score, `${what}: the same both ways`).toBe(back?.score);
  const missed = same.filter(({ likeness }) => !likeness).map(({ what }) => what);
  const wrong = different.filter(({ likeness }) => likeness).map(({ what, likeness }) => `${what} (${likeness!.score})`);
  const hits = same.length - missed.length;
  const [precision, recall] = [hits / (hits + wrong.length), hits / same.length];
  console.log(`duplicates: ${SAME.length} pairs of one person, ${DIFFERENT.length} of two; precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`);
  expect({ missed, wrong }).toEqual({ missed: [], wrong: [] });
  expect(SAME.length + DIFFERENT.length).toBeGreaterThanOrEqual(60);
});

it('says why, and how sure it is', () => {
  const anna = person({ n: 'Bob Smith', c: 'Initech', e: 'bob@smith.example' });
  expect(compare(anna, person({ n: 'Robert Smith', c: 'initech', e: 'BOB@smith.example' }))).toEqual({
    score: 0.93,
    reasons: [{ kind: 'email', text: 'bob@smith.example' }, { kind: 'similar_name', text: 'Bob Smith and Robert Smith are much alike' }, { kind: 'company', text: 'Both at Initech' }],
  });
});

it('a name that many carry says nothing alone', () => {
  const [a, b] = [person({ n: 'Anna Schmidt' }), person({ n: 'Anna Schmidt' })];
  expect(compare(a, b, 2)!.score).toBeGreaterThanOrEqual(WORTH_ASKING);
  expect(compare(a, b, 12)).toBeUndefined();
});

it.each([
  ['+49 170 1234567', '0170 1234567', true], ['0049 170 1234567', '+491701234567', true], ['(512) 555-0100', '+1 512 555 0100', true], ['0170 1234567', '01701234567', true],
  ['+47 22 12 34 56', '+45 22 12 34 56', false], ['0170 1234567', '0171 1234567', false], ['', '', false], ['—', '12', false],
])('%s and %s: %s', (a, b, same) => {
  expect([samePhone(a, b), samePhone(b, a)]).toEqual([same, same]);
});
