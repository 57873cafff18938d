import type { ExtraProperty, PersonFields } from '../address-book/draft.ts';
import { writeDate } from './dates.ts';
import { typesOfLabel } from './labels.ts';
import { escapeText } from './properties.ts';
import { DEPARTMENT, PRODUCT, RELATED, ROLE } from './read.ts';
import { writeSocial } from './social.ts';

export type VCardVersion = '3.0' | '4.0';

/** A person to write down. `updated_at`: ISO 8601. */
export type Written = { fields: PersonFields; tags: string[]; uid: string; extra: ExtraProperty[]; photo?: { content_type: string; bytes: Buffer } | undefined; updated_at: string; related?: { type: string; label: string | null; uid: string }[] | undefined };

const OCTETS = 75;

/**
 * A person as a card.
 * @param scope `all` writes everything Kith knows, so that an import gives it back; `public` what one would hand to somebody else:
 *   no description, tags, custom fields, nor what only concerns the two of you
 */
export function writeCard({ fields, tags, uid, extra, photo, updated_at, related = [] }: Written, version: VCardVersion, scope: 'all' | 'public' = 'all'): string {
  const lines: string[] = [];
  let items = 0;
  const put = (name: string, value: string, params: Record<string, string | string[]> = {}) => void lines.push(fold(`${name}${paramText(params)}:${value}`));
  /** With TYPE where the label is made of known words, else with the label written out beside it. */
  const labelled = (name: string, value: string, label: string, params: Record<string, string | string[]> = {}) => {
    const types = typesOfLabel(label);
    if (types) return put(name, value, types.length || params.TYPE ? { ...params, TYPE: [...[params.TYPE ?? []].flat(), ...types] } : params);
    const item = `item${++items}`;
    put(`${item}.${name}`, value, params);
    put(`${item}.X-ABLabel`, escapeText(label));
  };
  const beside = (name: string, value: string, label: string, params: Record<string, string> = {}) => {
    const item = `item${++items}`;
    put(`${item}.${name}`, value, params);
    put(`${item}.X-ABLabel`, escapeText(label));
  };
  const text = (name: string, value: string | null) => value && put(name, escapeText(value));
  const parts = (values: (string | null)[]) => values.map((value) => escapeText(value ?? '')).join(';');

  lines.push('BEGIN:VCARD', `VERSION:${version}`, `PRODID:${PRODUCT}`);
  put('UID', escapeText(uid));
  put('FN', escapeText(fields.full_name));
  put('N', parts([fields.family_name, fields.given_name, fields.additional_name, fields.name_prefix, fields.name_suffix]));
  text('NICKNAME', fields.nickname);
  const custom = scope === 'all' ? fields.custom_fields : [];
  // Read again, a department comes before all other custom fields, so only one that stands there is written into ORG.
  const department = fields.company && custom[0]?.label === DEPARTMENT && custom[0].value ? custom[0] : undefined;
  if (fields.company) put('ORG', parts(department ? [fields.company, department.value] : [fields.company]));
  text('TITLE', fields.title);
  for (const { label, value } of fields.emails) labelled('EMAIL', escapeText(value), label, version === '3.0' ? { TYPE: ['INTERNET'] } : {});
  for (const { label, value } of fields.phones) labelled('TEL', escapeText(value), label);
  for (const { label, street, city, region, postal_code, country } of fields.addresses) labelled('ADR', parts(['', '', street, city, region, postal_code, country]), label);
  const dated = (name: string, date: string, label?: string) => {
    const { value, params } = writeDate(date, version);
    if (label === undefined) put(name, value, params);
    else beside(name, value, label, params);
  };
  if (fields.birthday) dated('BDAY', fields.birthday);
  for (const [i, { label, date }] of fields.important_dates.entries()) {
    if (i === 0 && label === 'anniversary' && version === '4.0') dated('ANNIVERSARY', date);
    else dated('X-ABDATE', date, label);
  }
  for (const social of fields.social_handles) {
    const { name, params, value } = writeSocial(social);
    if (typeof params.TYPE === 'string' && (params.TYPE === 'pref' || !/^[a-z0-9-]+$/.test(params.TYPE))) beside(name, escapeText(value), params.TYPE, { ...params, TYPE: 'other' });
    else put(name, escapeText(value), params);
  }
  text('PRONOUNS', fields.pronouns);
  for (const { label, value } of department ? custom.slice(1) : custom) {
    if (label === ROLE && value) text('ROLE', value);
    else if (label.startsWith(RELATED) && label.length > RELATED.length && value) beside('X-ABRELATEDNAMES', escapeText(value), label.slice(RELATED.length));
    else beside('X-KITH-FIELD', escapeText(value), label);
  }
  if (photo) {
    const base64 = photo.bytes.toString('base64');
    if (version === '4.0') put('PHOTO', `data:${photo.content_type};base64,${base64}`);
    else put('PHOTO', base64, { ENCODING: 'b', TYPE: photo.content_type.replace('image/', '').toUpperCase() });
  }
  if (scope === 'all') {
    text('NOTE', fields.description);
    if (tags.length) put('CATEGORIES', tags.map(escapeText).join(','));
    if (fields.tier === 1) put('X-KITH-TIER', '1');
    if (fields.cadence_weeks) put('X-KITH-CADENCE-WEEKS', String(fields.cadence_weeks));
    if (fields.birthday_days_before) put('X-KITH-BIRTHDAY-DAYS-BEFORE', fields.birthday_days_before.join(','));
    if (fields.starred) put('X-KITH-STARRED', 'true');
    if (fields.archived) put('X-KITH-ARCHIVED', 'true');
    text('X-KITH-HOW-WE-MET', fields.how_we_met);
    if (fields.telegram_id) put('X-KITH-TELEGRAM-ID', String(fields.telegram_id));
    text('X-KITH-TELEGRAM-USERNAME', fields.telegram_username);
    text('X-KITH-TELEGRAM-PHONE', fields.telegram_phone);
    text('X-KITH-TELEGRAM-HANDLE', fields.telegram_handle);
    if (fields.telegram_verified) put('X-KITH-TELEGRAM-VERIFIED', 'true');
    if (fields.telegram_premium) put('X-KITH-TELEGRAM-PREMIUM', 'true');
    for (const { type, label, uid: other } of related) put('RELATED', referenceTo(other), { TYPE: type, ...(label ? { 'X-KITH-LABEL': label } : {}) });
    const first = items;
    for (const { group, name, params, value } of extra) {
      if (name === 'PHOTO' && photo) continue;
      if (group) items = Math.max(items, first + Number(group));
      put(group ? `item${first + Number(group)}.${name}` : name, value, params ?? {});
    }
  }
  lines.push(revised(updated_at), 'END:VCARD');
  return `${lines.join('\r\n')}\r\n`;
}

