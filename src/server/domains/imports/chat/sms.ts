import { createHash } from 'node:crypto';
import { SaxesParser } from 'saxes';
import type { Attachment } from '../../chats/index.ts';
import { Rejection, unacceptable } from '../../../platform/errors.ts';
import { defineFormat } from '../format.ts';
import { readText } from '../text.ts';
import { chatImporter } from './importer.ts';
import { type Chat, ChatOptions, type ChatRow, type ChatRun, type Sender, weighRow } from './rows.ts';

const ME: Sender = { key: 'me', name: 'Me', me: true };
const DEPTH = 20;
const PARTS = 200;
/** What Android writes for a number that is not there. */
const nothing = (value: string | undefined) => !value || value === 'null' || value === '(Unknown)';
/** Types of PduHeaders: who sent it, who got it. */
const FROM = '137';
const TO = new Set(['151', '130', '129']);

type Mms = { line: number; attributes: Record<string, string>; texts: string[]; attachments: Attachment[]; parts: number; from: string | undefined; to: string[] };

/** The XML of SMS Backup & Restore; Signal's old plaintext backup is the same. */
export const sms = defineFormat<ChatRow, typeof ChatOptions>({
  kind: 'sms',
  label: 'SMS Backup & Restore (XML)',
  description: 'Text messages of an Android phone, as the app “SMS Backup & Restore” saves them, with MMS. Pictures are named, not taken.',
  extensions: ['.xml'],
  options: ChatOptions,
  accepts: ({ text }) => /<smses\b/.test(text) || /<sms\s[^<>]*protocol=/.test(text),
  parse: (open, run) => read(open, run),
  start: (run) => chatImporter(run, 'sms'),
  weigh: weighRow,
});

