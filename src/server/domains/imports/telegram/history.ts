import { Long, type tl } from '@mtcute/core';
import type { ChatMessage } from '../../chats/index.ts';
import type { Caller } from './calls.ts';
import type { Peer } from './peers.ts';

const PAGE = 100;

type Ask = { offsetId: number; addOffset: number; minId: number };

/** One page of messages, as Telegram orders them (newest first), and whether there is more that way. */
async function page(caller: Caller, peer: Peer, ask: Ask) {
  const answer = await caller.call({ _: 'messages.getHistory', peer: { _: 'inputPeerUser', userId: peer.id, accessHash: peer.access }, offsetDate: 0, maxId: 0, limit: PAGE, hash: Long.ZERO, ...ask });
  return answer._ === 'messages.messagesNotModified' ? [] : answer.messages;
}

/** Messages after `newest`, oldest page first, so that a reading that is cut off leaves no gap. */
export async function* newer(caller: Caller, peer: Peer, newest: number) {
  for (let after = newest; ; ) {
    const messages = (await page(caller, peer, { offsetId: after, addOffset: -PAGE, minId: after })).filter(({ id }) => id > after);
    if (messages.length === 0) return;
    yield messages;
    after = Math.max(...messages.map(({ id }) => id));
  }
}

/** Messages before `oldest` (0: from the newest on), newest page first. */
export async function* older(caller: Caller, peer: Peer, oldest: number) {
  for (let before = oldest; ; ) {
    const messages = (await page(caller, peer, { offsetId: before, addOffset: 0, minId: 0 })).filter(({ id }) => before === 0 || id < before);
    if (messages.length === 0) return;
    yield messages;
    before = Math.min(...messages.map(({ id }) => id));
    if (before <= 1) return;
  }
}

/** What is kept of a message; undefined for what nobody wrote ("joined Telegram", a call). */
export function messageOf(message: tl.TypeMessage, me: string, peer: Peer): ChatMessage | undefined {
  if (message._ !== 'message') return undefined;
  const attachment = attachmentOf(message.media);
  if (message.message === '' && !attachment) return undefined;
  const out = message.out === true;
  return { key: String(message.id), sent_at: new Date(message.date * 1000).toISOString(), direction: out ? 'out' : 'in', sender_name: out ? me : peer.name, text: message.message, attachments: attachment ? [attachment] : [] };
}

/** What hangs on a message, in the words of a person. The file itself stays at Telegram. */
function attachmentOf(media: tl.TypeMessageMedia | undefined): { name: string | null; type: string } | undefined {
  if (!media || media._ === 'messageMediaEmpty' || media._ === 'messageMediaWebPage') return undefined;
  if (media._ === 'messageMediaDocument') {
    const document = media.document?._ === 'document' ? media.document : undefined;
    const has = (kind: string) => document?.attributes.some((attribute) => attribute._ === kind);
    const named = document?.attributes.find((attribute) => attribute._ === 'documentAttributeFilename');
    const type = media.voice ? 'voice' : media.round ? 'video' : has('documentAttributeSticker') ? 'sticker' : has('documentAttributeAnimated') ? 'animation' : has('documentAttributeVideo') ? 'video' : has('documentAttributeAudio') ? 'audio' : 'file';
    return { name: named?._ === 'documentAttributeFilename' ? named.fileName : null, type };
  }
  return { name: null, type: NAMES[media._] ?? 'attachment' };
}

const NAMES: Record<string, string> = {
  messageMediaPhoto: 'photo',
  messageMediaGeo: 'location',
  messageMediaGeoLive: 'location',
  messageMediaVenue: 'location',
  messageMediaContact: 'contact',
  messageMediaPoll: 'poll',
  messageMediaDice: 'dice',
};
