import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { masterSecret } from './crypto.ts';

const folders: string[] = [];
const folder = () => folders[folders.push(mkdtempSync(join(tmpdir(), 'kith-key-'))) - 1]!;
afterAll(() => folders.forEach((path) => rmSync(path, { recursive: true })));

describe('the master key', () => {
  it('is made once, whole, for its owner only', () => {
    const path = folder();
    const key = masterSecret(undefined, path);
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    expect(masterSecret(undefined, path)).toBe(key);
    expect(readFileSync(join(path, 'master.key'), 'utf8')).toBe(`${key}\n`);
    expect(statSync(join(path, 'master.key')).mode & 0o777).toBe(0o600);
    expect(readdirSync(path)).toEqual(['master.key']);
  });
  it.each(['', '\n', 'short'])('a file that was cut short is not taken for a key: %j', (content) => {
    const path = folder();
    writeFileSync(join(path, 'master.key'), content);
    expect(() => masterSecret(undefined, path)).toThrow(/master.key is damaged/);
    expect(readFileSync(join(path, 'master.key'), 'utf8')).toBe(content);
  });
  it('of the environment comes first', () => {
    expect(masterSecret('from-the-environment', folder())).toBe('from-the-environment');
  });
});