/** A group of people as a card; 3.0 has none of its own, so Apple's words are used. */
export function writeGroup({ name, uid, members, updated_at }: { name: string; uid: string; members: string[]; updated_at: string }, version: VCardVersion): string {
  const [kind, member] = version === '4.0' ? ['KIND', 'MEMBER'] : ['X-ADDRESSBOOKSERVER-KIND', 'X-ADDRESSBOOKSERVER-MEMBER'];
  return ['BEGIN:VCARD', `VERSION:${version}`, `PRODID:${PRODUCT}`, `UID:${uid}`, fold(`FN:${escapeText(name)}`), fold(`N:${escapeText(name)};;;;`), `${kind}:group`, ...members.map((other) => fold(`${member}:${referenceTo(other)}`)), revised(updated_at), 'END:VCARD', ''].join('\r\n');
}

/** A card by its id. */
const referenceTo = (uid: string) => (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(uid) ? `urn:uuid:${uid}` : `urn:x-kith:${encodeURIComponent(uid.replace(/^urn:uuid:/i, ''))}`);
const revised = (at: string) => `REV:${new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')}`;

function paramText(params: Record<string, string | string[]>): string {
  return Object.entries(params).filter(([, value]) => value.length > 0).map(([name, value]) => `;${name}=${[value].flat().map((one) => paramValue(one)).join(',')}`).join('');
}

/** Quoted when it has to be; what may not stand in quotes is written by RFC 6868, which 3.0 readers show as it is. */
function paramValue(value: string): string {
  const safe = value.replace(/\^/g, '^^').replace(/\r\n|\r|\n/g, '^n').replace(/"/g, "^'");
  return /[:;,\s^]/.test(safe) ? `"${safe}"` : safe;
}

/** Folds a line at 75 octets, never inside a character. */
export function fold(line: string): string {
  if (line.length * 3 <= OCTETS || Buffer.byteLength(line) <= OCTETS) return line;
  const bytes = Buffer.from(line);
  const parts: string[] = [];
  let room = OCTETS;
  for (let from = 0; from < bytes.length; ) {
    let to = Math.min(bytes.length, from + room);
    while (to < bytes.length && (bytes[to]! & 0xc0) === 0x80) to--;
    parts.push(bytes.toString('utf8', from, to));
    from = to;
    room = OCTETS - 1;
  }
  return parts.join('\r\n ');
}
