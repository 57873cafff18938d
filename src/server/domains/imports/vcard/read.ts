import { cleanDraft, cutAt, type Draft, emptyDraft, type Found, tidyText } from '../address-book/draft.ts';
import { type Card, readCards } from './cards.ts';
import { readDate } from './dates.ts';
import { labelOfApple, labelOfTypes } from './labels.ts';
import { type Property, splitValue, unescapeText } from './properties.ts';
import { decoded, OLD_MESSENGERS, readImpp, readProfile } from './social.ts';

/** Who wrote a card: Kith. */
export const PRODUCT = '-//Kith//EN';
/** What a custom field is called that stands for a department, a role or a relative; written back as the property it came from. */
export const DEPARTMENT = 'Department';
export const ROLE = 'Role';
export const RELATED = 'Related: ';

const PHOTO_BYTES = 5 * 1024 * 1024;
/** Written anew with every card. */
const OWN = new Set(['VERSION', 'PRODID', 'REV', 'N', 'FN', 'KIND', 'X-ADDRESSBOOKSERVER-KIND', 'PROFILE', 'SOURCE']);
/** Google's own groups say nothing about the person. */
const SYSTEM_GROUPS = /^(\* )?(mycontacts|my contacts|starred in android|other contacts)$/i;

type Reading = { draft: Draft; version: string; card: Card; labels: Map<string, string>; used: Set<string> };
type Reader = (property: Property, reading: Reading) => boolean | void;

/** The people of a vCard file of version 2.1, 3.0 or 4.0, one at a time. */
export async function* readVCards(content: AsyncIterable<Uint8Array>): AsyncGenerator<Found> {
  for await (const card of readCards(content)) yield readCard(card);
}

/** What a card describes: a person, a group, something that is neither, or nothing that can be read. */
export function readCard(card: Card): Found {
  const first = (name: string) => card.properties.find((property) => property.name === name)?.value.trim() ?? '';
  const kind = (first('KIND') || first('X-ADDRESSBOOKSERVER-KIND')).toLowerCase();
  if (kind === 'group') return readGroup(card);
  if (kind === 'location') return { at: card.at, skipped: kind };
  if (card.properties.length === 0) return { at: card.at, error: 'The card is empty.' };
  const draft = emptyDraft(card.at);
  draft.own = first('PRODID') === PRODUCT;
  draft.issues.push(...card.issues);
  const labels = new Map(card.properties.filter(({ name, group }) => group && name === 'X-ABLABEL').map(({ group, value, quoted }) => [group.toLowerCase(), labelOfApple(unescapeText(value, quoted))]));
  const reading: Reading = { draft, version: first('VERSION'), card, labels, used: new Set() };
  // The preferred value of several comes first.
  const ordered = card.properties.toSorted((a, b) => preference(a) - preference(b));
  const extra: Property[] = [];
  for (const property of ordered) {
    if (property.name === 'X-ABLABEL' || OWN.has(property.name)) continue;
    const reader = READERS[property.name];
    if (reader && reader(property, reading) !== false) reading.used.add(property.group.toLowerCase());
    else if (property.value.trim()) extra.push(property);
  }
  readName(reading);
  keepExtra(extra, reading);
  return cleanDraft(draft);
}

/** A group card; its members are named by the ids of their cards. */
function readGroup({ at, properties }: Card): Found {
  const name = properties.find((property) => property.name === 'FN' && property.value.trim()) ?? properties.find((property) => property.name === 'N');
  const members = properties.filter((property) => property.name === 'MEMBER' || property.name === 'X-ADDRESSBOOKSERVER-MEMBER').map((property) => uidOf(text(property)));
  const title = name && cutAt(tidyText(text(name).replace(/^;+|;+$/g, '')), 64);
  return title ? { group: { at, name: title, members } } : { at, error: 'The group has no name.' };
}

