import { DEPARTMENT, RELATED, ROLE } from '../vcard/read.ts';
import { type Draft, emptyDraft } from './draft.ts';
import { readTableDate } from './dates.ts';
import { inEnglish } from './outlook-words.ts';

/** A table of people whose columns are known. */
export type PeopleTable = {
  program: 'Google Contacts' | 'Outlook' | 'LinkedIn' | 'Spreadsheet';
  /** What becomes of each column, in words for the preview; null: left out. */
  mapping: { column: string; field: string | null }[];
  /** How its dates are written, where that is known. */
  dayFirst?: boolean;
  read(at: number, cells: string[], dayFirst: boolean): Draft;
};

/** Takes one cell in. `beside` gives the cell of the column that belongs to it: the label of a value, the city of a street. */
type Take = (draft: Draft, value: string, beside: (suffix: string) => string, dayFirst: boolean) => void;
type Column = { field: string; take?: Take };

/** How Outlook says that there is none. */
const NO_DATE = /^0[./-]0[./-]0+$/;
const TEXT_FIELDS = ['full_name', 'name_prefix', 'given_name', 'additional_name', 'family_name', 'name_suffix', 'nickname', 'company', 'title', 'pronouns'] as const;
const text = (field: (typeof TEXT_FIELDS)[number], words: string): Column => ({ field: words, take: ({ fields }, value) => void (fields[field] ||= value) });
const custom = (label: string): Column => ({ field: `custom field “${label}”`, take: ({ fields }, value) => void fields.custom_fields.push({ label, value }) });
const note: Column = { field: 'description', take: ({ fields }, value) => void (fields.description = fields.description ? `${fields.description}\n\n${value}` : value) };
const birthday: Column = {
  field: 'birthday',
  take: ({ fields }, value, _beside, dayFirst) => {
    if (NO_DATE.test(value)) return;
    fields.birthday ||= readTableDate(value, dayFirst) ?? value;
  },
};
const date = (label: string): Column => ({
  field: label,
  take: ({ fields }, value, _beside, dayFirst) => void (NO_DATE.test(value) || fields.important_dates.push({ label, date: readTableDate(value, dayFirst) ?? value })),
});
const tags: Column = { field: 'tags', take: (draft, value) => addTags(draft, value.split(/;|,| ::: /)) };
const email = (label: string): Column => ({ field: label ? `email (${label})` : 'email', take: ({ fields }, value) => void fields.emails.push({ label, value }) });
const phone = (label: string): Column => ({ field: label ? `phone (${label})` : 'phone', take: ({ fields }, value) => void fields.phones.push({ label, value }) });
const website: Column = { field: 'website', take: ({ fields }, value) => void fields.social_handles.push({ network: 'website', handle: value }) };
/** Read together with the column it stands beside. */
const part = (field: string): Column => ({ field });

function addTags(draft: Draft, names: string[]) {
  for (const name of names.map((one) => one.trim())) {
    if (/^\* ?starred$/i.test(name)) draft.fields.starred = true;
    else if (name && !name.startsWith('* ')) draft.tags.push(name);
  }
}

/** "* Work" is the main one; Google's own words become Kith's, a person's own stay. */
const googleLabel = (label: string) => {
  const plain = label.replace(/^\* ?/, '').trim();
  return /^(home|work|mobile|other|main|pager|home fax|work fax|work mobile|homepage|profile|blog|anniversary|spouse|child|mother|father|parent|brother|sister|friend|relative|domestic partner|manager|assistant|referred by|partner)$/i.test(plain) ? plain.toLowerCase() : plain;
};
const several = (value: string) => value.split(' ::: ').map((one) => one.trim()).filter(Boolean);

