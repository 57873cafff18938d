import { Long, type tl } from '@mtcute/core';
import { unacceptable } from '../../../platform/errors.ts';
import type { Caller } from './calls.ts';

/** Somebody to read a chat with. `access`: what Telegram wants to see beside the id. */
export type Peer = { id: number; access: tl.Long; name: string; username: string | null; phone: string | null };
export type Dialog = Peer & { last_message_at: string | null };
export type Wanted = { peer?: string | undefined; telegram_id: number | null; usernames: string[]; phones: string[] };

const PAGE = 100;
/** Dialogs looked through for somebody whose id alone is known. */
const MOST_DIALOGS = 2000;

/** What an account is called: its name, else its user name. */
export const nameOf = (user: { firstName?: string | undefined; lastName?: string | undefined; username?: string | undefined; id: number }) =>
  [user.firstName, user.lastName].filter(Boolean).join(' ').trim() || user.username || `Telegram ${user.id}`;

function peerOf(user: tl.TypeUser | undefined): Peer | null {
  if (user?._ !== 'user' || user.bot || user.self || !user.accessHash) return null;
  return { id: user.id, access: user.accessHash, name: nameOf(user), username: user.username ?? user.usernames?.find((one) => one.active)?.username ?? null, phone: user.phone ?? null };
}

/** The chats with people, newest first, a page at a time. Groups, channels and bots are left out. */
export async function* dialogs({ call }: Caller): AsyncGenerator<Dialog[]> {
  let offset = { offsetDate: 0, offsetId: 0, offsetPeer: { _: 'inputPeerEmpty' } as tl.TypeInputPeer };
  for (let seen = 0; seen < MOST_DIALOGS; ) {
    const page = await call({ _: 'messages.getDialogs', ...offset, limit: PAGE, hash: NO_HASH });
    if (page._ === 'messages.dialogsNotModified' || page.dialogs.length === 0) return;
    const users = new Map(page.users.map((user) => [user.id, user]));
    const dates = new Map(page.messages.flatMap((message) => (message._ === 'messageEmpty' ? [] : [[keyOf(message.peerId), message.date] as const])));
    yield page.dialogs.flatMap((dialog) => {
      const peer = dialog._ === 'dialog' && dialog.peer._ === 'peerUser' ? peerOf(users.get(dialog.peer.userId)) : null;
      if (!peer) return [];
      const date = dates.get(keyOf(dialog.peer));
      return [{ ...peer, last_message_at: date === undefined ? null : new Date(date * 1000).toISOString() }];
    });
    seen += page.dialogs.length;
    const last = page.dialogs.at(-1)!;
    const next = inputOf(last.peer, page);
    if (page._ === 'messages.dialogs' || page.dialogs.length < PAGE || !next) return;
    offset = { offsetDate: dates.get(keyOf(last.peer)) ?? 0, offsetId: last.topMessage, offsetPeer: next };
  }
}

const NO_HASH = Long.ZERO;
const keyOf = (peer: tl.TypePeer) => (peer._ === 'peerUser' ? `u${peer.userId}` : peer._ === 'peerChat' ? `g${peer.chatId}` : `c${peer.channelId}`);

/** A peer of an answer as requests name it; null when the answer does not tell enough. */
function inputOf(peer: tl.TypePeer, page: { users: tl.TypeUser[]; chats: tl.TypeChat[] }): tl.TypeInputPeer | null {
  if (peer._ === 'peerChat') return { _: 'inputPeerChat', chatId: peer.chatId };
  if (peer._ === 'peerUser') {
    const user = page.users.find((one) => one.id === peer.userId);
    return user?._ === 'user' && user.accessHash ? { _: 'inputPeerUser', userId: user.id, accessHash: user.accessHash } : null;
  }
  const channel = page.chats.find((one) => one.id === peer.channelId);
  return (channel?._ === 'channel' || channel?._ === 'channelForbidden') && channel.accessHash ? { _: 'inputPeerChannel', channelId: channel.id, accessHash: channel.accessHash } : null;
}

/**
 * Finds whom to read: the chosen chat, else by Telegram id among the chats, by username, by phone.
 * @throws 422 that says what to fill in
 */
export async function findPeer(caller: Caller, wanted: Wanted): Promise<Peer> {
  const id = wanted.peer === undefined ? wanted.telegram_id : Number(wanted.peer);
  if (id !== null) {
    for await (const page of dialogs(caller)) {
      const found = page.find((dialog) => dialog.id === id);
      if (found) return found;
    }
    if (wanted.peer !== undefined) throw unacceptable('peer', 'There is no chat with this person in your Telegram account any more.', 'telegram_peer');
  }
  const ways = [
    ...wanted.usernames.map((username) => ({ _: 'contacts.resolveUsername' as const, username })),
    ...wanted.phones.map((phone) => ({ _: 'contacts.resolvePhone' as const, phone })),
  ];
  for (const way of ways) {
    try {
      const found = await caller.call(way);
      const peer = found.peer._ === 'peerUser' ? peerOf(found.users.find((user) => found.peer._ === 'peerUser' && user.id === found.peer.userId)) : null;
      if (peer) return peer;
    } catch (error) {
      if (!/^(USERNAME_|PHONE_NOT_|PHONE_NUMBER_INVALID)/.test((error as { text?: string }).text ?? '')) throw error;
    }
  }
  throw unacceptable('contact_id', 'This person was not found in your Telegram account. Fill in their Telegram username, id or phone number, or choose the chat from the list.', 'telegram_peer');
}

/** What requests need to know of a contact; empty when there is nothing to find them by. */
export function wantedOf(contact: { telegram_id: number | null; telegram_username: string | null; telegram_handle: string | null; telegram_phone: string | null; phones: { value: string }[] }): Wanted {
  const usernames = [contact.telegram_username, contact.telegram_handle].flatMap((name) => name?.trim().replace(/^(https?:\/\/)?(t\.me\/)?@?/i, '') || []).filter((name) => /^\w{4,32}$/.test(name));
  const phones = [contact.telegram_phone, ...contact.phones.map(({ value }) => value)].flatMap((phone) => phone?.replace(/[^\d]/g, '').replace(/^00/, '') || []).filter((phone) => phone.length >= 7 && phone.length <= 15);
  return { telegram_id: contact.telegram_id, usernames: [...new Set(usernames)], phones: [...new Set(phones)].slice(0, 5) };
}
