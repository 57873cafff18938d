import { z } from 'zod';
import { Id, PageQuery, page, Timestamp } from '../../../platform/http/shapes.ts';

export const Recording = z
  .object({
    id: Id,
    contact_id: Id.nullable(),
    contact_name: z.string().nullable(),
    name: z.string(),
    content_type: z.string(),
    size: z.int().describe('Bytes'),
    text: z.string().nullable().describe('What is said in it; null until it was written down'),
    engine: z.string().nullable(),
    problem: z.string().nullable().describe('Why there is no text, in sentences for people'),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'Recording' });
export type Recording = z.infer<typeof Recording>;

export const AUDIO_BYTES = 25 * 1024 * 1024;
export const AudioFields = z.object({ contact_id: Id.optional().describe('Who it is about') });
export const Transcribed = z.object({ recording: Recording, text: z.string().nullable(), engine: z.string().nullable(), problem: z.string().nullable() });
export const TranscribeQueued = z.object({ recording: Recording, job_id: Id });
export const RecordingAnswer = z.object({ recording: Recording });
export const RecordingQuery = PageQuery.extend({ contact_id: Id.optional() });
export const RecordingPage = page(Recording);
