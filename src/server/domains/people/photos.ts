import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Ctx } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import { notFound, unacceptable } from '../../platform/errors.ts';
import { getFile, readFile, storeFile, type StoredFile } from '../../platform/storage/storage.ts';
import type { Contact } from './people.schema.ts';
import * as store from './people.store.ts';

export const PHOTO_BYTES = 5 * 1024 * 1024;

/** What a picture is, by its first bytes; what a client calls it is not believed. Undefined when it is none that browsers show. */
function imageType(start: Uint8Array): string | undefined {
  const head = Buffer.from(start.subarray(0, 12)).toString('latin1');
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return 'image/gif';
  if (head.startsWith('RIFF') && head.slice(8) === 'WEBP') return 'image/webp';
  return undefined;
}

/** Gives a contact a photo, instead of the one it has. @param path a file on disk @throws 404; 422 when it is no picture */
export async function setPhoto(ctx: Ctx, contactId: string, path: string): Promise<Contact> {
  const file = await open(path);
  const { buffer } = await file.read(Buffer.alloc(12), 0, 12, 0).finally(() => file.close());
  const content_type = imageType(buffer);
  if (!content_type) throw unacceptable('photo', 'The photo must be a JPEG, PNG, GIF or WebP picture.');
  return ctx.tx(async (tx) => {
    if (!(await store.lockContact(tx, ctx.space.id, contactId))) throw notFound('contact');
    const stored = await storeFile(tx, ctx, { name: 'photo', content_type, content: createReadStream(path) });
    return (await store.setPhoto(tx, ctx.space.id, contactId, stored.id))!;
  });
}

/**
 * Keeps a picture that came in a file, in the caller's transaction; a row must be given its id.
 * @returns undefined when it is no picture that browsers show, or above 5 MB
 */
export async function storePhoto(tx: Db, ctx: Ctx, bytes: Buffer): Promise<string | undefined> {
  const content_type = bytes.length <= PHOTO_BYTES ? imageType(bytes) : undefined;
  if (!content_type) return undefined;
  return (await storeFile(tx, ctx, { name: 'photo', content_type, content: Readable.from([bytes]) })).id;
}

/** A photo as a whole; undefined when the file is gone. */
export async function photoBytes(ctx: Ctx, fileId: string): Promise<{ content_type: string; bytes: Buffer } | undefined> {
  const file = await getFile(ctx, ctx.space.id, fileId);
  return file && { content_type: file.content_type, bytes: Buffer.concat(await readFile(ctx, file).toArray()) };
}

/** Takes the photo of a contact away; undo brings it back. @throws 404 */
export async function removePhoto(ctx: Ctx, contactId: string): Promise<void> {
  if (!(await ctx.tx((tx) => store.setPhoto(tx, ctx.space.id, contactId, null)))) throw notFound('contact');
}

/** The photo of a contact. @throws 404 when there is none */
export async function getPhoto(ctx: Ctx, contactId: string): Promise<{ file: StoredFile; content: () => Readable }> {
  const file = await store.selectPhoto(ctx, ctx.space.id, contactId);
  if (!file) throw notFound('photo');
  return { file, content: () => readFile(ctx, file) };
}