/** Google Contacts, with the column names of before 2024 and of now. */
function googleColumn(header: string): Column | undefined {
  const simple: Record<string, Column> = {
    name: text('full_name', 'full name'), 'given name': text('given_name', 'given name'), 'first name': text('given_name', 'given name'), 'additional name': text('additional_name', 'middle name'),
    'middle name': text('additional_name', 'middle name'), 'family name': text('family_name', 'family name'), 'last name': text('family_name', 'family name'), 'name prefix': text('name_prefix', 'prefix'),
    'name suffix': text('name_suffix', 'suffix'), nickname: text('nickname', 'nickname'), birthday, notes: note, labels: tags, 'group membership': tags,
    'organization name': text('company', 'company'), 'organization 1 - name': text('company', 'company'), 'organization title': text('title', 'title'), 'organization 1 - title': text('title', 'title'),
    'organization department': custom(DEPARTMENT), 'organization 1 - department': custom(DEPARTMENT), occupation: custom(ROLE),
  };
  if (simple[header]) return simple[header];
  const numbered = /^(e-mail|phone|address|website|event|relation|im|custom field) \d+ - (.+)$/.exec(header);
  if (!numbered) return undefined;
  const [, what = '', which = ''] = numbered;
  const label = (beside: (suffix: string) => string) => googleLabel(beside('label') || beside('type'));
  if (what === 'address') {
    if (which !== 'street' && which !== 'formatted' && which !== 'city') return part('address');
    return {
      field: 'address',
      take: ({ fields }, value, beside) => {
        // One address from all its columns, taken in with the first of them that is filled.
        const first = beside('street') ? 'street' : beside('city') ? 'city' : 'formatted';
        if (which !== first) return;
        const street = which === 'formatted' ? value : [beside('po box'), beside('street'), beside('extended address')].filter(Boolean).join('\n');
        fields.addresses.push({ label: label(beside), street, city: beside('city'), region: beside('region'), postal_code: beside('postal code'), country: beside('country') });
      },
    };
  }
  if (which !== 'value') return part(what === 'e-mail' ? 'email' : what);
  const take: Record<string, Take> = {
    'e-mail': ({ fields }, value, beside) => several(value).forEach((one) => fields.emails.push({ label: label(beside), value: one })),
    phone: ({ fields }, value, beside) => several(value).forEach((one) => fields.phones.push({ label: label(beside), value: one })),
    website: ({ fields }, value, beside) => several(value).forEach((handle) => fields.social_handles.push({ network: /^(|home|work|other|homepage|profile)$/.test(label(beside)) ? 'website' : label(beside), handle })),
    event: ({ fields }, value, beside, dayFirst) => void fields.important_dates.push({ label: label(beside), date: readTableDate(value, dayFirst) ?? value }),
    relation: ({ fields }, value, beside) => several(value).forEach((one) => fields.custom_fields.push({ label: RELATED + (label(beside) || 'other'), value: one })),
    im: ({ fields }, value, beside) => several(value).forEach((handle) => fields.social_handles.push({ network: (beside('service') || beside('label') || 'messenger').replace(/^\* ?/, '').toLowerCase(), handle })),
    'custom field': ({ fields }, value, beside) => void fields.custom_fields.push({ label: label(beside), value }),
  };
  return { field: { 'e-mail': 'email', event: 'date', relation: 'related person', im: 'messenger' }[what] ?? what, take: take[what]! };
}

