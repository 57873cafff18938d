import { describe, expect, it } from 'vitest';
import type { Draft } from '../address-book/draft.ts';
import { type MonicaAccount, toDraft } from './account.ts';
import { readMonicaJson } from './json.ts';
import { readInserts, readMonicaSql } from './sql.ts';

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const list = (type: string, values: unknown[]) => ({ count: values.length, type, values });
const JSON_EXPORT = JSON.stringify({
  version: '1.0-preview.1', app_version: '4.0.0', export_date: '2024-05-01T10:00:00Z', url: 'https://monica.example', exported_by: 'u-1',
  account: {
    uuid: 'a-1', created_at: '2020-01-01T00:00:00Z', updated_at: '2020-01-01T00:00:00Z',
    data: [
      list('contact', [
        {
          uuid: 'c-1', created_at: '2021-02-03T04:05:06Z', updated_at: '2021-02-03T04:05:06Z',
          properties: {
            first_name: 'Regina', last_name: 'Filipović', nickname: 'Gina', description: 'Neighbour from the third floor', is_starred: true, is_partial: false, is_active: true, is_dead: false, job: 'Baker', company: 'Zrno',
            food_preferences: 'No nuts', stay_in_touch_frequency: 30, tags: ['neighbours', 'bread'], gender: 'g-1', birthdate: { uuid: 'd-1', is_age_based: false, is_year_unknown: true, date: '1970-08-09T00:00:00Z' }, first_met_through: 'c-2', avatar: { avatar_source: 'photo', avatar_photo: 'p-1' },
          },
          data: {
            0: list('contact_field', [{ uuid: 'f-1', properties: { data: 'gina@example.hr', type: 't-mail' } }, { properties: { data: '+385 91 555', type: 't-tel' } }, { properties: { data: 'gina.bakes', type: 't-ig' } }]),
            2: list('note', [{ created_at: '2022-03-04T05:06:07Z', properties: { body: 'Wants to open a second shop.', is_favorite: false } }]),
            3: list('call', [{ properties: { called_at: '2022-04-01 18:00:00', content: 'About flour', contact_called: true } }]),
            4: list('address', [{ properties: { name: 'Shop', street: 'Ilica 5', city: 'Zagreb', postal_code: '10000', country: 'HR' } }]),
            5: list('debt', [{ created_at: '2022-05-01T00:00:00Z', properties: { amount: 20, currency: 'EUR', status: 'inprogress', in_debt: true } }]),
            6: list('reminder', [{ properties: { initial_date: '2019-09-01', title: 'Shop anniversary', frequency_type: 'year', frequency_number: 1 } }, { properties: { initial_date: '2020-08-09', title: 'Birthday', frequency_type: 'year' } }]),
            7: list('activity', ['x-1', 'x-gone']), 8: list('pet', [{ properties: { name: 'Brašno', category: 'Cat' } }]), 9: list('document', ['doc']),
            10: list('conversation', [{ properties: { happened_at: '2022-06-01', messages: [{ properties: { content: 'Hi', written_by_me: true } }, { properties: { content: 'Hello', written_by_me: false } }] } }]),
            11: list('life_event', [{ properties: { name: '', note: 'In Split', happened_at: '2018-01-02', type: 'l-1' } }]), 12: list('gift', [{ properties: { name: 'Rolling pin', status: 'idea', comment: 'Beech', date: '2022-12-24' } }]),
          },
        },
        { uuid: 'c-2', properties: { first_name: 'Toma', is_partial: true, is_active: true } },
        { uuid: 'c-3', properties: { first_name: 'Old', last_name: 'Friend', is_active: false, is_dead: true, deceased_date: { date: '2001-02-03', is_year_unknown: false }, birthdate: { is_age_based: true, date: '1930-01-01' } } },
      ]),
      list('relationship', [{ properties: { type: 'child', contact_is: 'c-2', of_contact: 'c-1' } }]),
      list('activity', [{ uuid: 'x-1', properties: { summary: 'Baked together', description: 'Sourdough', happened_at: '2022-02-02' } }]),
      list('photo', [{ uuid: 'p-1', properties: { dataUrl: `data:image/png;base64,${PIXEL}` } }]),
    ],
    properties: { journal_entries: [{}, {}] },
    instance: {
      contact_field_types: [{ uuid: 't-mail', properties: { name: 'Email', type: 'email' } }, { uuid: 't-tel', properties: { name: 'Telefon', type: 'phone' } }, { uuid: 't-ig', properties: { name: 'Instagram' } }],
      genders: [{ uuid: 'g-1', properties: { name: 'Woman', type: 'F' } }], life_event_types: [{ uuid: 'l-1', properties: { translation_key: 'moved_house' } }],
    },
  },
});
const SQL_EXPORT = `# ************************************
# Ada dump of data; it's a comment
SET FOREIGN_KEY_CHECKS=0;

INSERT IGNORE INTO \`accounts\` (\`id\`,\`api_key\`) VALUES
 (1,'x');
INSERT IGNORE INTO \`contacts\` (\`id\`,\`account_id\`,\`first_name\`,\`last_name\`,\`uuid\`,\`is_starred\`,\`is_partial\`,\`is_active\`,\`is_dead\`,\`birthday_special_date_id\`,\`first_met_where\`,\`first_met_through_contact_id\`,\`job\`) VALUES
 (1,1,'Regina','O\\'Filipović','c-1',1,0,1,0,5,'On the stairs, (third floor); late',2,NULL),
 (2,1,'Toma',NULL,'c-2',0,1,1,0,NULL,NULL,NULL,NULL);
INSERT IGNORE INTO \`notes\` (\`id\`,\`account_id\`,\`contact_id\`,\`body\`,\`created_at\`) VALUES
 (1,1,1,'Line one\\nsaid \\"yes\\" \\\\o/','2022-03-04 05:06:07'),
 (2,1,99,'of nobody','2022-03-04 05:06:07');
INSERT IGNORE INTO \`contact_field_types\` (\`id\`,\`name\`,\`type\`) VALUES (1,'Email','email'),(2,'Phone','phone');
INSERT IGNORE INTO \`contact_fields\` (\`id\`,\`contact_id\`,\`contact_field_type_id\`,\`data\`) VALUES
 (1,1,2,+385915555), (2,1,1,'gina@example.hr');
INSERT IGNORE INTO \`places\` (\`id\`,\`street\`,\`city\`) VALUES (7,'Ilica 5','Zagreb');
INSERT IGNORE INTO \`addresses\` (\`id\`,\`place_id\`,\`contact_id\`,\`name\`) VALUES (1,7,1,'Shop');
INSERT IGNORE INTO \`relationship_types\` (\`id\`,\`name\`) VALUES (3,'child');
INSERT IGNORE INTO \`relationships\` (\`id\`,\`relationship_type_id\`,\`contact_is\`,\`of_contact\`) VALUES (1,3,2,1);
INSERT IGNORE INTO \`special_dates\` (\`id\`,\`is_age_based\`,\`is_year_unknown\`,\`date\`) VALUES (5,0,1,'1970-08-09');
INSERT IGNORE INTO \`tags\` (\`id\`,\`name\`) VALUES (4,'bread');
INSERT IGNORE INTO \`contact_tag\` (\`contact_id\`,\`tag_id\`) VALUES (1,4);
SET FOREIGN_KEY_CHECKS=1;`;

