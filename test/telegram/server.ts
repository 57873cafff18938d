import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { unzipSync } from 'node:zlib';
import { addPublicKey, createAesIgeForMessage, parsePublicKey } from '@mtcute/core/utils.js';
import { Long } from '@mtcute/core';
import { NodeCrypto } from '../../src/server/domains/imports/telegram/mtproto.ts';
import { readTl, writeTl, type Tl } from './tl.ts';

/**
 * A small MTProto 2.0 server over TCP: the exchange of keys (RSA_PAD, Diffie-Hellman), encrypted messages, containers and answers, as
 * core.telegram.org/mtproto describes them. It has its own RSA key, which is made known to the client in this process. What the
 * methods answer is in account.ts.
 */

/** The safe prime Telegram's servers use, so that the client need not test another one. */
export const PRIME = BigInt(
  '0xC71CAEB9C6B1C9048E6C522F70F13F73980D40238E3E21C14934D037563D930F48198A0AA7C14058229493D22530F4DBFA336F6E0AC925139543AED44CCE7C3720FD51F69458705AC68CD4FE6B6B13ABDC9746512969328454F18FAF8C595F642477FE96BB2A941D5BCD1D4AC8CC49880708FA9B378E3C4F3A9060BEE67CF9A4A4A695811051907E162753B56B0F6B410DBA74D8A84B2A14B3144E0EF1284754FD17ED950D5965B4B9DD46582DB1178D169C6BC465B0D6FF9CA3928FEF5B9AE4E418FC15E83EBEA0F87FA9FF5EED70050DED2849F47BF959D956850CE929851F0D8115F635B105EE2E4E15D04B2454BF6F4FADF034B10403119CD8E3B92FCC5B',
);

/** An error as Telegram answers it: 400 PHONE_CODE_INVALID. */
export class Rpc extends Error {
  readonly code: number;
  constructor(code: number, text: string) {
    super(text);
    this.code = code;
  }
}

/** A key a client agreed on; whoever signed in with it is remembered here. */
export type Key = { id: string; key: Uint8Array; user: number | null; waiting: boolean };
export type Answer = (request: Tl, key: Key) => Result | Promise<Result>;
/** `true`: the answer of methods that have nothing to tell. */
export type Result = Tl | true;

const crypto = new NodeCrypto();
export const toBig = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
export const toBytes = (value: bigint, size: number) => new Uint8Array(Buffer.from(value.toString(16).padStart(size * 2, '0'), 'hex'));
export function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (let b = base % modulus, e = exponent; e > 0n; e >>= 1n, b = (b * b) % modulus) if (e & 1n) result = (result * b) % modulus;
  return result;
}
export const sha256 = (...parts: Uint8Array[]) => new Uint8Array(createHash('sha256').update(Buffer.concat(parts)).digest());
const sha1 = (...parts: Uint8Array[]) => new Uint8Array(createHash('sha1').update(Buffer.concat(parts)).digest());
const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;
const random = (size: number) => new Uint8Array(randomBytes(size));

/**
 * Makes the server's RSA key and tells the client of this process about it. The client writes fingerprints it looks up without leading
 * zeros and those it knows with them, so it does not find one key in sixteen; Telegram's own begin otherwise.
 */
function makeRsa(): { n: bigint; d: bigint; fingerprint: string } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = publicKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const { fingerprint } = parsePublicKey(crypto, pem);
  if (fingerprint.startsWith('0')) return makeRsa();
  addPublicKey(crypto, pem);
  const { n, d } = privateKey.export({ format: 'jwk' });
  const number = (text: string | undefined) => toBig(Buffer.from(text!, 'base64url'));
  return { n: number(n), d: number(d), fingerprint };
}

/** What RSA_PAD hides (mtproto/auth_key, step 4.1). */
function unpad(encrypted: Uint8Array, rsa: { n: bigint; d: bigint }): Uint8Array {
  const block = toBytes(power(toBig(encrypted), rsa.d, rsa.n), 256);
  const [hidden, body] = [block.slice(0, 32), block.slice(32)];
  const hash = sha256(body);
  const key = hidden.map((byte, at) => byte ^ hash[at]!);
  const plain = crypto.createAesIge(key, new Uint8Array(32)).decrypt(body);
  const data = plain.slice(0, 192).reverse();
  if (!same(sha256(key, data), plain.slice(192))) throw new Error('RSA_PAD: the hash is wrong');
  return data;
}