/** Outlook's export, by its English headers. */
function outlookColumn(header: string): Column | undefined {
  const simple: Record<string, Column> = {
    title: text('name_prefix', 'prefix'), 'first name': text('given_name', 'given name'), 'middle name': text('additional_name', 'middle name'), 'last name': text('family_name', 'family name'), suffix: text('name_suffix', 'suffix'),
    nickname: text('nickname', 'nickname'), company: text('company', 'company'), 'job title': text('title', 'title'), department: custom(DEPARTMENT), profession: custom(ROLE), notes: note, categories: tags, keywords: tags,
    birthday, anniversary: date('anniversary'), 'web page': website, 'personal web page': website, 'e-mail address': email(''), 'e-mail 2 address': email(''), 'e-mail 3 address': email(''),
    spouse: custom(`${RELATED}spouse`), children: custom(`${RELATED}child`), "manager's name": custom(`${RELATED}manager`), "assistant's name": custom(`${RELATED}assistant`), 'referred by': custom(`${RELATED}referred by`),
    'mobile phone': phone('mobile'), 'home phone': phone('home'), 'home phone 2': phone('home'), 'business phone': phone('work'), 'business phone 2': phone('work'), 'home fax': phone('home fax'), 'business fax': phone('work fax'), 'other fax': phone('other fax'),
    'other phone': phone('other'), 'primary phone': phone('main'), 'company main phone': phone('work main'), 'car phone': phone('car'), pager: phone('pager'), "assistant's phone": phone('assistant'), 'radio phone': phone('radio'), callback: phone('callback'), isdn: phone('isdn'), 'tty/tdd phone': phone('textphone'),
    hobby: custom('Hobby'), 'office location': custom('Office'), 'user 1': custom('User 1'), 'user 2': custom('User 2'), 'user 3': custom('User 3'), 'user 4': custom('User 4'), location: custom('Location'), language: custom('Language'),
  };
  if (simple[header]) return simple[header];
  if (/^e-mail( \d)? (type|display name)$/.test(header)) return part('email');
  const address = /^(home|business|other) (street|city|state|postal code|country(\/region)?|street [23]|address po box)$/.exec(header);
  if (!address) return undefined;
  const which = address[2]!;
  if (which !== 'street' && which !== 'city') return part('address');
  const label = address[1] === 'business' ? 'work' : address[1]!;
  return {
    field: `address (${label})`,
    take: ({ fields }, _value, beside) => {
      if (which === 'city' && beside('street')) return;
      fields.addresses.push({ label, street: [beside('address po box'), beside('street'), beside('street 2'), beside('street 3')].filter(Boolean).join('\n'), city: beside('city'), region: beside('state'), postal_code: beside('postal code'), country: beside('country/region') || beside('country') });
    },
  };
}

/** LinkedIn's Connections.csv. */
function linkedinColumn(header: string): Column | undefined {
  return {
    'first name': text('given_name', 'given name'), 'last name': text('family_name', 'family name'), company: text('company', 'company'), position: text('title', 'title'), 'email address': email(''),
    url: { field: 'LinkedIn profile', take: ({ fields }, value) => void fields.social_handles.push({ network: 'linkedin', handle: value }) } as Column,
    'connected on': { field: 'custom field “Connected on LinkedIn”', take: ({ fields }, value) => void fields.custom_fields.push({ label: 'Connected on LinkedIn', value: readTableDate(value, true) ?? value }) } as Column,
  }[header];
}

/** A table somebody made: the names people give their columns. */
function plainColumn(header: string): Column | undefined {
  if (header.length > 60) return undefined; // none of these, and not worth a look at each
  const key = header.replace(/[_-]+/g, ' ').replace(/ ?\(.*\)$/, '').trim();
  const words: [RegExp, Column][] = [
    [/^(full )?name$|^display name$|^contact( name)?$|^person$/, text('full_name', 'full name')], [/^(first|given) ?name$|^first$/, text('given_name', 'given name')], [/^(last|family) ?name$|^surname$|^last$/, text('family_name', 'family name')],
    [/^middle ?name$/, text('additional_name', 'middle name')], [/^nick ?name$/, text('nickname', 'nickname')], [/^(e ?mail|mail)( address)?( \d)?$|^primary email$|^secondary email$/, email('')], [/^work e ?mail$/, email('work')], [/^(home|personal|private) e ?mail$/, email('home')],
    [/^(phone|telephone|tel)( number)?( \d)?$/, phone('')], [/^(mobile|cell)( ?phone)?( number)?$/, phone('mobile')], [/^(work|business) (phone|telephone)$/, phone('work')], [/^home (phone|telephone)$/, phone('home')],
    [/^(company|organi[sz]ation|employer)( name)?$/, text('company', 'company')], [/^(job )?title$|^position$|^role$/, text('title', 'title')], [/^(birthday|birth date|date of birth|born|dob)$/, birthday], [/^anniversary$/, date('anniversary')], [/^pronouns$/, text('pronouns', 'pronouns')],
    [/^notes?$|^description$|^comments?$/, note], [/^tags?$|^labels?$|^groups?$|^categor(y|ies)$/, tags], [/^(website|web ?page|url|homepage)( \d)?$/, website],
    [/^how we met$/, { field: 'how we met', take: ({ fields }, value) => void (fields.how_we_met ||= value) }],
    [/^(twitter|instagram|facebook|linkedin|github|mastodon|telegram|whatsapp|skype|signal)( handle| username| profile| url)?$/, { field: 'profile', take: ({ fields }, value) => void fields.social_handles.push({ network: key.split(' ')[0]!, handle: value }) }],
    [/^(street|address)( address)?$/, { field: 'address', take: ({ fields }, value) => void (address(fields).street ||= value) }], [/^(city|town)$/, { field: 'address', take: ({ fields }, value) => void (address(fields).city ||= value) }],
    [/^(state|region|province|county)$/, { field: 'address', take: ({ fields }, value) => void (address(fields).region ||= value) }], [/^(zip|post(al)?)( ?code)?$/, { field: 'address', take: ({ fields }, value) => void (address(fields).postal_code ||= value) }],
    [/^country$/, { field: 'address', take: ({ fields }, value) => void (address(fields).country ||= value) }],
  ];
  return words.find(([pattern]) => pattern.test(key))?.[1];
}

