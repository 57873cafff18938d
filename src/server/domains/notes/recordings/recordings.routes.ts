import { z } from 'zod';
import { sendWithEtag } from '../../../platform/http/etag.ts';
import type { App } from '../../../platform/http/server.ts';
import { IdParams } from '../../../platform/http/shapes.ts';
import { uploadOf } from '../../../platform/http/upload.ts';
import * as recordings from './recordings.ts';
import { AUDIO_BYTES, AudioFields, RecordingAnswer, RecordingPage, RecordingQuery, Transcribed, TranscribeQueued } from './recordings.schema.ts';

const TAGS = ['Recordings'];
const AUDIO = { file: 'audio', max_bytes: AUDIO_BYTES, fields: AudioFields };
const COSTLY = { rateLimit: { max: 60, timeWindow: 60_000 } };

export function recordingRoutes(app: App) {
  app.post(
    '/transcribe-audio',
    { schema: { tags: TAGS, summary: 'Keep a recording and write down what is said in it', description: 'Up to 25 MB of webm, ogg, mp3, m4a, wav or flac. A long one is written down by a job (202). Without a provider the recording is kept and `problem` says what to set up.', response: { 200: Transcribed, 202: TranscribeQueued } }, config: { ...COSTLY, upload: AUDIO } },
    async (request, reply) => {
      const { path, name, fields } = uploadOf(request, AUDIO);
      const kept = await recordings.keepRecording(request.ctx, { path, name, contact_id: fields.contact_id ?? null });
      if (recordings.isLong(kept)) return reply.code(202).send({ recording: kept, job_id: await recordings.queueTranscription(request.ctx, kept.id) });
      const recording = await recordings.transcribeRecording(request.ctx, kept.id);
      return { recording, text: recording.text, engine: recording.engine, problem: recording.problem };
    },
  );

  app.get('/recordings', { schema: { tags: TAGS, summary: 'Recordings whose text was not saved yet, newest first', querystring: RecordingQuery, response: { 200: RecordingPage } } }, (request) => recordings.listRecordings(request.ctx, request.query));

  app.get('/recordings/:id', { schema: { tags: TAGS, summary: 'One recording', params: IdParams, response: { 200: RecordingAnswer, 304: z.null() } } }, async (request, reply) =>
    sendWithEtag(request, reply, null, { recording: await recordings.getRecording(request.ctx, request.params.id) }),
  );

  app.get('/recordings/:id/audio', { schema: { tags: TAGS, summary: 'The sound of a recording', params: IdParams, produces: ['audio/webm', 'audio/ogg', 'audio/mpeg', 'audio/mp4', 'audio/wav', 'audio/flac'], response: { 200: z.any() } } }, async (request, reply) => {
    const { recording, read } = await recordings.soundOf(request.ctx, request.params.id);
    return reply.header('cache-control', 'private, max-age=3600').header('content-security-policy', "default-src 'none'; sandbox").type(recording.content_type).header('content-length', recording.size).send(read());
  });

  app.post('/recordings/:id/transcribe', { schema: { tags: TAGS, summary: 'Write down a kept recording (again)', params: IdParams, response: { 200: Transcribed, 202: TranscribeQueued } }, config: { ...COSTLY, spansTransactions: true } }, async (request, reply) => {
    const kept = await recordings.getRecording(request.ctx, request.params.id);
    if (recordings.isLong(kept)) return reply.code(202).send({ recording: kept, job_id: await recordings.queueTranscription(request.ctx, kept.id) });
    const recording = await recordings.transcribeRecording(request.ctx, kept.id);
    return { recording, text: recording.text, engine: recording.engine, problem: recording.problem };
  });

  app.delete('/recordings/:id', { schema: { tags: TAGS, summary: 'Forget a recording', params: IdParams, response: { 204: z.null() } } }, async (request, reply) => {
    await recordings.deleteRecording(request.ctx, request.params.id);
    return reply.code(204).send(null);
  });
}
