import type { Ctx } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/database.ts';
import { notFound, Rejection, unacceptable } from '../../../platform/errors.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import { countPeople } from '../bulk.store.ts';
import { deleteContacts as deleteRows } from '../people.store.ts';
import { TAGS_PER_CONTACT } from '../tags.ts';
import type { BulkDelete, BulkUpdate } from './batch.schema.ts';
import * as store from './batch.store.ts';

const UPDATE = 'update_contacts';
const DELETE = 'delete_contacts';
/** As many people are changed while somebody waits; more become a job. */
const AT_ONCE = 1000;
const CHUNK = 1000;

type Report = (done: number, total: number) => void;
type Queued = { job_id: string; matched: number };

/** People in portions, so that no statement is about all of them and progress can be told. */
async function inPortions(ids: string[], report: Report, work: (portion: string[]) => Promise<void>) {
  for (let from = 0; from < ids.length; from += CHUNK) {
    await work(ids.slice(from, from + CHUNK));
    report(Math.min(ids.length, from + CHUNK), ids.length);
  }
}

async function update(tx: Db, ctx: Ctx, { ids, filter, set = {}, add_tag_ids = [], remove_tag_ids = [] }: BulkUpdate, report: Report = () => {}): Promise<number> {
  const [add, named] = [[...new Set(add_tag_ids)], [...new Set([...add_tag_ids, ...remove_tag_ids])]];
  const remove = named.filter((id) => !add.includes(id));
  await requireTags(tx, ctx, named);
  const changed = new Set<string>();
  const all = await store.lockMatching(tx, ctx.space.id, { ids, filter });
  await inPortions(all, report, async (portion) => {
    const parts = [
      await store.updateContacts(tx, ctx.space.id, portion, set),
      remove.length ? await store.deleteTags(tx, ctx.space.id, portion, remove) : [],
      add.length ? await store.insertTags(tx, ctx.space.id, portion, add) : [],
    ];
    const full = add.length ? await store.selectOverloaded(tx, ctx.space.id, portion, TAGS_PER_CONTACT) : undefined;
    if (full) throw unacceptable('add_tag_ids', `${full.full_name} would have more than ${TAGS_PER_CONTACT} tags. Nobody was changed.`);
    for (const id of parts.flat()) changed.add(id);
  });
  return changed.size;
}

async function remove(tx: Db, ctx: Ctx, { ids, filter }: BulkDelete, report: Report = () => {}): Promise<number> {
  const all = await store.lockMatching(tx, ctx.space.id, { ids, filter });
  await inPortions(all, report, async (portion) => void (await deleteRows(tx, ctx.space.id, portion)));
  return all.length;
}

async function requireTags(tx: Db, ctx: Ctx, ids: string[]): Promise<void> {
  if (ids.length > 0 && (await store.countTags(tx, ctx.space.id, ids)) < ids.length) throw notFound('tag');
}

/** An id of nobody here, or of another tenant, is refused like anywhere else, and nothing is done. */
async function requirePeople(tx: Db, ctx: Ctx, ids: string[] | undefined): Promise<void> {
  if (ids && (await countPeople(tx, ctx.space.id, ids)) < new Set(ids).size) throw new Rejection(404, 'not_found', 'One of these people does not exist any more. Nothing was changed.', { field: 'ids' });
}

/** Queues `kind` when a filter matches more people than somebody should wait for. */
async function queueLarge(tx: Db, ctx: Ctx, kind: string, body: BulkDelete, tagIds: string[] = []): Promise<Queued | undefined> {
  await requirePeople(tx, ctx, body.ids);
  if (body.ids) return undefined;
  const matched = await store.countMatching(tx, ctx.space.id, body);
  if (matched <= AT_ONCE) return undefined;
  await requireTags(tx, ctx, tagIds); // now, not when nobody looks any more
  return { job_id: (await ctx.platform.jobs.enqueue(tx, ctx, { kind, input: body })).id, matched };
}

/**
 * Changes many people in one action, or none when something is wrong. More than 1,000 become a job.
 * @throws 404 for a person or tag that is not there, 422 when somebody would have too many tags
 */
export const updateContacts = (ctx: Ctx, body: BulkUpdate): Promise<number | Queued> =>
  ctx.tx(async (tx) => (await queueLarge(tx, ctx, UPDATE, body, [...new Set([...(body.add_tag_ids ?? []), ...(body.remove_tag_ids ?? [])])])) ?? update(tx, ctx, body), { timeout: 'complex' });

/** Deletes many people with everything that hangs on them, in one action. More than 1,000 become a job. @throws 404 for a person who is not there */
export const deleteContacts = (ctx: Ctx, body: BulkDelete): Promise<number | Queued> => ctx.tx(async (tx) => (await queueLarge(tx, ctx, DELETE, body)) ?? remove(tx, ctx, body), { timeout: 'complex' });

/** Says how bulk changes of many people are done: in one transaction, so all or nothing. */
export function defineBatchJobs(jobs: Jobs) {
  const define = <T extends BulkDelete>(kind: string, word: string, work: (tx: Db, ctx: Ctx, body: T, report: Report) => Promise<number>) =>
    jobs.define(kind, {
      concurrency: 1,
      timeout_seconds: 600,
      serial: () => 'bulk',
      async handler(ctx, { input }, { progress, signal }) {
        const report: Report = (done, total) => {
          signal.throwIfAborted();
          progress(Math.min(99, Math.round((100 * done) / total)), `${done} of ${total} people`);
        };
        return { [word]: await ctx.tx((tx) => work(tx, ctx, input as T, report), { timeout: 'export' }) };
      },
    });
  define<BulkUpdate>(UPDATE, 'updated', update);
  define<BulkDelete>(DELETE, 'deleted', remove);
}
