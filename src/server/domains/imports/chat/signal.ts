import { beginOf, wallOf } from '../../chats/index.ts';
import { unacceptable } from '../../../platform/errors.ts';
import { defineFormat } from '../format.ts';
import { chatImporter } from './importer.ts';
import { readLines } from './lines.ts';
import { type Chat, ChatOptions, type ChatRow, type Sender, weighRow } from './rows.ts';

const MARKDOWN = /^\[\d{4}-\d\d-\d\d,? \d\d:\d\d(?::\d\d)?\] [^:\n]{1,255}:/m;
const FILE = /!?\[([^\]\n]{0,255})\]\((?:\.\/)?(?:media|\.\.\/exported_stickers)\/[^)\n]{1,400}\)/g;
const STICKER = /(?:^|\s)\(\( ([^()\n]{1,40}) \)\)\s*$/;
/** What the program writes where nobody said anything. */
const DELETED = '(This message was deleted)';
const NOBODY = 'No-Sender';
const CALL = /^(?:Incoming|Outgoing|Missed)(?: (?:voice|video|group|adhoc|unknown))? call(?: \([^()\n]{1,60}\))?$/;
const REACTIONS = /\s?\(- [^()\n]{1,400} -\)\s*$/;
const PEOPLE = 2000;
type Said = { line: number; sender: string; wall: number; text: string; attachments: ChatRow['attachments'] };

const senderOf = (name: string): Sender => ({ key: name, name, ...(name === 'Me' ? { me: true } : /^\+[\d\s]{7,20}$/.test(name) ? { phone: name } : {}) });

/** What `signal-export` writes: chat.md, or data.json with a message a line. */
export const signal = defineFormat<ChatRow, typeof ChatOptions>({
  kind: 'signal',
  label: 'Signal (signal-export)',
  description: 'A chat of Signal Desktop, as the free program signal-export saves it: chat.md or data.json. Files are named, not taken. (A plaintext backup of Android is read as text messages.)',
  extensions: ['.md', '.json', '.jsonl', '.txt'],
  options: ChatOptions,
  // an iPhone that is set to Swedish or Canadian writes WhatsApp chats the same way, but for its marks and its file name
  accepts: ({ text, name }) => isJsonLine(text.split('\n', 1)[0]!) || (!/whatsapp|_chat\.txt$/.test(name) && !text.includes('\u200e') && MARKDOWN.test(text.slice(0, 2000)) && /^\s*\[\d{4}-/.test(text.replace(/^\ufeff/, ''))),
  async *parse(open, run) {
    const people = new Map<string, Sender>();
    for await (const { sender } of read(open, () => {})) if (sender !== NOBODY && people.size < PEOPLE && !people.has(sender)) people.set(sender, senderOf(sender));
    if (people.size === 0) throw unacceptable('file', 'There are no messages in this file. Export the chat again.', 'unreadable');
    const participants = [...people.values()];
    const others = participants.filter(({ me }) => !me);
    const chat: Chat = { key: null, participants, peer: others.length === 1 ? others[0] : undefined, only: true, group: others.length > 1 };
    for await (const { sender, wall, ...said } of read(open, run.fail)) {
      if (sender !== NOBODY && (said.text || said.attachments.length)) yield { ...said, chat, sender: people.get(sender) ?? senderOf(sender), key: null, at: { wall } };
      else run.count('system_messages_skipped');
    }
  },
  start: (run) => chatImporter(run, 'signal'),
  weigh: weighRow,
});

function isJsonLine(line: string): boolean {
  if (!/^\s*\{.*"sender".*\}\s*$/.test(line.slice(0, 60_000)) || !line.includes('"body"')) return false;
  try {
    return typeof JSON.parse(line) === 'object';
  } catch {
    return false;
  }
}

async function* read(open: () => AsyncIterable<Buffer>, fail: (line: number, message: string) => void): AsyncGenerator<Said> {
  let row: Said | undefined;
  let json: boolean | undefined;
  for await (const { text, line } of readLines(open)) {
    json ??= text.trim() ? text.trimStart().startsWith('{') : undefined;
    if (json) {
      const said = text.trim() ? jsonLine(text, line) : undefined;
      if (typeof said === 'string') fail(line, said);
      else if (said) yield said;
      continue;
    }
    const begin = beginOf(text);
    const wall = begin?.sender && begin.stamp.long ? wallOf(begin.stamp, 'day_first') : undefined;
    if (begin && wall !== undefined) {
      if (row) yield finished(row);
      row = { line, sender: begin.sender!, wall, text: begin.text, attachments: [] };
    } else if (row && row.text.length < 100_000) row.text += `\n${text}`;
  }
  if (row) yield finished(row);
}

function finished(row: Said): Said {
  const attachments = [...row.text.matchAll(FILE)].map(([whole, name]) => ({ name: name || null, type: whole.includes('exported_stickers/') ? 'sticker' : whole.startsWith('!') ? 'photo' : 'file' }));
  // what is quoted was said before
  const text = row.text.replace(FILE, '').split('\n').filter((line) => !/^\s*> ?/.test(line)).join('\n').trim().replace(REACTIONS, '').trim();
  const sticker = STICKER.exec(text);
  if (sticker) attachments.push({ name: sticker[1] ?? null, type: 'sticker' });
  const said = text.replace(STICKER, '').trim();
  return { ...row, text: said === DELETED || CALL.test(said) ? '' : said, attachments };
}

function jsonLine(text: string, line: number): Said | string {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return 'This line is not valid JSON.';
  }
  const wall = Date.parse(`${String(value.date ?? '').slice(0, 19).replace(' ', 'T')}Z`);
  if (Number.isNaN(wall) || typeof value.sender !== 'string' || !value.sender) return 'This line has no date or no sender.';
  const files = Array.isArray(value.attachments) ? (value.attachments as unknown[]) : [];
  const attachments = files.slice(0, 100).map((file) => ({ name: typeof file === 'object' && file !== null && 'name' in file && typeof file.name === 'string' ? file.name : null, type: 'file' }));
  if (typeof value.sticker === 'object' && value.sticker !== null && 'emoji' in value.sticker) attachments.push({ name: String(value.sticker.emoji).slice(0, 40) || null, type: 'sticker' });
  const body = typeof value.body === 'string' ? value.body.trim() : '';
  return { line, sender: value.sender.slice(0, 255), wall, text: value.deleted === true || value.call === true || CALL.test(body) ? '' : body, attachments };
}
