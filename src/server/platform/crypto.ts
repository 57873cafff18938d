import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Secrets at rest: envelope encryption with AES-256-GCM. Each secret has its own random data key; the data key is wrapped by the
 * master key. Rotation wraps the data keys again and never touches what they encrypt.
 *
 * Layout: version (1) · key id (4) · wrap nonce (12) · wrapped data key (32) · wrap tag (16) · nonce (12) · tag (16) · ciphertext.
 */
const VERSION = 1;
const HEADER = 1 + 4 + 12 + 32 + 16;

export type Vault = {
  /** Encrypts `plain`; `context` (table and row) is authenticated, so that a secret cannot be moved to another row. */
  seal(plain: string, context: string): Buffer;
  /** @throws when the key is unknown or the secret was altered. */
  open(sealed: Buffer, context: string): string;
  /** The same secret wrapped by the current master key, or null when it already is. */
  rewrap(sealed: Buffer): Buffer | null;
};

type MasterKey = { id: Buffer; key: Buffer };

/** Bytes of SHA-256: how tokens are looked up without being stored. Tokens are 32 random bytes, so no salt is needed. */
export const sha256 = (value: string | Buffer) => createHash('sha256').update(value).digest();

/** A token that grants access: `prefix_` and 256 random bits in base64url. */
export const newToken = (prefix: string) => `${prefix}_${randomBytes(32).toString('base64url')}`;

function masterKey(secret: string): MasterKey {
  const key = Buffer.from(hkdfSync('sha256', secret, 'kith', 'master key', 32));
  return { id: sha256(key).subarray(0, 4), key };
}

/** The master key of the environment, else the key file of the data directory (made at the first start, readable by its owner only). */
export function masterSecret(fromEnvironment: string | undefined, dataDir: string): string {
  if (fromEnvironment) return fromEnvironment;
  const file = join(dataDir, 'master.key');
  const known = readKey(file);
  if (known) return known;
  mkdirSync(dataDir, { recursive: true });
  // whole or not at all: a key file cut short by a crash would be a key that anybody can guess
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flush: true });
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // another process made it in between
  } finally {
    rmSync(draft, { force: true });
  }
  return readKey(file)!;
}

/** The key in a file; undefined when there is none. @throws when what is there is too short to be one */
function readKey(file: string): string | undefined {
  try {
    const key = readFileSync(file, 'utf8').trim();
    if (key.length >= 32) return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  throw new Error(`${file} is damaged: it holds no key. Put back your copy of it, or remove it if nothing was encrypted yet (no two-factor sign-in, no connected account).`);
}

/** Opens the vault: seals with the first secret, opens with any of them. */
export function createVault(current: string, ...previous: string[]): Vault {
  const master = masterKey(current);
  const keys = [master, ...previous.map(masterKey)];

  const unwrap = (sealed: Buffer) => {
    if (sealed[0] !== VERSION) throw new Error('This secret has an unknown format.');
    const by = keys.find((candidate) => candidate.id.equals(sealed.subarray(1, 5)));
    if (!by) throw new Error('This secret was encrypted with a master key that is not configured.');
    const decipher = createDecipheriv('aes-256-gcm', by.key, sealed.subarray(5, 17)).setAuthTag(sealed.subarray(49, 65));
    return { by, dataKey: Buffer.concat([decipher.update(sealed.subarray(17, 49)), decipher.final()]) };
  };
  const wrap = (dataKey: Buffer) => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', master.key, nonce);
    const wrapped = Buffer.concat([cipher.update(dataKey), cipher.final()]);
    return Buffer.concat([Buffer.of(VERSION), master.id, nonce, wrapped, cipher.getAuthTag()]);
  };

  return {
    seal(plain, context) {
      const dataKey = randomBytes(32);
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', dataKey, nonce).setAAD(Buffer.from(context));
      const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([wrap(dataKey), nonce, cipher.getAuthTag(), ciphertext]);
    },
    open(sealed, context) {
      const { dataKey } = unwrap(sealed);
      const decipher = createDecipheriv('aes-256-gcm', dataKey, sealed.subarray(HEADER, HEADER + 12))
        .setAuthTag(sealed.subarray(HEADER + 12, HEADER + 28))
        .setAAD(Buffer.from(context));
      return Buffer.concat([decipher.update(sealed.subarray(HEADER + 28)), decipher.final()]).toString('utf8');
    },
    rewrap(sealed) {
      const { by, dataKey } = unwrap(sealed);
      return by === master ? null : Buffer.concat([wrap(dataKey), sealed.subarray(HEADER)]);
    },
  };
}
