import { randomBytes } from 'node:crypto';
import { computeNewPasswordHash } from '@mtcute/core/utils.js';
import { Long } from '@mtcute/core';
import { NodeCrypto } from '../../src/server/domains/imports/telegram/mtproto.ts';
import { type Answer, type Key, power, PRIME, Rpc, sha256, startServer, toBig, toBytes } from './server.ts';
import type { Tl } from './tl.ts';

/** What a Telegram account answers: login by code, QR code and password, dialogs, history. Tests change `world` as they go. */
export type World = {
  phone: string;
  code: string;
  password: string | null;
  /** Somebody scanned the QR code. */
  scanned: boolean;
  people: { id: number; firstName: string; username?: string; phone?: string; bot?: boolean }[];
  /** Messages by person, in any order. */
  chats: Map<number, { id: number; date: number; text: string; out?: boolean; photo?: boolean; service?: boolean }[]>;
  /** Errors that come before the next answers of a method, in order. */
  errors: { method: string; code: number; text: string }[];
  /** What was asked, in order. */
  calls: string[];
  /** Called before each answer. */
  before: (method: string) => void | Promise<void>;
};

export const ME = { id: 1000, firstName: 'Vera', lastName: 'Holt' };
export const HASH = '0123456789abcdef0123456789abcdef';
const crypto = new NodeCrypto();
const accessOf = (id: number) => Long.fromNumber(id * 7 + 5);

