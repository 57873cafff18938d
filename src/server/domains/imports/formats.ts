import { open } from 'node:fs/promises';
import { unacceptable } from '../../platform/errors.ts';
import { chatFormats } from './chat/formats.ts';
import { contactsCsv } from './address-book/contacts-csv.ts';
import { kithCsv } from './csv/csv.ts';
import { monica } from './monica/monica.ts';
import { takeout } from './takeout/takeout.ts';
import { vcard } from './vcard/vcard.ts';
import { decodeHead } from './text.ts';
import type { FileHead, ImportFormat } from './format.ts';

/** Every kind of file that Kith reads. The first that accepts a file takes it: the more particular ones come first. */
const FORMATS: ImportFormat[] = [kithCsv, vcard, ...chatFormats, contactsCsv, monica, takeout];

const HEAD_BYTES = 64 * 1024;

/** Every format that can be imported. */
export const allFormats = (): readonly ImportFormat[] => FORMATS;

/** @throws 422 for a kind there is not */
export function formatOf(kind: string): ImportFormat {
  const format = FORMATS.find((candidate) => candidate.kind === kind);
  if (!format) throw unacceptable('kind', `There is no kind "${kind}". Kith reads: ${FORMATS.map((known) => known.kind).join(', ')}.`);
  return format;
}

/** What a file is, by its beginning and its name. @throws 422 when nothing reads it */
export async function recognise(file: { path: string; name: string; content_type: string }): Promise<ImportFormat> {
  const head = await readHead(file);
  const format = FORMATS.find((candidate) => candidate.accepts(head));
  if (!format) throw unacceptable('file', `Kith does not recognise this file. It reads: ${FORMATS.map((known) => `${known.label} (${known.extensions.join(', ')})`).join('; ')}.`, 'unknown_format');
  return format;
}

async function readHead({ path, name, content_type }: { path: string; name: string; content_type: string }): Promise<FileHead> {
  const file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0).finally(() => file.close());
  const bytes = buffer.subarray(0, bytesRead);
  return { name: name.toLowerCase(), content_type, bytes, text: decodeHead(bytes) };
}
