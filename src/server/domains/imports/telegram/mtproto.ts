import { createCipheriv, createDecipheriv, createHash, createHmac, pbkdf2, randomFillSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { deflateSync, gunzipSync } from 'node:zlib';
import { TcpConnection } from '@fuman/node';
import { IntermediatePacketCodec, MemoryStorage } from '@mtcute/core';
import type { ICorePlatform, TelegramTransport } from '@mtcute/core';
import { BaseTelegramClient } from '@mtcute/core/client.js';
import { BaseCryptoProvider, type ICryptoProvider } from '@mtcute/core/utils.js';
import { getWasmUrl, ige256Decrypt, ige256Encrypt, initSync } from '@mtcute/wasm';
import type { Egress } from '../../../platform/egress/index.ts';

/** What the operator configured: the application's id and hash (my.telegram.org), and for tests a server to talk to. */
export type TelegramConfig = { api_id: number; api_hash: string; dc: { host: string; port: number } | null };

export type Client = BaseTelegramClient;

const pbkdf2Async = promisify(pbkdf2);

/** The ciphers of MTProto: Node's own, and AES-IGE, which Node does not have, from mtcute's WebAssembly. */
export class NodeCrypto extends BaseCryptoProvider implements ICryptoProvider {
  initialize() {
    initSync(readFileSync(getWasmUrl()));
  }
  sha1(data: Uint8Array) {
    return new Uint8Array(createHash('sha1').update(data).digest());
  }
  sha256(data: Uint8Array) {
    return new Uint8Array(createHash('sha256').update(data).digest());
  }
  async pbkdf2(password: Uint8Array, salt: Uint8Array, iterations: number, length = 64, algorithm = 'sha512') {
    return new Uint8Array(await pbkdf2Async(password, salt, iterations, length, algorithm));
  }
  hmacSha256(data: Uint8Array, key: Uint8Array) {
    return new Uint8Array(createHmac('sha256', key).update(data).digest());
  }
  createAesCtr(key: Uint8Array, iv: Uint8Array, encrypt: boolean) {
    const cipher = (encrypt ? createCipheriv : createDecipheriv)(`aes-${key.length * 8}-ctr`, key, iv);
    return { process: (data: Uint8Array) => new Uint8Array(cipher.update(data)) };
  }
  createAesIge(key: Uint8Array, iv: Uint8Array) {
    return {
      encrypt: (data: Uint8Array) => ige256Encrypt(data, key, iv),
      decrypt: (data: Uint8Array) => ige256Decrypt(data, key, iv),
    };
  }
  gzip(data: Uint8Array, most: number) {
    const packed = deflateSync(data);
    return packed.length > most ? null : new Uint8Array(packed);
  }
  gunzip(data: Uint8Array) {
    return new Uint8Array(gunzipSync(data));
  }
  randomFill(buffer: Uint8Array) {
    randomFillSync(buffer);
  }
}

/** mtcute logs nothing: its lines can hold what was sent. */
const QUIET: ICorePlatform = {
  beforeExit: () => () => undefined,
  log: () => undefined,
  getDefaultLogLevel: () => 0,
  getDeviceModel: () => 'Kith',
};

/** TCP to Telegram's servers through egress, so that its rules and its record hold here too. */
function transport(egress: Egress, dc: TelegramConfig['dc']): TelegramTransport {
  return {
    connect: async ({ ipAddress, port }) => {
      const socket = await egress.connectTcp(dc?.host ?? ipAddress, dc?.port ?? port, { target: dc ? 'configured' : 'untrusted', purpose: 'telegram' });
      return new TcpConnection(socket);
    },
    packetCodec: () => new IntermediatePacketCodec(),
  };
}

/**
 * A client with nothing on disk. `session` is what `exportSession` gave; without it a new key is agreed on.
 * Close it with `destroy`.
 */
export async function openClient(egress: Egress, config: TelegramConfig, session: string | null): Promise<Client> {
  const client = new BaseTelegramClient({
    apiId: config.api_id,
    apiHash: config.api_hash,
    storage: new MemoryStorage(),
    crypto: new NodeCrypto(),
    platform: QUIET,
    transport: transport(egress, config.dc),
    updates: false,
    disableUpdates: true,
    logLevel: 0,
    initConnectionOptions: { deviceModel: 'Kith', appVersion: '1', systemVersion: 'Node' },
    // Waiting is the business of whoever asks: a job says so and sleeps, a request answers.
    network: { middlewares: [] },
  });
  if (session) await client.importSession(session);
  return client;
}