/** The id in a reference to a card. */
export const uidOf = (reference: string): string => {
  const own = /^urn:x-kith:(.*)$/i.exec(reference)?.[1];
  return own === undefined ? reference.replace(/^urn:uuid:/i, '').trim() : decoded(own);
};

function preference({ name, params }: Property): number {
  if (name !== 'EMAIL' && name !== 'TEL' && name !== 'ADR') return 0;
  const pref = Number(params.get('PREF')?.[0]);
  if (pref >= 1 && pref <= 100) return pref - 101;
  return params.get('TYPE')?.some((type) => type.toUpperCase() === 'PREF') ? -100 : 0;
}

const text = ({ value, quoted }: Property) => unescapeText(value, quoted).trim();
const types = ({ params }: Property) => params.get('TYPE') ?? [];
const components = ({ value, quoted }: Property) => splitValue(value, ';').map((part) => unescapeText(part, quoted).trim());
const labelOf = (property: Property, { labels }: Reading) => labels.get(property.group.toLowerCase()) ?? labelOfTypes(types(property));
/** tel:+44-20-7946-0018;ext=5 as a person would write it. */
const phoneOf = (value: string) => (/^tel:/i.test(value) ? value.slice(4).replace(/;ext=/i, ' ext. ').replace(/;.*/, '') : value);
const weeksOf = (value: string) => (/^\d{1,3}$/.test(value) && Number(value) >= 1 && Number(value) <= 104 ? Number(value) : null);
/** "0,7"; nothing means never. */
function daysOf(value: string): number[] | null {
  const days = value === '' ? [] : value.split(',').map((day) => (/^\d{1,2}$/.test(day) ? Number(day) : -1));
  return days.length <= 6 && days.every((day) => day >= 0 && day <= 60) ? days : null;
}
const isUri = (value: string) => /^(https?|cid|file|content|ftp):/i.test(value.trim());
const join = (parts: (string | null | undefined)[], by: string) => parts.filter(Boolean).join(by);

function readName({ draft: { fields }, card }: Reading) {
  const n = card.properties.find(({ name, value }) => name === 'N' && value.replace(/[;\s]/g, ''));
  const fn = card.properties.find(({ name, value }) => name === 'FN' && value.trim());
  if (fn) fields.full_name = text(fn);
  if (!n) return;
  // A component may be a list: "Philip,Paul".
  const parts = splitValue(n.value, ';').map((part) => splitValue(part, ',').map((one) => unescapeText(one, n.quoted).trim()).filter(Boolean).join(' '));
  [fields.family_name, fields.given_name, fields.additional_name, fields.name_prefix, fields.name_suffix] = [0, 1, 2, 3, 4].map((i) => parts[i] ?? '') as [string, string, string, string, string];
}

function readDated(property: Property, label: string | undefined, { draft: { fields } }: Reading): boolean {
  const noYear = property.params.get('X-APPLE-OMIT-YEAR')?.[0];
  const date = readDate(property.value, noYear);
  if (!date) return false;
  if (label === undefined) fields.birthday ??= date;
  else fields.important_dates.push({ label: label || 'date', date });
  return true;
}

/** A picture in the card: base64, or a data: URI. One that is elsewhere is not fetched, only remembered. */
function readPhoto(property: Property, { draft }: Reading): boolean {
  const { params, value } = property;
  const data = /^data:[^,]*;base64\\?,/i.exec(value.slice(0, 200));
  const base64 = data ? value.slice(data[0].length) : params.has('ENCODING') ? value : undefined;
  if (base64 === undefined) return !isUri(value) || value.length > 2000;
  if (draft.photo) return true;
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length > PHOTO_BYTES) draft.issues.push('The photo is larger than 5 MB and was left out.');
  else if (bytes.length > 0) draft.photo = bytes;
  return true;
}