async function* read(open: () => AsyncIterable<Buffer>, run: ChatRun): AsyncGenerator<ChatRow> {
  const chats = new Map<string, Chat>();
  let rows: ChatRow[] = [];
  let mms: Mms | undefined;
  let root = '';
  let depth = 0;
  const parser = new SaxesParser<{ position: true }>({ position: true });

  const senderOf = (address: string, name: string | undefined): Sender => {
    const email = address.includes('@');
    return { key: address, name: nothing(name) ? address : name!.slice(0, 255), ...(email ? { email: address } : { phone: address }) };
  };
  const chatOf = (address: string, name: string | undefined): Chat => {
    const addresses = address.split('~').map((one) => one.trim()).filter(Boolean);
    const known = chats.get(address);
    if (known) return known;
    const names = nothing(name) ? [] : name!.split(', ');
    const people = addresses.map((one, i) => senderOf(one, addresses.length === 1 ? name : names.length === addresses.length ? names[i] : undefined));
    const chat: Chat = { key: null, participants: [ME, ...people], peer: people.length === 1 ? people[0] : undefined, only: false, group: people.length > 1 };
    chats.set(address, chat);
    return chat;
  };
  const add = (line: number, attributes: Record<string, string>, from: string | undefined, out: boolean, text: string, attachments: Attachment[]) => {
    const given = Number(attributes.date);
    const at = given > 0 && given < 100_000_000_000 ? given * 1000 : given; // some phones count an MMS in seconds
    if (!attributes.date || !Number.isFinite(at)) return run.fail(line, 'This message has no date.');
    if (nothing(attributes.address)) return run.fail(line, 'This message has no number.');
    if (!text.trim() && attachments.length === 0) return run.count('system_messages_skipped');
    const chat = chatOf(attributes.address!, attributes.contact_name);
    const people = chat.participants.slice(1);
    const sender = out ? ME : (people.find(({ key }) => key === from) ?? (people.length === 1 ? people[0]! : from ? senderOf(from, undefined) : people[0]!));
    const key = `${at}.${out ? 'out' : 'in'}.${createHash('sha256').update(JSON.stringify([text, attachments])).digest('base64url').slice(0, 16)}`;
    rows.push({ line, chat, sender, key, at: { moment: at }, text, attachments });
  };

  parser.on('error', (error) => {
    throw unacceptable('file', `This XML file is damaged: ${error.message.replace(/^[^ ]*?(\d+:\d+): /, 'at $1, ').slice(0, 200)}`, 'unreadable');
  });
  // Entities of its own are how a small file becomes a large one; backups have none.
  parser.on('doctype', () => {
    throw unacceptable('file', `This XML file defines a document type (line ${parser.line}), which backups do not have. Kith does not open it.`, 'unreadable');
  });
  parser.on('opentag', (tag) => {
    const { name } = tag;
    const attributes = tag.attributes as Record<string, string>; // without namespaces they are text
    if (++depth > DEPTH) throw unacceptable('file', `This XML file is nested too deeply (line ${parser.line}).`, 'unreadable');
    if (depth === 1) root = name;
    if (name === 'sms') {
      const out = attributes.type === '2';
      if (attributes.type === '1' || out) add(parser.line, attributes, undefined, out, nothing(attributes.body) ? '' : attributes.body!, []);
      else run.count('drafts_skipped');
    } else if (name === 'mms') mms = { line: parser.line, attributes, texts: [], attachments: [], parts: 0, from: undefined, to: [] };
    else if (mms && name === 'part' && ++mms.parts <= PARTS) {
      const type = attributes.ct ?? '';
      if (type === 'text/plain') mms.texts.push(nothing(attributes.text) ? '' : attributes.text!);
      else if (type !== 'application/smil') {
        const file = [attributes.cl, attributes.name, attributes.fn].find((value) => !nothing(value));
        mms.attachments.push({ name: file?.slice(0, 255) ?? null, type: type.startsWith('image/') ? 'photo' : /vcard/i.test(type) ? 'contact' : /^(audio|video)\//.exec(type)?.[1] ?? 'file' });
      }
    } else if (mms && name === 'addr') {
      if (attributes.type === FROM) mms.from = attributes.address;
      else if (TO.has(attributes.type ?? '')) mms.to.push(attributes.address ?? '');
    }
  });
  parser.on('closetag', ({ name }) => {
    depth--;
    if (name !== 'mms' || !mms) return;
    const { line, attributes, from, texts, attachments } = mms;
    mms = undefined;
    if (attributes.msg_box === '1' || attributes.msg_box === '2') add(line, attributes, from, attributes.msg_box === '2', [nothing(attributes.sub) || /^no ?subject$/i.test(attributes.sub!) ? '' : attributes.sub!, ...texts].filter(Boolean).join('\n').trim(), attachments);
    else run.count('drafts_skipped');
  });

  try {
    for await (const piece of mended(readText(open))) {
      parser.write(piece);
      yield* rows;
      rows = [];
    }
    parser.close();
  } catch (error) {
    if (error instanceof Rejection) throw error;
    throw unacceptable('file', `This XML file is damaged near line ${parser.line}. Make the backup again.`, 'unreadable');
  }
  yield* rows;
  if (root !== 'smses') throw unacceptable('file', 'This XML file is no backup of text messages.', 'unreadable');
}

/** Leaves pictures out before they are read, and mends what the app writes that XML does not have: emoji as two numbers, control characters. */
async function* mended(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  let inPicture = false;
  let inPart = false;
  for await (const piece of pieces) {
    rest += piece;
    let out = '';
    for (;;) {
      if (inPicture) {
        const end = rest.indexOf('"');
        if (end === -1) {
          rest = '';
          break;
        }
        rest = rest.slice(end);
        inPicture = false;
      }
      const begin = rest.indexOf(PICTURE);
      if (begin === -1) break;
      // the words may stand in what somebody wrote
      const tag = rest.lastIndexOf('<', begin);
      if (tag !== -1) inPart = rest.startsWith('<part', tag);
      out += rest.slice(0, begin + PICTURE.length);
      rest = rest.slice(begin + PICTURE.length);
      inPicture = inPart;
    }
    if (!inPicture) {
      const tag = rest.lastIndexOf('<');
      if (tag !== -1) inPart = rest.startsWith('<part', tag);
      out += rest;
      // the end may be the beginning of a picture, or of one number of two
      const cut = Math.max(0, out.length - HELD);
      const joint = out.slice(cut).search(/&#|\sd?a?t?a?=?$/);
      rest = joint === -1 ? '' : out.slice(cut + joint);
      out = joint === -1 ? out : out.slice(0, cut + joint);
    }
    if (out) yield mend(out);
  }
  if (rest) yield mend(rest);
}

const PICTURE = ' data="';
const HELD = 40;
const mend = (text: string) => text.replace(/&#(\d{1,7});(?:&#(\d{1,7});)?/g, (whole, a: string, b: string | undefined) => written(Number(a), b === undefined ? undefined : Number(b)) ?? whole);
const high = (n: number) => n >= 0xd800 && n <= 0xdbff;
const low = (n: number) => n >= 0xdc00 && n <= 0xdfff;
const fine = (n: number) => n === 9 || n === 10 || n === 13 || (n >= 32 && n < 0xd800) || (n >= 0xe000 && n < 0xfffe) || (n >= 0x10000 && n <= 0x10ffff);
function written(a: number, b: number | undefined): string | undefined {
  if (b !== undefined && high(a) && low(b)) return String.fromCharCode(a, b);
  if (fine(a) && (b === undefined || fine(b))) return undefined;
  return [a, b].flatMap((n) => (n !== undefined && fine(n) ? `&#${n};` : [])).join('');
}