function address(fields: Draft['fields']) {
  if (!fields.addresses[0]) fields.addresses.push({ label: '', street: '', city: '', region: '', postal_code: '', country: '' });
  return fields.addresses[0]!;
}

/** Whose table it is, by its headers. @returns undefined when the row is no header of people */
export function recogniseTable(cells: string[]): PeopleTable | undefined {
  const headers = cells.map((cell) => cell.trim().replace(/^\ufeff/, '').toLowerCase());
  const has = (...names: string[]) => names.every((name) => headers.includes(name));
  if (has('first name', 'last name', 'connected on')) return table('LinkedIn', cells, headers, linkedinColumn);
  if (headers.some((header) => /^(e-mail|phone) 1 - (label|type|value)$/.test(header)) || has('given name', 'family name', 'group membership')) return table('Google Contacts', cells, headers, googleColumn);
  if (has('first name', 'last name') && (has('e-mail address') || has('business phone'))) return table('Outlook', cells, headers, outlookColumn);
  const english = inEnglish(headers);
  if (english) return { ...table('Outlook', cells, english, outlookColumn), dayFirst: true };
  if (has('contact id', 'contact name')) return undefined; // Kith's own, which holds entries
  const known = headers.map(plainColumn).filter((column) => column !== undefined);
  const named = known.some(({ field }) => field === 'full name' || field === 'given name' || field === 'family name');
  return named && known.length >= 2 ? table('Spreadsheet', cells, headers, plainColumn) : undefined;
}

function table(program: PeopleTable['program'], cells: string[], headers: string[], columnOf: (header: string) => Column | undefined): PeopleTable {
  const at = new Map(headers.map((header, i) => [header, i]));
  const columns = headers.map((header, i) => {
    const column = columnOf(header) ?? aside(header, cells[i]!.trim());
    const stem = /^(.* \d+ - |home |business |other )/.exec(header)?.[0] ?? '';
    return { ...column, stem };
  });
  return {
    program,
    mapping: cells.map((cell, i) => ({ column: cell.trim(), field: columns[i]?.field ?? null })),
    read(line, row, dayFirst) {
      const draft = emptyDraft(line);
      for (const [i, { take, stem }] of columns.entries()) {
        const value = row[i]?.trim();
        if (value && take) take(draft, value, (suffix) => row[at.get(stem + suffix) ?? -1]?.trim() ?? '', dayFirst);
      }
      return draft;
    },
  };
}

/** What no one reads out of an address book. */
const NOISE = /^(photo|file as|initials|gender|sensitivity|priority|private|mileage|billing information|directory server|internet free busy|account|government id number|organizational id number|subject|short name|maiden name|.*yomi.*|phonetic .*|organization \d+ - .*|telex|language|)$/i;
const aside = (header: string, written: string): Partial<Column> => (NOISE.test(header) ? {} : custom(written.slice(0, 64)));
