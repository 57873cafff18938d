import type { Ctx, Platform } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import type { Idempotency } from '../../platform/http/idempotency.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import { Rejection } from '../../platform/errors.ts';
import * as store from './notes.store.ts';
import { defineRecordingJobs } from './recordings/recordings.ts';
import { acceptNote, analyseNote, FAILED } from './process.ts';
import { trimProposals } from './proposals/proposals.ts';

const ANALYSE = 'analyse_note';
const REANALYSE = 'reanalyse_notes';
const ANALYSE_MANY = 'analyse_notes';
/** A note that has waited this long and is not being read lost the process that was analysing it. */
const ORPHANED_AFTER = '20 seconds';
const LOOK_EVERY_MS = 8_000;
/** What the analysis of many notes leaves to be decided at most. */
const MOST_PROPOSALS = 100;
const TRIMMED_EVERY = 50;

/** Stores a note and analyses it in the background, both in one transaction. @throws 404 */
export async function queueNote(ctx: Ctx, note: { contact_id: string; content: string }, idempotency: Idempotency | null) {
  let job_id: string | undefined;
  const raw_note_id = await acceptNote(ctx, note, idempotency, async (tx, id) => {
    job_id = (await ctx.platform.jobs.enqueue(tx, ctx, { kind: ANALYSE, input: { note_id: id, contact_id: note.contact_id }, unique_key: id })).id;
  });
  job_id ??= await store.selectJobOfNote(ctx, ctx.space.id, ANALYSE, raw_note_id); // a repeat of the same request
  return { job_id: job_id!, raw_note_id };
}

/** Analyses many stored notes again, of one contact or of everybody; entries somebody edited stay. */
export const queueReanalysis = (ctx: Ctx, contact_id?: string) =>
  ctx.tx(async (tx) => ({ job_id: (await ctx.platform.jobs.enqueue(tx, ctx, { kind: REANALYSE, input: contact_id ? { contact_id } : {}, unique_key: contact_id ?? 'all' })).id }));

/**
 * Analyses these notes in the background, in the order in which they were written; queued in the caller's transaction, in whose action it
 * does its work, so that undo takes back both. What it proposes is few: see MOST_PROPOSALS. @returns the job
 */
export const queueAnalysis = async (tx: Db, ctx: Ctx, note_ids: string[]): Promise<string> => (await ctx.platform.jobs.enqueue(tx, ctx, { kind: ANALYSE_MANY, input: { note_ids } })).id;

/** Says how the jobs of this domain are done, and looks for notes whose analysis was cut off. */
export function defineNoteJobs(jobs: Jobs, platform: Platform) {
  defineRecordingJobs(jobs);
  jobs.define(ANALYSE, {
    concurrency: 2,
    // a provider may take its time, twice when this waits for somebody who then dies
    timeout_seconds: Math.max(180, 60 + 2 * platform.config.intelligence.timeout_seconds),
    async handler(ctx, { input }, { progress, signal }) {
      progress(10, 'Reading the note');
      const answer = await analyseNote(ctx, input.note_id, { signal });
      return { raw_note_id: input.note_id, entries: answer.synthesis.length, engine: answer.engine, ai_error: answer.ai_error ?? null };
    },
  });

  jobs.define(ANALYSE_MANY, {
    concurrency: 1,
    timeout_seconds: 3600,
    async handler(ctx, { id: job, input }, { progress, signal }) {
      const since = await store.startOf(ctx, ctx.space.id, job);
      const ids = await store.sortByTime(ctx, ctx.space.id, input.note_ids);
      let [notes, proposals] = [0, 0];
      for (const [i, id] of ids.entries()) {
        signal.throwIfAborted();
        if (await store.isUndone(ctx, ctx.space.id, ctx.request_id)) break;
        try {
          notes += Number((await analyseNote(ctx, id, { again: true, since, unlessUndone: true, signal })).success);
        } catch (error) {
          if (!(error instanceof Rejection && error.status === 404)) throw error; // somebody deleted it meanwhile
        }
        if (i % TRIMMED_EVERY === TRIMMED_EVERY - 1 || i === ids.length - 1) proposals = await trimProposals(ctx, MOST_PROPOSALS);
        progress(Math.min(99, Math.round((100 * (i + 1)) / ids.length)), `${i + 1} of ${ids.length} notes`);
      }
      return { notes, proposals };
    },
  });

  jobs.define(REANALYSE, {
    concurrency: 1,
    timeout_seconds: 3600,
    async handler(ctx, { id: job, input }, { progress, signal }) {
      const since = await store.startOf(ctx, ctx.space.id, job);
      const total = await store.countNotesWithContact(ctx, ctx.space.id, input.contact_id);
      let done = 0;
      for (let after: string | undefined; ; ) {
        const ids = await store.selectNoteIds(ctx, ctx.space.id, input.contact_id, after, 50);
        if (ids.length === 0) return { notes: done };
        for (const id of ids) {
          signal.throwIfAborted();
          await analyseNote(ctx, id, { again: true, since, signal });
          progress(Math.min(99, Math.round((100 * ++done) / Math.max(1, total))), `${done} of ${total} notes`);
        }
        after = ids.at(-1);
      }
    },
  });

  const look = async () => {
    try {
      for (const { note_id, contact_id, space_id, user_id, job_state, action_id } of await store.selectPendingNotes(platform.database, ORPHANED_AFTER)) {
        const ctx = await jobs.actingFor(user_id, space_id, 'system', action_id ?? undefined); // part of what stored the note, for undo
        if (ctx)
          await ctx.tx(async (tx): Promise<unknown> => {
            // somebody stopped it, or it was tried often enough: another job would come to the same
            if (job_state === 'cancelled') return store.finishAnalysis(tx, space_id, note_id, { analysis: 'none', engine: null, ai_error: null });
            if (job_state === 'failed') return store.finishAnalysis(tx, space_id, note_id, { analysis: 'failed', engine: null, ai_error: FAILED });
            return jobs.enqueue(tx, ctx, { kind: ANALYSE, input: { note_id, contact_id }, unique_key: note_id });
          });
      }
    } catch (error) {
      platform.log.warn({ err: error }, 'looking for notes without their analysis failed; the next round tries again');
    }
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    start() {
      if (platform.config.process === 'web') return;
      void look();
      timer = setInterval(look, LOOK_EVERY_MS).unref();
    },
    stop: () => clearInterval(timer),
  };
}