const drafts = ({ people }: MonicaAccount): Draft[] => people.map(toDraft).flatMap((found) => ('draft' in found ? [found.draft] : []));

describe('Monica', () => {
  it('reads its JSON export', () => {
    const account = readMonicaJson(JSON_EXPORT);
    expect(account.skipped).toEqual({ relatives: 1, documents: 1, journal_entries: 2 });
    const [gina, friend] = drafts(account);
    expect(gina!.fields).toMatchObject({
      full_name: 'Regina Filipović', nickname: 'Gina', starred: true, archived: false, title: 'Baker', company: 'Zrno', birthday: '--08-09', cadence_weeks: 4, how_we_met: 'Through: Toma',
      emails: [{ label: '', value: 'gina@example.hr' }], phones: [{ label: '', value: '+385 91 555' }], social_handles: [{ network: 'instagram', handle: 'gina.bakes' }],
      addresses: [{ label: 'Shop', street: 'Ilica 5', city: 'Zagreb', region: '', postal_code: '10000', country: 'HR' }], important_dates: [{ label: 'Shop anniversary', date: '2019-09-01' }],
      custom_fields: [{ label: 'Food preferences', value: 'No nuts' }, { label: 'Pet', value: 'Brašno (Cat)' }, { label: 'Related: child', value: 'Toma' }],
    });
    expect([gina!.uid, gina!.tags, gina!.photo?.length, gina!.extra]).toEqual(['c-1', ['neighbours', 'bread'], 70, [{ name: 'GENDER', value: 'F' }]]);
    expect(gina!.notes).toEqual([
      { content: 'Wants to open a second shop.', created_at: '2022-03-04T05:06:07.000Z' }, { content: 'Baked together\nSourdough', created_at: '2022-02-02T12:00:00.000Z' },
      { content: 'They called. About flour', created_at: '2022-04-01T18:00:00.000Z' }, { content: 'moved house\nIn Split', created_at: '2018-01-02T12:00:00.000Z' },
      { content: 'Gift (idea): Rolling pin\nBeech', created_at: '2022-12-24T12:00:00.000Z' }, { content: 'I owe them 20 EUR', created_at: '2022-05-01T00:00:00.000Z' }, { content: 'Me: Hi\nThey: Hello', created_at: '2022-06-01T12:00:00.000Z' },
    ]);
    expect(friend!.fields).toMatchObject({ archived: true, birthday: null, important_dates: [{ label: 'deceased', date: '2001-02-03' }], custom_fields: [{ label: 'Born about', value: '1930' }] });
  });

  it('reads its SQL export', () => {
    const account = readMonicaSql(SQL_EXPORT);
    expect(account.skipped).toEqual({ relatives: 1 });
    const [gina] = drafts(account);
    expect(gina!.fields).toMatchObject({
      full_name: "Regina O'Filipović", starred: true, birthday: '--08-09', how_we_met: 'Where: On the stairs, (third floor); late\nThrough: Toma', emails: [{ value: 'gina@example.hr' }], phones: [{ value: '+385915555' }],
      addresses: [{ label: 'Shop', street: 'Ilica 5', city: 'Zagreb' }], custom_fields: [{ label: 'Related: child', value: 'Toma' }],
    });
    expect([gina!.tags, gina!.notes]).toEqual([['bread'], [{ content: 'Line one\nsaid "yes" \\o/', created_at: '2022-03-04T05:06:07.000Z' }]]);
  });

  it.each(['{', '[]', '{"account":{}}', '{"account":{"data":null}}', 'null'])('%s is no export', (text) => expect(() => readMonicaJson(text)).toThrow(expect.objectContaining({ status: 422 })));
  it.each(['', 'select 1;', "INSERT INTO contacts (a) VALUES ('open", 'INSERT INTO contacts (a,b) VALUES (1)', 'INSERT INTO contacts (a) VALUES (1) (2)', "INSERT INTO notes (a) VALUES ('x');"])('%s is no dump', (text) => expect(() => readMonicaSql(text)).toThrow(expect.objectContaining({ status: 422 })));

  it('takes nonsense in every place without falling over', () => {
    const nonsense = [null, 1, 'x', [], {}, [null], { values: 3 }];
    for (const value of nonsense) {
      const broken = JSON.parse(JSON_EXPORT) as { account: { data: { values: { properties: Record<string, unknown>; data: unknown }[] }[]; instance: unknown } };
      const contact = broken.account.data[0]!.values[0]!;
      for (const key of Object.keys(contact.properties)) contact.properties[key] = value;
      contact.data = value;
      broken.account.instance = value;
      expect(drafts(readMonicaJson(JSON.stringify(broken))).length).toBeGreaterThan(0);
    }
    expect(readInserts("INSERT INTO `t_contacts` (`a`) VALUES\n ('a''b');").get('contacts')).toEqual([{ a: "a'b" }]);
  });
});
