import type { Channel } from '../notes/index.ts';
import type { DayMessage } from './chats.store.ts';

/** What a note holds; counted in UTF-16, which is never less than characters. */
const NOTE = 100_000;

const LABELS: Record<Channel, string> = { telegram: 'Telegram Import', whatsapp: 'WhatsApp Import', signal: 'Signal Import', imessage: 'iMessage Import', sms: 'SMS Import', email: 'Email Import', pasted: 'Pasted Chat' };

/** One message as a note has it: `09:30 Anna: Hello`. */
export function lineOf({ clock, sender_name, text, attachments }: DayMessage): string {
  const files = attachments.map(({ name, type }) => `[${name ? `${type}: ${name}` : type}]`);
  return `${clock} ${sender_name}: ${[text, ...files].filter(Boolean).join(' ')}`;
}

/** The first line of the note of a day. */
export const headOf = (channel: Channel, day: string) => `[${LABELS[channel]} - ${day}]`;

export type Piece = { content: string; messages: DayMessage[] };

/** The messages of a day as text, in as many notes as it takes. */
export function piecesOf(channel: Channel, day: string, messages: DayMessage[]): Piece[] {
  const pieces: Piece[] = [];
  for (const message of messages) {
    const line = `\n${lineOf(message)}`;
    const last = pieces.at(-1);
    if (last && last.content.length + line.length <= NOTE) {
      last.content += line;
      last.messages.push(message);
    } else {
      const head = headOf(channel, day) + (last ? ` (${pieces.length + 1})` : '');
      pieces.push({ content: head + line, messages: [message] });
    }
  }
  return pieces;
}

/** Adds messages to a note that somebody has rewritten: at its end, as far as there is room. */
export function appendTo(content: string, messages: DayMessage[]): { content: string; left: DayMessage[] } {
  let grown = content;
  for (const [i, message] of messages.entries()) {
    const line = `\n${lineOf(message)}`;
    if (grown.length + line.length > NOTE) return { content: grown, left: messages.slice(i) };
    grown += line;
  }
  return { content: grown, left: [] };
}
