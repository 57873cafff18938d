import { z } from 'zod';
import { Id, PageQuery, page, Timestamp } from '../http/shapes.ts';

export const JobState = z.enum(['queued', 'running', 'completed', 'failed', 'cancelled']);
export type JobState = z.infer<typeof JobState>;

/** A piece of background work as a person watches it. */
export const Job = z
  .object({
    id: Id,
    kind: z.string(),
    state: JobState,
    progress: z.int().min(0).max(100).describe('Percent'),
    message: z.string().nullable().describe('What it is doing'),
    error: z.string().nullable().describe('Why it failed, or why it is tried again'),
    result: z.unknown().nullable(),
    attempts: z.int(),
    contact_id: z.string().nullable().describe('The person it is about'),
    note_id: z.string().nullable().describe('The note it is about'),
    created_at: Timestamp,
    started_at: Timestamp.nullable(),
    finished_at: Timestamp.nullable(),
    estimate_at: Timestamp.nullable().describe('When it will be done if it goes on at this pace'),
  })
  .meta({ id: 'Job' });
export type Job = z.infer<typeof Job>;

export const JobQuery = PageQuery.extend({ state: JobState.optional(), kind: z.string().min(1).max(64).optional() });
export const JobPage = page(Job);
export const JobAnswer = z.object({ job: Job });

/** A failed job of anybody, as an admin sees it: without what it was about. */
export const FailedJob = z
  .object({
    id: Id,
    kind: z.string(),
    user_id: Id.nullable(),
    username: z.string().nullable(),
    error: z.string().nullable(),
    attempts: z.int(),
    created_at: Timestamp,
    finished_at: Timestamp.nullable(),
  })
  .meta({ id: 'FailedJob' });
export type FailedJob = z.infer<typeof FailedJob>;
export const FailedJobPage = page(FailedJob);
