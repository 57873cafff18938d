import fastifyMultipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { malformed, Rejection } from '../errors.ts';
import type { App } from './server.ts';

/** A route that takes one file and some fields as multipart/form-data: `config: { upload }`. */
export type UploadSpec<Fields extends z.ZodObject = z.ZodObject> = {
  /** The name of the part that is the file. */
  file: string;
  max_bytes: number;
  /** The other parts. Their values arrive as text: use z.stringbool, z.coerce. */
  fields: Fields;
};

/** What arrived. The file lies in a temporary folder until the answer is sent. */
export type Upload<Fields extends z.ZodObject = z.ZodObject> = { path: string; name: string; content_type: string; size: number; sha256: Buffer; fields: z.infer<Fields> };

declare module 'fastify' {
  interface FastifyContextConfig {
    upload?: UploadSpec;
  }
  interface FastifyRequest {
    uploadFolder: string | null;
    /** The file and the fields of a route with `upload`, once they are all there. */
    received: Upload | null;
  }
}

const FIELD_BYTES = 100_000;
const MEGABYTE = 1024 * 1024;

/** Lets routes receive files, and sweeps them away when they are done with them, whether or not somebody still waits for the answer. */
export async function addUploads(app: App) {
  await app.register(fastifyMultipart, { limits: { files: 1, fields: 50, fieldSize: FIELD_BYTES, parts: 51 }, throwFileSizeLimit: false });
  app.decorateRequest('uploadFolder', null);
  app.decorateRequest('received', null);
  // Before an Idempotency-Key is taken, which has to tell one file from another. A handler that calls not-found runs the hooks a second time.
  app.addHook('preHandler', async (request) => {
    const { upload } = request.routeOptions.config;
    if (upload) request.received ??= await receive(request, upload);
  });
  // not onResponse: that is never called when the client has hung up
  app.addHook('onSend', (request, _reply, payload, done) => {
    if (request.uploadFolder) void rm(request.uploadFolder, { recursive: true, force: true });
    done(null, payload);
  });
}

/** What a request to a route with `config: { upload: spec }` brought. */
export const uploadOf = <Fields extends z.ZodObject>(request: FastifyRequest, _spec: UploadSpec<Fields>) => request.received as Upload<Fields>;

/**
 * Receives the file and the fields of a request to a temporary folder, before any transaction is opened.
 * @throws 400 naming the part that is missing or wrong, 413 for a file above `max_bytes`, 415 when it is not multipart
 */
async function receive(request: FastifyRequest, spec: UploadSpec): Promise<Upload> {
  if (!request.isMultipart()) throw new Rejection(415, 'unsupported_media_type', `Send multipart/form-data with the file as "${spec.file}".`);
  const values: Record<string, unknown> = {};
  let file: Omit<Upload, 'fields'> | undefined;
  try {
    for await (const part of request.parts({ limits: { fileSize: spec.max_bytes } })) {
      if (part.type === 'field') {
        if (part.valueTruncated) throw malformed(part.fieldname, `${part.fieldname}: at most ${FIELD_BYTES} characters.`);
        values[part.fieldname] = part.value;
        continue;
      }
      if (part.fieldname !== spec.file || file) throw malformed(part.fieldname, `Send one file, as "${spec.file}".`);
      request.uploadFolder = await mkdtemp(join(tmpdir(), 'kith-upload-'));
      const path = join(request.uploadFolder, 'file');
      const hash = createHash('sha256');
      const hashed = async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          hash.update(chunk);
          yield chunk;
        }
      };
      // at once, also when what came in one piece was too large: the parser would read the part to its end, however long it is
      const refuse = () => part.file.destroy(new Rejection(413, 'too_large', `The file is larger than ${Math.floor(spec.max_bytes / MEGABYTE)} MB.`, { field: spec.file }));
      part.file.once('limit', refuse);
      if (part.file.truncated) refuse();
      await pipeline(part.file, hashed, createWriteStream(path, { mode: 0o600 }));
      file = { path, name: basename(part.filename || spec.file).slice(0, 255), content_type: part.mimetype.slice(0, 127) || 'application/octet-stream', size: part.file.bytesRead, sha256: hash.digest() };
    }
  } catch (error) {
    if (error instanceof Rejection) throw error;
    if ((error as { code?: string }).code?.startsWith('FST_')) throw malformed(undefined, (error as Error).message);
    throw malformed(undefined, 'The form could not be read: it ends too early or is not multipart/form-data.');
  }
  if (!file) throw malformed(spec.file, `Send a file as "${spec.file}".`);
  const fields = spec.fields.safeParse(values);
  if (!fields.success) {
    const issue = fields.error.issues[0]!;
    throw malformed(issue.path.join('.'), `${issue.path.join('.')}: ${issue.message}`);
  }
  return { ...file, fields: fields.data };
}

/** How the body of such a route reads in the OpenAPI document. */
export function uploadSchema({ file, fields }: UploadSpec): object {
  const { properties = {}, required = [] } = z.toJSONSchema(fields, { io: 'input', unrepresentable: 'any' });
  return { type: 'object', properties: { [file]: { type: 'string', format: 'binary' }, ...properties }, required: [file, ...required] };
}
