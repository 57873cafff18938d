import { beginOf, dateVote, wallOf } from '../../chats/index.ts';
import { unacceptable } from '../../../platform/errors.ts';
import { defineFormat } from '../format.ts';
import { withArchive } from '../takeout/zip.ts';
import { chatImporter } from './importer.ts';
import { readLines } from './lines.ts';
import { type Chat, ChatOptions, type ChatRow, type ChatRun, type Sender, weighRow } from './rows.ts';

const PEOPLE = 2000;
const MEDIA = 'media|medien|m[ée]dias?|multimedia|media ?file|m[ií]dia|medya|media bestanden|fișiere media|médiafájl|медиа|медіа|медиафайл|מדיה|وسائط|メディア|多媒体|媒體|미디어|मीडिया';
const THING = 'image|video|audio|sticker|gif|document|contact card|video note|photo|bild|foto|vid[ée]o|[áa]udio|kontaktkarte|audiodatei|imagen|imagem|figurinha|documento|documento|immagine|afbeelding|dokument|görüntü|ses|obraz|gambar|kuva|kép|изображение|видео|аудио|стикер|файл|зображення|画像|動画|图片|视频|音频|이미지|동영상';
const LEFT_OUT = 'omitted|ausgeschlossen|weggelassen|ausgelassen|omise?s?|absente?|omitid[oa]s?|omess[oaie]|weggelaten|ocult[oa]|ocultad[oa]|dahil edilmedi|pominięt[aey]|tidak disertakan|utelämnad|jätettiin pois|kihagyva|omitat[ăa]?|vynechán[oa]?|пропущен[аоы]?|отсутству[ею]т|без медиафайлов|は含まれていません|已忽略|생략됨';
/** What stands where a file was left out, in the languages that are common: `<Media omitted>`, `image omitted`, `图片已忽略`. */
const OMITTED = new RegExp(`^(?:<(?=[^<>\\n]{0,60}(?:${MEDIA}))[^<>\\n]{2,60}>|<?(?:${MEDIA}|(?<thing>${THING})) ?(?:${LEFT_OUT})>?)$`, 'iu');
/** What stands where a message was taken back. */
const DELETED = /^(?:this message was deleted|you deleted this message|diese nachricht wurde gelöscht|du hast diese nachricht gelöscht|ce message a été supprimé|vous avez supprimé ce message|se eliminó este mensaje|(?:este mensaje fue eliminado)|eliminaste este mensaje|mensagem apagada|essa mensagem foi apagada|você apagou esta mensagem|questo messaggio è stato eliminato|hai eliminato questo messaggio|dit bericht (?:is|werd) verwijderd|je hebt dit bericht verwijderd|сообщение удалено|данное сообщение удалено|вы удалили данное сообщение|bu mesaj silindi|bu mesajı sildiniz)\.?$/i;
/** How a message that was changed later ends. */
const EDITED = /\s*<(?:this message was edited|diese nachricht wurde bearbeitet\.?|ce message a été modifié|se editó este mensaje\.?|mensagem editada|questo messaggio è stato modificato|dit bericht is bewerkt|сообщение изменено|bu mesaj düzenlendi)>\s*$/i;
const ATTACHED = /^(?:<(?:attached|angehängt|pièce jointe|adjunto|anexado|allegato|bijgevoegd|прикреплено): (.{1,255})>|(.{1,255}\.\w{2,5}) \((?:file attached|datei angehängt|fichier joint|archivo adjunto|arquivo anexado|file allegato|bestand bijgevoegd|файл добавлен)\))\s*$/im;
const TYPES: [RegExp, string][] = [[/^(IMG|PHOTO)|\.(jpe?g|png|heic|webp|gif)$/i, 'photo'], [/^VID|\.(mp4|mov|3gp)$/i, 'video'], [/^(PTT|AUD)|\.(opus|m4a|mp3|aac|ogg)$/i, 'audio'], [/\.vcf$/i, 'contact']];
const typeOf = (name: string) => TYPES.find(([form]) => form.test(name))?.[1] ?? 'file';
const OWN_LINE = /\]\s[^:\n]{1,255}:\s\u200e(?!\s*(?:poll|location|sondage|umfrage|standort))/i;
const nameOf = (sender: string) => sender.replace(/^~\s?/, '').trim() || sender;
const PHONE = /^\+?[\d\s().-]{7,24}$/;
export const senderOf = (sender: string): Sender => ({ key: sender, name: nameOf(sender), ...(PHONE.test(nameOf(sender)) ? { phone: nameOf(sender) } : {}) });

const sameName = (a: string, b: string) => a.localeCompare(b, undefined, { sensitivity: 'base' }) === 0;

/** Whom the file is named after: `WhatsApp Chat with Anna Berg.txt`, `WhatsApp Chat - Anna Berg.zip`. */
const NAMED = /whatsapp[ -]?chat (?:with|mit|avec|con|com|met|с) (.+?)(?: \(\d+\))?\.(?:txt|zip)$|whatsapp chat - (.+?)(?: \(\d+\))?\.zip$|(?:chat de|discussion) whatsapp (?:con|avec) (.+?)\.(?:txt|zip)$/i;

