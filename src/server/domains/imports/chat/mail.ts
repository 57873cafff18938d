import PostalMime, { type Address, type Email } from 'postal-mime';
import { unacceptable } from '../../../platform/errors.ts';
import { defineFormat, type FileHead } from '../format.ts';
import { chatImporter } from './importer.ts';
import { htmlText, ownWords } from './mail-text.ts';
import { type Chat, ChatOptions, type ChatRow, type ChatRun, type Sender, weighRow } from './rows.ts';

/** Of one mail this much is read; what is longer is longer by its attachments. */
const MAIL = 8 * 1024 * 1024;
const LINE = 1024 * 1024;
const RECIPIENTS = 20;
const HEADERS = /^(?:from|to|cc|date|subject|message-id|mime-version|received|return-path|delivered-to|content-type|x-[\w-]+|dkim-signature|authentication-results): /im;
const DESCRIPTION = 'Emails go to the person they are from or to; quoted mails and signatures are cut off, attachments are named.';

const isMail = (text: string) => {
  const head = text.slice(0, 20_000).split(/\r?\n\r?\n/, 1)[0]!;
  return HEADERS.test(head) && /^from: /im.test(head) && /^(date|received|message-id|mime-version): /im.test(head) && head.split(/\r?\n/).every((line) => /^[\w-]+:|^[ \t]/.test(line));
};

/** A mailbox file: RFC 4155, as Thunderbird, Apple Mail and Google Takeout write it. */
export const mbox = defineFormat<ChatRow, typeof ChatOptions>({
  kind: 'mbox',
  label: 'Mailbox (mbox)',
  description: `A mailbox as Thunderbird, Apple Mail or Google Takeout saves it. ${DESCRIPTION}`,
  extensions: ['.mbox', '.mbx'],
  options: ChatOptions,
  accepts: ({ text }: FileHead) => /^From \S/.test(text) && isMail(text.slice(text.indexOf('\n') + 1).replace(/^>From .*\r?\n/, '')),
  async *parse(open, run) {
    const mine = await mailboxOf(open);
    const chat: Chat = { key: null, participants: [], only: false, group: true };
    let mails = 0;
    for await (const { bytes, line } of mailsOf(open)) {
      mails++;
      const row = await rowOf(bytes, line, run, mine);
      if (row) yield { ...row, chat };
    }
    if (mails === 0) throw unacceptable('file', 'There are no emails in this file.', 'unreadable');
  },
  start: (run) => chatImporter(run, 'email'),
  weigh: weighRow,
});

/** One email, as a mail program saves it. */
export const eml = defineFormat<ChatRow, typeof ChatOptions>({
  kind: 'eml',
  label: 'Email (.eml)',
  description: `One email as a file. ${DESCRIPTION}`,
  extensions: ['.eml'],
  options: ChatOptions,
  accepts: ({ text }: FileHead) => isMail(text),
  async *parse(open, run) {
    const parts: Buffer[] = [];
    let size = 0;
    for await (const chunk of open()) if (size < MAIL) size += parts.push(chunk) && chunk.length;
    const row = await rowOf(Buffer.concat(parts).subarray(0, MAIL), 1, run, undefined);
    if (!row) return;
    yield { ...row, chat: { key: null, participants: [row.sender, ...row.to!], peer: undefined, only: true, group: row.to!.length > 1 } };
  },
  start: (run) => chatImporter(run, 'email'),
  weigh: weighRow,
});

/** Lines of bytes, as Latin-1: a mailbox mixes encodings, which only its mails tell. */
async function* bytesLines(open: () => AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of open()) {
    const parts = chunk.toString('latin1').split('\n');
    for (const [i, part] of parts.entries()) {
      if (rest.length < LINE) rest += part;
      if (i === parts.length - 1) break;
      yield rest;
      rest = '';
    }
  }
  if (rest) yield rest;
}

