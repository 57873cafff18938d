import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { Rejection, unacceptable } from '../../../platform/errors.ts';

const ENTRIES = 100_000;
/** What all files that are read may unpack to. */
const UNPACKED_BYTES = 512 * 1024 * 1024;
/** Text packs to a tenth; what packs to a hundredth was made to. */
const RATIO = 100;
const SMALL_BYTES = 1024 * 1024;

/** An archive that is open. Entries are read one at a time. */
export type Archive = { entries: Entry[]; read(entry: Entry): AsyncGenerator<Buffer> };

/**
 * Opens a ZIP archive for as long as `use` takes; its directory stands at the end, so the file is laid down first. Nothing is ever
 * unpacked to disk.
 * @throws 422 when it is no archive, is damaged, or unpacks to far more than it should
 */
export async function* withArchive<T>(content: AsyncIterable<Buffer>, use: (archive: Archive) => AsyncGenerator<T>): AsyncGenerator<T> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-zip-'));
  let zip: ZipFile | undefined;
  try {
    const path = join(folder, 'archive');
    await pipeline(content, createWriteStream(path, { mode: 0o600 }));
    zip = await openZip(path);
    const entries = await directoryOf(zip);
    yield* use({ entries, read: reader(zip) });
  } catch (error) {
    if (error instanceof Rejection || (error as Error).name === 'AbortError' || !isZipFault(error)) throw error;
    throw unacceptable('file', 'This ZIP archive is damaged or incomplete. Download it again.');
  } finally {
    zip?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Faults of the archive are plain errors of its reader, or of zlib; those of the database have a code of their own. */
const isZipFault = (error: unknown) => {
  const { code } = error as { code?: string };
  return error instanceof Error && (code === undefined || code.startsWith('Z_') || code.startsWith('ERR_'));
};

const openZip = (path: string): Promise<ZipFile> => new Promise((resolve, reject) => void yauzl.open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, zip) => (error ? reject(error) : resolve(zip))));

function directoryOf(zip: ZipFile): Promise<Entry[]> {
  if (zip.entryCount > ENTRIES) throw unacceptable('file', `This archive has more than ${ENTRIES.toLocaleString('en')} files.`);
  const entries: Entry[] = [];
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.once('end', () => resolve(entries)).once('error', reject);
    zip.readEntry();
  });
}

function reader(zip: ZipFile): Archive['read'] {
  let unpacked = 0;
  const open = (entry: Entry): Promise<Readable> => new Promise((resolve, reject) => void zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream))));
  return async function* (entry) {
    if (entry.isEncrypted()) throw unacceptable('file', 'This archive is encrypted. Unpack it and import what is inside.');
    if (entry.uncompressedSize > SMALL_BYTES && entry.uncompressedSize > entry.compressedSize * RATIO) throw unacceptable('file', 'A file in this archive unpacks to more than a hundred times its size. Kith does not open it.');
    for await (const chunk of await open(entry)) {
      unpacked += (chunk as Buffer).length;
      if (unpacked > UNPACKED_BYTES) throw unacceptable('file', 'This archive unpacks to more than 512 MB of contacts. Kith does not open it.');
      yield chunk as Buffer;
    }
  };
}