const READERS: Record<string, Reader> = {
  NICKNAME: (p, { draft: { fields } }) => void (fields.nickname = join([fields.nickname, ...splitValue(p.value, ',').map((one) => unescapeText(one, p.quoted).trim())], ', ')),
  EMAIL: (p, r) => void r.draft.fields.emails.push({ label: labelOf(p, r), value: text(p) }),
  TEL: (p, r) => void r.draft.fields.phones.push({ label: labelOf(p, r), value: phoneOf(text(p)) }),
  ADR: (p, r) => {
    const [box = '', extended = '', street = '', city = '', region = '', postal_code = '', country = ''] = components(p);
    r.draft.fields.addresses.push({ label: labelOf(p, r), street: join([box, extended, street], '\n'), city, region, postal_code, country });
  },
  ORG: (p, { draft: { fields } }) => {
    const [company, ...units] = components(p);
    fields.company ||= company ?? '';
    const department = join(units, ', ');
    if (department) fields.custom_fields.push({ label: DEPARTMENT, value: department });
  },
  TITLE: (p, { draft: { fields } }) => void (fields.title ||= text(p)),
  ROLE: (p, { draft: { fields } }) => void (text(p) && fields.custom_fields.push({ label: ROLE, value: text(p) })),
  NOTE: (p, { draft: { fields } }) => void (fields.description = join([fields.description, text(p)], '\n\n')),
  BDAY: (p, r) => readDated(p, undefined, r),
  ANNIVERSARY: (p, r) => readDated(p, 'anniversary', r),
  'X-ANNIVERSARY': (p, r) => readDated(p, 'anniversary', r),
  'X-EVOLUTION-ANNIVERSARY': (p, r) => readDated(p, 'anniversary', r),
  'X-MS-ANNIVERSARY': (p, r) => readDated(p, 'anniversary', r),
  'X-ABDATE': (p, r) => readDated(p, labelOf(p, r), r),
  URL: (p, r) => void (text(p) && r.draft.fields.social_handles.push({ network: websiteLabel(labelOf(p, r)), handle: text(p) })),
  IMPP: (p, { draft: { fields } }) => void (text(p) && fields.social_handles.push(readImpp(text(p), p.params.get('X-SERVICE-TYPE')?.[0] ?? p.params.get('SERVICE-TYPE')?.[0]))),
  'X-SOCIALPROFILE': (p, r) => void (text(p) && r.draft.fields.social_handles.push(readProfile(text(p), r.labels.get(p.group.toLowerCase()) ?? types(p).find((type) => type.toLowerCase() !== 'pref'), p.params.get('X-USER')?.[0]))),
  SOCIALPROFILE: (p, { draft: { fields } }) => void (text(p) && fields.social_handles.push(readProfile(text(p), p.params.get('SERVICE-TYPE')?.[0]?.toLowerCase() ?? types(p)[0], p.params.get('USERNAME')?.[0]))),
  CATEGORIES: (p, { draft }) => {
    for (const tag of splitValue(p.value, ',').map((one) => unescapeText(one, p.quoted).trim())) {
      if (/^(\* )?starred$/i.test(tag)) draft.fields.starred = true;
      else if (tag && !SYSTEM_GROUPS.test(tag)) draft.tags.push(tag);
    }
  },
  PRONOUNS: (p, { draft: { fields } }) => void (fields.pronouns ||= text(p)),
  'X-PRONOUNS': (p, { draft: { fields } }) => void (fields.pronouns ||= text(p)),
  RELATED: (p, r) => {
    if (/^urn:(uuid|x-kith):/i.test(p.value.trim()) && r.draft.related.length < 200) {
      r.draft.related.push({ uid: uidOf(text(p)), type: types(p)[0] ?? 'contact', label: cutAt(tidyText(p.params.get('X-KITH-LABEL')?.[0] ?? ''), 64) || null });
      return true;
    }
    if (/^(urn|uuid|https?|mailto|tel):/i.test(p.value.trim())) return false;
    r.draft.fields.custom_fields.push({ label: RELATED + (labelOf(p, r) || 'other'), value: text(p) });
    return true;
  },
  'X-ABRELATEDNAMES': (p, r) => void (text(p) && r.draft.fields.custom_fields.push({ label: RELATED + (labelOf(p, r) || 'other'), value: text(p) })),
  'X-SPOUSE': (p, { draft: { fields } }) => void (text(p) && fields.custom_fields.push({ label: `${RELATED}spouse`, value: text(p) })),
  'X-MANAGER': (p, { draft: { fields } }) => void (text(p) && fields.custom_fields.push({ label: `${RELATED}manager`, value: text(p) })),
  'X-ASSISTANT': (p, { draft: { fields } }) => void (text(p) && fields.custom_fields.push({ label: `${RELATED}assistant`, value: text(p) })),
  PHOTO: readPhoto,
  UID: (p, { draft }) => void (draft.uid ??= text(p)),
  'X-KITH-TIER': (p, { draft: { fields } }) => void (fields.tier = text(p) === '1' ? 1 : 2),
  'X-KITH-CADENCE-WEEKS': (p, { draft: { fields } }) => void (fields.cadence_weeks = weeksOf(text(p))),
  'X-KITH-BIRTHDAY-DAYS-BEFORE': (p, { draft: { fields } }) => void (fields.birthday_days_before = daysOf(text(p))),
  'X-KITH-STARRED': (p, { draft: { fields } }) => void (fields.starred = text(p) === 'true'),
  'X-KITH-ARCHIVED': (p, { draft: { fields } }) => void (fields.archived = text(p) === 'true'),
  'X-KITH-HOW-WE-MET': (p, { draft: { fields } }) => void (fields.how_we_met = text(p)),
  'X-KITH-TELEGRAM-ID': (p, { draft: { fields } }) => void (fields.telegram_id = /^[1-9]\d{0,15}$/.test(text(p)) ? Number(text(p)) : null),
  'X-KITH-TELEGRAM-USERNAME': (p, { draft: { fields } }) => void (fields.telegram_username = text(p)),
  'X-KITH-TELEGRAM-PHONE': (p, { draft: { fields } }) => void (fields.telegram_phone = text(p)),
  'X-KITH-TELEGRAM-HANDLE': (p, { draft: { fields } }) => void (fields.telegram_handle = text(p)),
  'X-KITH-TELEGRAM-VERIFIED': (p, { draft: { fields } }) => void (fields.telegram_verified = text(p) === 'true'),
  'X-KITH-TELEGRAM-PREMIUM': (p, { draft: { fields } }) => void (fields.telegram_premium = text(p) === 'true'),
  'X-KITH-FIELD': (p, r) => void r.draft.fields.custom_fields.push({ label: r.labels.get(p.group.toLowerCase()) ?? 'Field', value: text(p) }),
};
for (const [name, network] of Object.entries(OLD_MESSENGERS)) READERS[name] = (p, { draft: { fields } }) => void (text(p) && fields.social_handles.push({ network, handle: text(p) }));

/** A website is one whatever the card calls it, unless the name says more: "blog". */
const websiteLabel = (label: string) => (/^(|home ?page|home|work|other|website|profile)$/i.test(label) ? 'website' : label);

/** Keeps what Kith has no field for. Groups are numbered anew, so that the same card always reads the same. */
function keepExtra(extra: Property[], { draft, card, used }: Reading) {
  const numbers = new Map<string, string>();
  for (const { group, name, params, value, quoted } of extra) {
    const key = group.toLowerCase();
    const alone = key === '' || used.has(key);
    if (!alone && !numbers.has(key)) numbers.set(key, String(numbers.size + 1));
    draft.extra.push({
      ...(alone ? {} : { group: numbers.get(key)! }),
      name,
      ...(params.size ? { params: Object.fromEntries(params) } : {}),
      value: quoted ? value.replace(/\r\n|\r|\n/g, '\\n') : value.replace(/[\r\n]/g, ''),
    });
  }
  for (const { group, name, value } of card.properties) {
    const number = name === 'X-ABLABEL' && numbers.get(group.toLowerCase());
    if (number) draft.extra.push({ group: number, name, value });
  }
}