/** Whose mailbox it is: where most of its mails were delivered to. */
async function mailboxOf(open: () => AsyncIterable<Buffer>): Promise<string | undefined> {
  const counts = new Map<string, number>();
  for await (const line of bytesLines(open)) {
    if (line.length > 400 || !/^delivered-to:/i.test(line)) continue;
    const address = line.slice(13).trim().replace(/^<|>$/g, '').toLowerCase();
    if (counts.has(address) || counts.size < 10_000) counts.set(address, (counts.get(address) ?? 0) + 1);
  }
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0];
}

/** The mails of a mailbox: each begins with `From ` after an empty line; such a line within a mail is quoted with `>`. */
async function* mailsOf(open: () => AsyncIterable<Buffer>): AsyncGenerator<{ bytes: Buffer; line: number }> {
  let lines: string[] | undefined;
  let size = 0;
  let began = 1;
  let line = 0;
  let empty = true;
  for await (const text of bytesLines(open)) {
    line++;
    if (empty && /^From \S+.*\d{4}|^From \S+\s*$|^From - /.test(text.slice(0, 200))) {
      if (lines) yield { bytes: Buffer.from(lines.join('\n'), 'latin1'), line: began };
      [lines, size, began] = [[], 0, line];
    } else if (lines && size < MAIL) {
      const own = /^>+From /.test(text) ? text.slice(1) : text;
      lines.push(own);
      size += own.length + 1;
    }
    empty = text.trim() === '';
  }
  if (lines) yield { bytes: Buffer.from(lines.join('\n'), 'latin1'), line: began };
}

async function rowOf(bytes: Buffer, line: number, run: ChatRun, mine: string | undefined): Promise<Omit<ChatRow, 'chat'> & { to: Sender[] } | undefined> {
  let mail: Email;
  try {
    mail = await PostalMime.parse(bytes);
  } catch {
    run.fail(line, 'This email cannot be read.');
    return undefined;
  }
  const peopleOf = (addresses: Address[] | undefined): Sender[] =>
    (addresses ?? []).flatMap((one) => ('group' in one && one.group ? one.group : [one])).flatMap(({ name, address }) => {
      const email = address?.trim().toLowerCase();
      if (!email || !email.includes('@') || email.length > 254) return [];
      return [{ key: email, name: name?.trim().slice(0, 255) || email, email, ...(email === mine ? { me: true } : {}) }];
    });
  const [sender] = peopleOf(mail.from ? [mail.from] : undefined);
  const moment = Date.parse(mail.date ?? '');
  if (!sender || Number.isNaN(moment)) {
    run.fail(line, sender ? 'This email has no date.' : 'This email has no sender.');
    return undefined;
  }
  const labels = mail.headers.find(({ key }) => key === 'x-gmail-labels')?.value ?? '';
  if (/\bspam\b/i.test(labels)) {
    run.count('spam_skipped');
    return undefined;
  }
  if (/(^|,)\s*(drafts?|entw(ü|u)rfe|brouillons?|borradores|bozze|rascunhos|concepten)\s*(,|$)/i.test(labels)) {
    run.count('drafts_skipped');
    return undefined;
  }
  if (/(^|,)\s*(sent|gesendet)\s*(,|$)/i.test(labels)) sender.me = true;
  const to = [...new Map([...peopleOf(mail.to), ...peopleOf(mail.cc)].map((one) => [one.key, one])).values()].filter(({ key }) => key !== sender.key).slice(0, RECIPIENTS);
  const said = mail.text?.trim() ? ownWords(mail.text) : ownWords(htmlText(mail.html ?? ''));
  const subject = mail.subject?.replace(/\s+/g, ' ').trim() ?? '';
  const text = subject && !/^(re|aw|sv|antw|rif|ynt)\s?(\[\d+\])?:/i.test(subject) ? `${subject}\n${said}`.trim() : said || subject;
  const attachments = mail.attachments.filter(({ related }) => !related).map(({ filename, mimeType }) => ({ name: filename?.slice(0, 255) ?? null, type: mimeType.startsWith('image/') ? 'photo' : 'file' }));
  if (!text && attachments.length === 0) return undefined;
  return { line, sender, to, key: mail.messageId?.trim().slice(0, 200) || null, at: { moment }, text, attachments };
}