/** The text export of a WhatsApp chat, as the app sends it. */
export const whatsapp = defineFormat<ChatRow, typeof ChatOptions>({
  kind: 'whatsapp',
  label: 'WhatsApp chat',
  description: 'A chat that WhatsApp exported, from iPhone or Android, as .txt or in its .zip. Photos and other files are named, not taken.',
  extensions: ['.txt', '.zip'],
  options: ChatOptions,
  accepts({ bytes, text, name }) {
    if (bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04') return /whatsapp/.test(name) || /_chat\.txt|WhatsApp Chat/.test(bytes.toString('latin1'));
    const lines = text.split(/\r?\n/).slice(0, 60);
    const begun = lines.flatMap((line) => beginOf(line) ?? []);
    return begun.length >= 1 && (/whatsapp|_chat/.test(name) || begun.filter(({ sender }) => sender !== null).length * 3 >= lines.filter(Boolean).length || /end-to-end encrypted|Ende-zu-Ende/i.test(text.slice(0, 2000)));
  },
  async *parse(open, run) {
    const first = Buffer.concat(await firstBytes(open));
    if (first.toString('latin1') !== 'PK\x03\x04') return yield* read(open, run);
    yield* withArchive<ChatRow>(open(), async function* (archive) {
      const texts = archive.entries.filter(({ fileName }) => /\.txt$/i.test(fileName) && !/(^|\/)(__MACOSX\/|\._)/.test(fileName));
      const chat = texts.find(({ fileName }) => /(^|\/)(_chat|whatsapp[ -]chat[^/]*)\.txt$/i.test(fileName)) ?? (texts.length === 1 ? texts[0] : undefined);
      if (!chat) throw unacceptable('file', 'There is no chat in this archive. Export the chat from WhatsApp again.');
      yield* read(() => archive.read(chat), run);
    });
  },
  start: (run) => chatImporter(run, 'whatsapp'),
  weigh: weighRow,
});

async function firstBytes(open: () => AsyncIterable<Buffer>): Promise<Buffer[]> {
  for await (const chunk of open()) return [chunk.subarray(0, 4)];
  return [];
}

/** Reads a chat twice: first who is in it and how its dates are written, then what was said. */
async function* read(open: () => AsyncIterable<Buffer>, run: ChatRun): AsyncGenerator<ChatRow> {
  const vote = dateVote();
  const people = new Map<string, Sender>();
  for await (const { text } of readLines(open)) {
    const begin = beginOf(text);
    if (!begin) continue;
    vote.see(begin.stamp);
    if (begin.sender !== null && people.size < PEOPLE && !people.has(begin.sender)) people.set(begin.sender, senderOf(begin.sender));
  }
  if (people.size === 0) throw unacceptable('file', 'There are no messages in this file. Export the chat from WhatsApp again.');
  const found = vote.decide();
  const order = run.options.date_order === 'auto' ? found.order : run.options.date_order;
  if (run.options.date_order === 'auto' && !found.sure) run.warn(`The dates of this file do not tell whether the day or the month comes first. They were read with the ${order === 'day_first' ? 'day' : 'month'} first.`);
  const title = NAMED.exec(run.file.name)?.slice(1).find(Boolean);
  // a chat in which only you wrote is named after the other
  if (people.size === 1 && title && ![...people.values()].some(({ name }) => sameName(name, title))) people.set(title, senderOf(title));
  const participants = [...people.values()];
  const peer = participants.length === 2 && title ? participants.find(({ name }) => sameName(name, title)) : undefined;
  const chat: Chat = { key: null, participants, peer, only: true, group: participants.length > 2 };

  let open_row: ChatRow | undefined;
  for await (const { text, line } of readLines(open)) {
    const begin = beginOf(text);
    if (!begin) {
      if (open_row && open_row.text.length < 100_000) open_row.text += `\n${text}`;
      continue;
    }
    if (open_row) yield finished(open_row);
    open_row = undefined;
    const wall = wallOf(begin.stamp, order);
    if (wall === undefined) run.fail(line, 'There is no such day. Choose the other order of dates.');
    // lines of the app itself bear a mark after the name, on iPhones; so do files
    else if (begin.sender === null || (OWN_LINE.test(text.slice(0, 600)) && finished({ text: begin.text, attachments: [] }).attachments.length === 0)) run.count('system_messages_skipped');
    else open_row = { line, chat, sender: people.get(begin.sender) ?? senderOf(begin.sender), key: null, at: { wall }, text: begin.text, attachments: [] };
  }
  if (open_row) yield finished(open_row);
}

/** Takes the files out of a message. */
function finished<Row extends Pick<ChatRow, 'text' | 'attachments'>>(row: Row): Row {
  const text = row.text.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').trim();
  const omitted = OMITTED.exec(text.split('\n', 1)[0]!);
  if (omitted) return { ...row, text: text.split('\n').slice(1).join('\n').trim(), attachments: [{ name: null, type: omitted.groups?.thing?.toLowerCase() ?? 'media' }] };
  if (DELETED.test(text)) return { ...row, text: '' };
  const attached = ATTACHED.exec(text);
  if (attached) {
    const name = (attached[1] ?? attached[2])!.trim();
    return { ...row, text: text.replace(attached[0], '').trim(), attachments: [{ name, type: typeOf(name) }] };
  }
  return { ...row, text: text.replace(EDITED, '') };
}
