import type { Attachment } from '../../chats/index.ts';
import { unacceptable } from '../../../platform/errors.ts';
import { defineFormat } from '../format.ts';
import { readText } from '../text.ts';
import { chatImporter } from './importer.ts';
import { jsonObjects } from './json-objects.ts';
import { type Chat, ChatOptions, type ChatRow, type ChatRun, type Sender, weighRow } from './rows.ts';

type Value = Record<string, unknown>;
const isObject = (value: unknown): value is Value => typeof value === 'object' && value !== null && !Array.isArray(value);
const str = (value: unknown) => (typeof value === 'string' ? value : '');

/** `text` is a string, or a list of strings and of stretches with a type. */
const textOf = (text: unknown): string => (Array.isArray(text) ? text.map((part) => (isObject(part) ? str(part.text) : str(part))).join('') : str(text));

const MEDIA: Record<string, string> = { voice_message: 'voice', video_message: 'video', video_file: 'video', audio_file: 'audio', animation: 'gif', sticker: 'sticker' };
function attachmentsOf(message: Value): Attachment[] {
  const list: Attachment[] = [];
  const named = (path: unknown) => {
    const name = str(path).startsWith('(') ? '' : (str(path).split(/[/\\]/).at(-1) ?? '');
    return name || null;
  };
  if (message.photo !== undefined) list.push({ name: named(message.photo), type: 'photo' });
  if (message.file !== undefined || message.media_type !== undefined) list.push({ name: str(message.file_name) || named(message.file), type: MEDIA[str(message.media_type)] ?? 'file' });
  if (isObject(message.location_information)) list.push({ name: str(message.place_name) || null, type: 'location' });
  if (isObject(message.contact_information)) list.push({ name: [str(message.contact_information.first_name), str(message.contact_information.last_name)].filter(Boolean).join(' ') || null, type: 'contact' });
  if (isObject(message.poll)) list.push({ name: str(message.poll.question) || null, type: 'poll' });
  return list;
}

/** The number of `user123456`; older exports have the number alone. */
const userId = (id: unknown): number | undefined => {
  const number = typeof id === 'number' ? id : Number(/^user(\d+)$/.exec(str(id))?.[1]);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
};

/** When it was sent: `date_unixtime`, else `date` on the wall of whoever exported. */
function whenOf(message: Value): ChatRow['at'] | undefined {
  const unix = Number(message.date_unixtime);
  if (Number.isInteger(unix) && unix > 0) return { moment: unix * 1000 };
  const wall = Date.parse(`${str(message.date)}Z`);
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(str(message.date)) && !Number.isNaN(wall) ? { wall } : undefined;
}

/** The JSON export of Telegram Desktop: one chat, or the whole account. */
export const telegram = defineFormat<ChatRow, typeof ChatOptions>({
  kind: 'telegram',
  label: 'Telegram Desktop (JSON)',
  description: 'result.json of Telegram Desktop: one chat (“Export chat history” as JSON) or the whole account. Photos and other files are named, not taken.',
  extensions: ['.json'],
  options: ChatOptions,
  accepts: ({ text }) => /^\s*\{/.test(text) && (/"type"\s*:\s*"(personal_chat|private_group|private_supergroup|public_supergroup|private_channel|public_channel|saved_messages|bot_chat)"/.test(text) || (/"personal_information"\s*:|"about"\s*:/.test(text) && /"user_id"\s*:/.test(text) && /telegram/i.test(text))),
  parse: (open, run) => read(open, run),
  start: (run) => chatImporter(run, 'telegram'),
  weigh: weighRow,
});

async function* read(open: () => AsyncIterable<Buffer>, run: ChatRun): AsyncGenerator<ChatRow> {
  let about: { name: string; type: string; id: string } = { name: '', type: '', id: '' };
  let chat: Chat | undefined;
  let mine: number | undefined;
  let chats = 0;
  const members = new Map<string, Sender>();

  /** The chat that the messages now read belong to. */
  const begin = (only: boolean): Chat => {
    chats++;
    const personal = about.type === 'personal_chat' || about.type === 'bot_chat';
    members.clear();
    const peer: Sender | undefined = personal ? { key: `user${about.id}`, name: about.name || 'Deleted account', ...(userId(Number(about.id)) ? { telegram_id: Number(about.id) } : {}) } : undefined;
    if (peer) members.set(peer.key, peer);
    return { key: about.id || 'chat', participants: peer ? [peer] : [], peer, only, group: !personal };
  };

  /** Whether somebody in a chat of two is the other, though their number is not that of the chat. */
  const isPeer = (id: number | undefined, name: string) => (mine === undefined ? name !== '' && name === about.name : id !== undefined && id !== mine);

  for await (const { path, line, value } of jsonObjects(readText(open), (at) => /(^|\.)messages\.\*$/.test(at))) {
    if (!path.endsWith('messages.*')) {
      if (path === 'personal_information.user_id') mine = userId(value);
      const field = /^(?:chats\.list\.\*\.|left_chats\.list\.\*\.)?(name|type|id)$/.exec(path)?.[1] as keyof typeof about | undefined;
      if (!field) continue;
      // a chat begins with its name, which a deleted account has none of
      if (chat) {
        about = { name: '', type: '', id: '' };
        chat = undefined;
      }
      about[field] = String(value ?? '');
      continue;
    }
    chat ??= begin(path === 'messages.*');
    const message = value as Value;
    if (message.type !== 'message') {
      run.count('system_messages_skipped');
      continue;
    }
    if (/channel/.test(about.type) || about.type === 'saved_messages') {
      run.count('channel_messages_skipped');
      continue;
    }
    const at = whenOf(message);
    if (!at || (typeof message.id !== 'number' && typeof message.id !== 'string')) {
      run.fail(line, at ? 'This message has no id.' : 'This message has no date.');
      continue;
    }
    const id = userId(message.from_id);
    const key = str(message.from_id) || (id ? `user${id}` : `name ${str(message.from)}`);
    let sender = members.get(key);
    if (!sender && chat.peer && isPeer(id, str(message.from))) {
      // some exports number the chat otherwise than the person
      if (id) chat.peer.telegram_id = id;
      members.set(key, (sender = chat.peer));
    }
    if (!sender) {
      // in a chat of two, whoever is not the other is the one who exported it
      const me = id !== undefined && (id === mine || (chat.peer !== undefined && chat.peer.key !== key));
      sender = { key, name: str(message.from) || 'Deleted account', ...(id ? { telegram_id: id } : {}), ...(me ? { me } : {}) };
      members.set(key, sender);
      if (chat.peer) chat.participants.push(sender);
    }
    const attachments = attachmentsOf(message);
    const forwarded = str(message.forwarded_from);
    const text = `${forwarded ? `[forwarded from ${forwarded}] ` : ''}${textOf(message.text)}${message.sticker_emoji ? ` ${str(message.sticker_emoji)}` : ''}`.trim();
    if (!text && attachments.length === 0) run.count('system_messages_skipped');
    else yield { line, chat, sender, key: String(message.id), at, text, attachments };
  }
  if (chats === 0) throw unacceptable('file', 'There are no messages in this file. Export the chat from Telegram Desktop as JSON again.', 'unreadable');
}
