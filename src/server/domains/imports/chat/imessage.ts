import { unacceptable } from '../../../platform/errors.ts';
import { defineFormat } from '../format.ts';
import { chatImporter } from './importer.ts';
import { readLines } from './lines.ts';
import { type Chat, ChatOptions, type ChatRow, type Sender, weighRow } from './rows.ts';

const HEAD = /^( *)(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{1,2}), (\d{4})\s+(\d{1,2}):(\d{2}):(\d{2})\s([AP])M(?: \(.*\))?$/;
/** What somebody did to the chat, in one line with its time: `Feb 03, 2026  9:15:07 PM Anna named the conversation Trip`. */
const ANNOUNCED = /^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{1,2}, \d{4}\s+\d{1,2}:\d{2}:\d{2}\s[AP]M (?!\()\S.*$/;
const EFFECT = /^Sent with (?:Confetti|Echo|Fireworks|Balloons|Heart|Lasers|Shooting Start?|Sparkles|Spotlight|Slam|Loud|Gentle|Invisible Ink)$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const FILE = /^(?:~|\/|attachments\/|[\w. -]+\/)[^\n]{0,400}\.(\w{2,5})$/;
const PEOPLE = 2000;

const senderOf = (name: string): Sender => ({ key: name, name, ...(name === 'Me' ? { me: true } : name.includes('@') ? { email: name } : /^\+?[\d\s().-]{5,24}$/.test(name) ? { phone: name } : {}) });
const spaces = (text: string) => text.slice(0, 1000).replace(/[\u202f\u00a0]/g, ' ');

/** What `imessage-exporter` writes as txt: a line with the time, one with the sender, then what was said. */
export const imessage = defineFormat<ChatRow, typeof ChatOptions>({
  kind: 'imessage',
  label: 'iMessage (imessage-exporter)',
  description: 'A chat of Apple Messages, as the free program imessage-exporter saves it as txt. Files are named, not taken.',
  extensions: ['.txt'],
  options: ChatOptions,
  accepts: ({ text }) => HEAD.test(spaces(text.replace(/^\ufeff?\s*/, '').split(/\r?\n/, 1)[0]!)),
  async *parse(open, run) {
    const people = new Map<string, Sender>();
    let awaited = false;
    for await (const { text } of readLines(open)) {
      if (awaited && people.size < PEOPLE && text.trim()) people.set(text.trim().slice(0, 255), senderOf(text.trim().slice(0, 255)));
      const head = HEAD.exec(spaces(text));
      awaited = head !== null && head[1] === '';
    }
    if (people.size === 0) throw unacceptable('file', 'There are no messages in this file. Export the chat again.', 'unreadable');
    // a chat in which only you wrote is named by its file
    const title = run.file.name.replace(/\.txt$/i, '').trim();
    if (people.size === 1 && people.has('Me') && title) people.set(title, senderOf(title));
    const participants = [...people.values()];
    const others = participants.filter(({ me }) => !me);
    const chat: Chat = { key: null, participants, peer: others.length === 1 ? others[0] : undefined, only: true, group: others.length > 1 };

    let row: (ChatRow & { named: boolean; over: boolean }) | undefined;
    const finished = ({ named: _, over: __, ...done }: NonNullable<typeof row>): ChatRow => {
      const kept: string[] = [];
      for (const text of done.text.split('\n')) {
        const file = FILE.exec(text.trim());
        if (file) done.attachments.push({ name: text.trim().split('/').at(-1)!.slice(0, 255), type: /^(jpe?g|png|heic|gif|webp)$/i.test(file[1]!) ? 'photo' : 'file' });
        else if (text === 'Attachment missing!') done.attachments.push({ name: null, type: 'file' });
        else if (text !== 'This message responded to an earlier message.' && !EFFECT.test(text.trim())) kept.push(text);
      }
      return { ...done, text: kept.join('\n').trim() };
    };
    let reply = false; // an answer is printed below what it answers, indented, and once more in its own place
    for await (const { text, line } of readLines(open)) {
      const head = HEAD.exec(spaces(text));
      if (head) {
        reply = head[1] !== '';
        if (reply) continue;
        if (row?.named) yield finished(row);
        const hour = (Number(head[5]) % 12) + (head[8] === 'P' ? 12 : 0);
        const month = MONTHS.indexOf(head[2]!);
        row = { line, chat, sender: participants[0]!, key: null, at: { wall: Date.UTC(Number(head[4]), month, Number(head[3]), hour, Number(head[6]), Number(head[7])) }, text: '', attachments: [], named: false, over: false };
      } else if (ANNOUNCED.test(spaces(text))) {
        if (row?.named) yield finished(row);
        [row, reply] = [undefined, false];
        run.count('system_messages_skipped');
      } else if (!row || reply) continue;
      else if (!row.named) {
        row.named = true;
        row.sender = people.get(text.trim().slice(0, 255)) ?? senderOf(text.trim().slice(0, 255) || 'Unknown');
      } else if (/^(Tapbacks|Reactions|Stickers):$/.test(text.trim())) row.over = true;
      else if (row.over && !text.trim()) row.over = false; // a further part of the message
      else if (!row.over && row.text.length < 100_000) row.text += `${row.text ? '\n' : ''}${text}`;
    }
    if (row?.named) yield finished(row);
  },
  start: (run) => chatImporter(run, 'imessage'),
  weigh: weighRow,
});