/** Starts the server on a free port of 127.0.0.1. */
export async function startServer(answer: Answer) {
  await crypto.initialize();
  const rsa = makeRsa();
  const keys = new Map<string, Key>();
  const sockets = new Set<Socket>();

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    const session = connection((frame) => {
      const head = Buffer.alloc(4);
      head.writeUInt32LE(frame.length);
      socket.write(Buffer.concat([head, frame]));
    });
    let waiting = Buffer.alloc(0);
    let tagged = false;
    socket.on('data', (data) => {
      waiting = Buffer.concat([waiting, data]);
      if (!tagged && waiting.length >= 4) {
        if (waiting.readUInt32LE(0) !== 0xeeeeeeee) return void socket.destroy();
        tagged = true;
        waiting = waiting.subarray(4);
      }
      while (tagged && waiting.length >= 4 && waiting.length >= 4 + waiting.readUInt32LE(0)) {
        const size = waiting.readUInt32LE(0);
        const frame = new Uint8Array(waiting.subarray(4, 4 + size));
        waiting = waiting.subarray(4 + size);
        void session(frame).catch(() => socket.destroy());
      }
    });
  });

  function connection(send: (frame: Uint8Array) => void) {
    let last = 0n;
    const messageId = (kind: 1n | 3n) => {
      const now = (BigInt(Date.now()) << 32n) / 1000n & ~3n;
      last = now > last ? now : last + 4n;
      return Long.fromString(String(last | kind));
    };
    const plain = (object: Tl) => {
      const body = writeTl(object);
      const head = Buffer.alloc(20);
      head.writeBigInt64LE(BigInt(messageId(1n).toString()), 8);
      head.writeUInt32LE(body.length, 16);
      send(Buffer.concat([head, body]));
    };
    const serverNonce = random(16);
    const a = toBig(random(256));
    let newNonce = new Uint8Array();
    const secret = () => {
      const [h1, h2, h3] = [sha1(newNonce, serverNonce), sha1(serverNonce, newNonce), sha1(newNonce, newNonce)];
      return crypto.createAesIge(
        new Uint8Array(Buffer.concat([h1, h2.slice(0, 12)])),
        new Uint8Array(Buffer.concat([h2.slice(12), h3, newNonce.slice(0, 4)])),
      );
    };

    /** One step of the exchange of keys. */
    function agree(request: Tl) {
      const { nonce } = request;
      if (request._ === 'mt_req_pq_multi') {
        return plain({ _: 'mt_resPQ', nonce, serverNonce, pq: toBytes(0x17ed48941a08f981n, 8), serverPublicKeyFingerprints: [Long.fromString(rsa.fingerprint, false, 16)] });
      }
      if (request._ === 'mt_req_DH_params') {
        const inner = readTl(unpad(request.encryptedData, rsa)).object() as Tl;
        if (inner._ !== 'mt_p_q_inner_data_dc' || toBig(inner.p) * toBig(inner.q) !== 0x17ed48941a08f981n) throw new Error('wrong factors');
        newNonce = inner.newNonce.slice();
        const body = writeTl({ _: 'mt_server_DH_inner_data', nonce, serverNonce, g: 3, dhPrime: toBytes(PRIME, 256), gA: toBytes(power(3n, a, PRIME), 256), serverTime: Math.floor(Date.now() / 1000) });
        const padding = random((16 - ((body.length + 20) % 16)) % 16);
        return plain({ _: 'mt_server_DH_params_ok', nonce, serverNonce, encryptedAnswer: secret().encrypt(new Uint8Array(Buffer.concat([sha1(body), body, padding]))) });
      }
      if (request._ === 'mt_set_client_DH_params') {
        const inner = readTl(secret().decrypt(request.encryptedData).slice(20)).object() as Tl;
        const key = toBytes(power(toBig(inner.gB), a, PRIME), 256);
        const id = Buffer.from(sha1(key).slice(-8)).toString('hex');
        keys.set(id, { id, key, user: null, waiting: false });
        return plain({ _: 'mt_dh_gen_ok', nonce, serverNonce, newNonceHash1: sha1(newNonce, Uint8Array.of(1), sha1(key).slice(0, 8)).slice(4) });
      }
      throw new Error(`unexpected ${request._}`);
    }

    function encrypted(key: Key, sessionId: Buffer, kind: 1n | 3n, body: Uint8Array) {
      const head = Buffer.alloc(32);
      sessionId.copy(head, 8);
      head.writeBigInt64LE(BigInt(messageId(kind).toString()), 16);
      head.writeUInt32LE(1, 24);
      head.writeUInt32LE(body.length, 28);
      const content = new Uint8Array(Buffer.concat([head, body, random(12 + ((16 - ((body.length + 12) % 16)) % 16))]));
      const messageKey = sha256(key.key.slice(96, 128), content).slice(8, 24);
      const cipher = createAesIgeForMessage(crypto, key.key, messageKey, false);
      send(Buffer.concat([Buffer.from(key.id, 'hex'), messageKey, cipher.encrypt(content)]));
    }

    async function handle(key: Key, sessionId: Buffer, messageId: Buffer, body: Uint8Array): Promise<void> {
      const constructor = Buffer.from(body).readUInt32LE(0);
      if (constructor === 0x73f1f8dc) {
        const box = Buffer.from(body);
        for (let at = 8, left = box.readUInt32LE(4); left > 0; left--) {
          const size = box.readUInt32LE(at + 12);
          await handle(key, sessionId, box.subarray(at, at + 8), new Uint8Array(box.subarray(at + 16, at + 16 + size)));
          at += 16 + size;
        }
        return;
      }
      if (constructor === 0x3072cfa1) return handle(key, sessionId, messageId, new Uint8Array(unzipSync(readTl(body.slice(4)).bytes())));
      let request = readTl(body).object() as Tl;
      while (['invokeWithLayer', 'initConnection', 'invokeWithoutUpdates'].includes(request._)) request = request.query as Tl;
      if (request._ === 'mt_ping_delay_disconnect') {
        return encrypted(key, sessionId, 1n, writeTl({ _: 'mt_pong', msgId: Long.fromBytesLE([...messageId]), pingId: request.pingId }));
      }
      if (request._.startsWith('mt_')) return;
      let result: Result;
      try {
        result = await answer(request, key);
      } catch (error) {
        if (!(error instanceof Rpc)) throw error;
        result = { _: 'mt_rpc_error', errorCode: error.code, errorMessage: error.message };
      }
      encrypted(key, sessionId, 1n, Buffer.concat([Buffer.from('016d5cf3', 'hex'), messageId, result === true ? Buffer.from('b5757299', 'hex') : writeTl(result)]));
    }

    return async (frame: Uint8Array) => {
      const id = Buffer.from(frame.slice(0, 8)).toString('hex');
      if (/^0+$/.test(id)) return agree(readTl(frame.slice(20)).object() as Tl);
      const key = keys.get(id);
      if (!key) return send(Buffer.from('6cfeffff', 'hex')); // -404: nobody has this key
      const messageKey = frame.slice(8, 24);
      const content = createAesIgeForMessage(crypto, key.key, messageKey, true).decrypt(frame.slice(24));
      if (!same(sha256(key.key.slice(88, 120), content).slice(8, 24), messageKey)) throw new Error('wrong message key');
      const head = Buffer.from(content);
      await handle(key, head.subarray(8, 16), head.subarray(16, 24), content.slice(32, 32 + head.readUInt32LE(28)));
    };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    port,
    keys,
    /** Breaks all connections, as a network does. */
    drop: () => sockets.forEach((socket) => socket.destroy()),
    stop: () =>
      new Promise<void>((resolve) => {
        sockets.forEach((socket) => socket.destroy());
        server.close(() => resolve());
      }),
  };
}