/** Starts a server with one account; `env` connects a Kith to it. */
export async function startTelegram() {
  const world: World = { phone: '4915112345678', code: '24680', password: null, scanned: false, people: [], chats: new Map(), errors: [], calls: [], before: () => undefined };
  const algo = { _: 'passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow' as const, salt1: new Uint8Array(randomBytes(8)), salt2: new Uint8Array(randomBytes(16)), g: 3, p: toBytes(PRIME, 256) };
  let srp: { id: Long; b: bigint; v: bigint; B: bigint } | null = null;

  const userOf = (id: number): Tl => {
    if (id === ME.id) return { _: 'user', ...ME, self: true, phone: world.phone, accessHash: accessOf(ME.id) };
    return { _: 'user', ...world.people.find((person) => person.id === id), accessHash: accessOf(id) };
  };
  const messageOf = (person: number, { id, date, text, out = false, photo, service }: NonNullable<ReturnType<World['chats']['get']>>[number]): Tl => {
    const base = { id, date, out, peerId: { _: 'peerUser', userId: person }, fromId: { _: 'peerUser', userId: out ? ME.id : person } };
    if (service) return { _: 'messageService', ...base, action: { _: 'messageActionContactSignUp' } };
    return { _: 'message', ...base, message: text, ...(photo ? { media: { _: 'messageMediaPhoto' } } : {}) };
  };
  const sorted = (id: number) => (world.chats.get(id) ?? []).toSorted((a, b) => b.id - a.id);
  const signIn = (key: Key): Tl => {
    key.user = ME.id;
    key.waiting = false;
    return { _: 'auth.authorization', user: userOf(ME.id) };
  };
  const needsPassword = (key: Key) => {
    key.waiting = true;
    throw new Rpc(401, 'SESSION_PASSWORD_NEEDED');
  };

  const METHODS: Record<string, Answer> = {
    'auth.sendCode': ({ phoneNumber, apiHash }) => {
      if (apiHash !== HASH) throw new Rpc(400, 'API_ID_INVALID');
      if (phoneNumber !== world.phone) throw new Rpc(400, 'PHONE_NUMBER_INVALID');
      return { _: 'auth.sentCode', type: { _: 'auth.sentCodeTypeApp', length: 5 }, phoneCodeHash: 'hash-of-the-code' };
    },
    'auth.cancelCode': () => true,
    'auth.signIn': ({ phoneNumber, phoneCodeHash, phoneCode }, key) => {
      if (phoneNumber !== world.phone || phoneCodeHash !== 'hash-of-the-code') throw new Rpc(400, 'PHONE_CODE_EXPIRED');
      if (phoneCode !== world.code) throw new Rpc(400, 'PHONE_CODE_INVALID');
      return world.password === null ? signIn(key) : needsPassword(key);
    },
    'account.getPassword': async () => {
      const v = toBig(await computeNewPasswordHash(crypto, algo, world.password ?? ''));
      const k = toBig(sha256(algo.p, toBytes(3n, 256)));
      const b = toBig(randomBytes(256));
      srp = { id: Long.fromNumber(77), b, v, B: (k * v + power(3n, b, PRIME)) % PRIME };
      return { _: 'account.password', hasPassword: true, currentAlgo: algo, srpB: toBytes(srp.B, 256), srpId: srp.id, hint: 'the usual', newAlgo: algo, newSecureAlgo: { _: 'securePasswordKdfAlgoUnknown' }, secureRandom: new Uint8Array(8) };
    },
    'auth.checkPassword': ({ password }, key) => {
      if (!key.waiting || !srp) throw new Rpc(400, 'PASSWORD_EMPTY');
      const u = toBig(sha256(password.A, toBytes(srp.B, 256)));
      const S = power((toBig(password.A) * power(srp.v, u, PRIME)) % PRIME, srp.b, PRIME);
      const xor = sha256(algo.p).map((byte, i) => byte ^ sha256(toBytes(3n, 256))[i]!);
      const M1 = sha256(xor, sha256(algo.salt1), sha256(algo.salt2), password.A, toBytes(srp.B, 256), sha256(toBytes(S, 256)));
      if (Buffer.compare(M1, password.M1) !== 0) throw new Rpc(400, 'PASSWORD_HASH_INVALID');
      return signIn(key);
    },
    'auth.exportLoginToken': (_, key) => {
      if (!world.scanned) return { _: 'auth.loginToken', expires: Math.floor(Date.now() / 1000) + 30, token: new Uint8Array([1, 2, 3, 250]) };
      return world.password === null ? { _: 'auth.loginTokenSuccess', authorization: signIn(key) } : needsPassword(key);
    },
  };
  const SIGNED_IN: typeof METHODS = {
    'auth.logOut': (_, key) => {
      key.user = null;
      return { _: 'auth.loggedOut' };
    },
    'messages.getDialogs': ({ offsetDate, limit }) => {
      const all = world.people.map(({ id }) => ({ id, top: sorted(id)[0] ?? { id: 1, date: 1, text: '' } })).toSorted((a, b) => b.top.date - a.top.date).filter(({ top }) => offsetDate === 0 || top.date < offsetDate);
      const page = all.slice(0, limit as number);
      const dialogs = page.map(({ id, top }) => ({ _: 'dialog', peer: { _: 'peerUser', userId: id }, topMessage: top.id, readInboxMaxId: 0, readOutboxMaxId: 0, unreadCount: 0, unreadMentionsCount: 0, unreadReactionsCount: 0, unreadPollVotesCount: 0, notifySettings: { _: 'peerNotifySettings' } }));
      return { _: 'messages.dialogsSlice', count: world.people.length, dialogs, messages: page.map(({ id, top }) => messageOf(id, top)), chats: [], users: page.map(({ id }) => userOf(id)) };
    },
    'contacts.resolveUsername': ({ username }) => resolved(world.people.find((person) => person.username?.toLowerCase() === (username as string).toLowerCase()), 'USERNAME_NOT_OCCUPIED'),
    'contacts.resolvePhone': ({ phone }) => resolved(world.people.find((person) => person.phone === phone), 'PHONE_NOT_OCCUPIED'),
    'messages.getHistory': ({ peer, offsetId, addOffset, limit, minId }) => {
      if (String(peer.accessHash) !== String(accessOf(peer.userId as number))) throw new Rpc(400, 'PEER_ID_INVALID');
      const all = sorted(peer.userId as number);
      const at = (offsetId === 0 ? 0 : all.filter(({ id }) => id >= offsetId).length) + (addOffset as number);
      const page = all.slice(Math.max(0, at), Math.max(0, at + (limit as number))).filter(({ id }) => id > minId);
      return { _: 'messages.messagesSlice', count: all.length, messages: page.map((message) => messageOf(peer.userId as number, message)), chats: [], users: [userOf(peer.userId as number), userOf(ME.id)], topics: [] };
    },
  };
  const resolved = (person: { id: number } | undefined, text: string): Tl => {
    if (!person) throw new Rpc(400, text);
    return { _: 'contacts.resolvedPeer', peer: { _: 'peerUser', userId: person.id }, chats: [], users: [userOf(person.id)] };
  };

  const server = await startServer(async (request, key) => {
    world.calls.push(request._);
    await world.before(request._);
    const at = world.errors.findIndex(({ method }) => method === request._);
    if (at !== -1) {
      const [{ code, text }] = world.errors.splice(at, 1) as [World['errors'][number]];
      throw new Rpc(code, text);
    }
    const open = METHODS[request._];
    if (open) return open(request, key);
    if (key.user === null) throw new Rpc(401, 'AUTH_KEY_UNREGISTERED');
    const method = SIGNED_IN[request._];
    if (!method) throw new Rpc(400, 'METHOD_INVALID');
    return method(request, key);
  });
  return { world, server, env: { TELEGRAM_API_ID: '4711', TELEGRAM_API_HASH: HASH, TELEGRAM_DC: `127.0.0.1:${server.port}`, KITH_MASTER_KEY: 'a-master-key-that-both-processes-know' }, stop: server.stop };
}
