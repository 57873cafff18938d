import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Ctx } from '../context.ts';
import type { Db } from '../database/database.ts';
import * as store from './storage.store.ts';

/** Small enough that one chunk in memory is nothing, large enough that a photo is one row. */
const CHUNK_BYTES = 512 * 1024;

export type StoredFile = store.StoredFile;

async function* chunksOf(content: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const part of content) {
    held.push(part);
    size += part.length;
    if (size < CHUNK_BYTES) continue;
    const joined = Buffer.concat(held);
    let at = 0;
    for (; joined.length - at >= CHUNK_BYTES; at += CHUNK_BYTES) yield joined.subarray(at, at + CHUNK_BYTES);
    held = [joined.subarray(at)];
    size = joined.length - at;
  }
  if (size) yield Buffer.concat(held);
}

/**
 * Keeps a file in the caller's transaction. Something must refer to it by a foreign key `(space_id, …_id)`, or it is swept away after
 * 30 days.
 * @param content a file on disk or bytes in memory, never a client's connection: the transaction waits for it
 */
export async function storeFile(tx: Db, ctx: Ctx, file: { name: string; content_type: string; content: AsyncIterable<Uint8Array> }): Promise<StoredFile> {
  const id = await store.insertFile(tx, ctx.space.id, ctx.identity.user.id, file);
  const hash = createHash('sha256');
  let size = 0;
  let n = 0;
  for await (const chunk of chunksOf(file.content)) {
    hash.update(chunk);
    size += chunk.length;
    await store.insertChunk(tx, ctx.space.id, id, n++, chunk);
  }
  return store.finishFile(tx, ctx.space.id, id, size, hash.digest());
}

/** A file by its id; undefined when there is none. */
export const getFile = (db: Db, spaceId: string, id: string): Promise<StoredFile | undefined> => store.selectFile(db, spaceId, id);

/** Deletes files at once, whose content nobody will ask for again. Rows that refer to them lose the reference. */
export const deleteFiles = (tx: Db, ctx: Ctx, ids: string[]) => store.deleteFiles(tx, ctx.space.id, ids);

/** The content of a file, read chunk by chunk as it is consumed. */
export function readFile(ctx: Ctx, file: Pick<StoredFile, 'id' | 'size'>): Readable {
  const chunks = Math.ceil(file.size / CHUNK_BYTES);
  return Readable.from(
    (async function* () {
      for (let n = 0; n < chunks; n++) yield (await store.selectChunk(ctx, ctx.space.id, file.id, n)) ?? fail(file.id);
    })(),
    { objectMode: false },
  );
}

function fail(id: string): never {
  throw new Error(`File ${id} was deleted while it was read.`);
}
