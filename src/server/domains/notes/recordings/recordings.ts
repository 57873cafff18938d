import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import type { Ctx } from '../../../platform/context.ts';
import { notFound, unacceptable } from '../../../platform/errors.ts';
import { decodeCursor, type Page, toPage } from '../../../platform/http/shapes.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import { readFile, storeFile } from '../../../platform/storage/storage.ts';
import { contactExists } from '../../people/index.ts';
import type { Recording } from './recordings.schema.ts';
import * as store from './recordings.store.ts';

const TRANSCRIBE = 'transcribe_recording';
/** About five minutes of what a browser records; above it nobody wants to wait for the answer. */
const AT_ONCE_BYTES = 5 * 1024 * 1024;

/** What a recording is, by its first bytes: containers that browsers and phones make. Undefined when it is none of them. */
export function audioType(start: Uint8Array): string | undefined {
  const head = Buffer.from(start.subarray(0, 12)).toString('latin1');
  if (head.startsWith('\x1aE\xdf\xa3')) return 'audio/webm';
  if (head.startsWith('OggS')) return 'audio/ogg';
  if (head.startsWith('fLaC')) return 'audio/flac';
  if (head.startsWith('RIFF') && head.slice(8) === 'WAVE') return 'audio/wav';
  if (head.slice(4, 8) === 'ftyp') return 'audio/mp4';
  const [first = 0, second = 0] = start;
  if (head.startsWith('ID3') || (first === 0xff && (second & 0xe6) === 0xe2)) return 'audio/mpeg'; // a frame of layer III
  return undefined;
}

/**
 * Keeps a recording, committed before anybody is asked what is said in it.
 * @param path the upload on disk @throws 404 for an unknown contact; 422 when it is no recording
 */
export async function keepRecording(ctx: Ctx, audio: { path: string; name: string; contact_id: string | null }): Promise<Recording> {
  const file = await open(audio.path);
  const { buffer: start } = await file.read(Buffer.alloc(12), 0, 12, 0).finally(() => file.close());
  const content_type = audioType(start);
  if (!content_type) throw unacceptable('audio', 'This is not a recording Kith knows: send webm, ogg, mp3, m4a, wav or flac.');
  return ctx.tx(async (tx) => {
    if (audio.contact_id && !(await contactExists(tx, ctx.space.id, audio.contact_id))) throw notFound('contact');
    const stored = await storeFile(tx, ctx, { name: audio.name, content_type, content: createReadStream(audio.path) });
    const id = await store.insertRecording(tx, ctx.space.id, ctx.identity.user.id, { contact_id: audio.contact_id, file_id: stored.id });
    return present(await store.selectRecording(tx, ctx.space.id, id));
  }, { timeout: 'complex' });
}

/** Whether writing it down should be left to a job. */
export const isLong = (recording: Recording) => recording.size > AT_ONCE_BYTES;

/** Asks the provider what is said in a recording, and keeps the text (or why there is none) with it. @throws 404 */
export async function transcribeRecording(ctx: Ctx, id: string, signal?: AbortSignal): Promise<Recording> {
  const recording = await store.selectRecording(ctx, ctx.space.id, id);
  if (!recording) throw notFound('recording');
  const audio = await buffer(readFile(ctx, { id: recording.file_id, size: recording.size }));
  const outcome = await ctx.platform.intelligence.transcribe({ audio, media_type: recording.content_type }, { meter: ctx.platform.meter(ctx), ...(signal ? { signal } : {}) });
  return ctx.tx(async (tx) => {
    await store.updateText(tx, ctx.space.id, id, { ...outcome, text: outcome.text?.slice(0, 100_000) ?? null });
    return present(await store.selectRecording(tx, ctx.space.id, id));
  });
}

/** Leaves writing it down to a job. @returns its id */
export const queueTranscription = (ctx: Ctx, id: string) => ctx.tx(async (tx) => (await ctx.platform.jobs.enqueue(tx, ctx, { kind: TRANSCRIBE, input: { recording_id: id }, unique_key: id })).id);

/** Says how recordings are transcribed that take longer than a request should. */
export function defineRecordingJobs(jobs: Jobs): void {
  jobs.define(TRANSCRIBE, {
    timeout_seconds: 600,
    async handler(ctx, { input }, { progress, signal }) {
      progress(10, 'Writing down what is said');
      const { id, text, engine, problem } = await transcribeRecording(ctx, input.recording_id, signal);
      return { recording_id: id, characters: text?.length ?? 0, engine, problem };
    },
  });
}

/** One page of recordings whose text was not saved yet, newest first. @throws 404 for an unknown contact */
export async function listRecordings(ctx: Ctx, query: { limit: number; cursor?: string | undefined; contact_id?: string | undefined }): Promise<Page<Recording>> {
  const rows = await store.selectRecordings(ctx, ctx.space.id, query, decodeCursor(query.cursor, z.tuple([z.uuid()]))?.[0]);
  return toPage(rows, query.limit, (recording) => [recording.id]);
}

/** @throws 404 */
export const getRecording = async (ctx: Ctx, id: string): Promise<Recording> => present(await store.selectRecording(ctx, ctx.space.id, id));

/** The sound of a recording. @throws 404 */
export async function soundOf(ctx: Ctx, id: string): Promise<{ recording: Recording; read: () => Readable }> {
  const found = await store.selectRecording(ctx, ctx.space.id, id);
  return { recording: present(found), read: () => readFile(ctx, { id: found!.file_id, size: found!.size }) };
}

/** Forgets a recording; undo brings it back for 30 days. @throws 404 */
export async function deleteRecording(ctx: Ctx, id: string): Promise<void> {
  if (!(await ctx.tx((tx) => store.deleteRecording(tx, ctx.space.id, id)))) throw notFound('recording');
}

function present(found: (Recording & { file_id: string }) | undefined): Recording {
  if (!found) throw notFound('recording');
  const { file_id: _, ...recording } = found;
  return recording;
}
