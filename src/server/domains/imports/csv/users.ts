import { type Ctx, enter } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/database.ts';
import { defineFormat, type ImportRun } from '../format.ts';
import type { ImportResult, Outcome } from '../imports.schema.ts';
import * as store from '../imports.store.ts';
import { createRun, runImport, type Source } from '../run.ts';
import { kithCsv } from './csv.ts';
import { parseCsv } from './parse.ts';
import { read, type Said } from './rows.ts';

/** Somebody whose rows are in the file: the context that acts for them, in their personal space. */
export type Place = { user_id: string; username: string; ctx: Ctx };
/** What an import for users came to, in all and of each. */
export type OfUsers = ImportResult & { users: { user_id: string; username: string; import_id: string | null; counts: Record<string, number>; error_count: number }[] };

type Row = { user: string; said: Said };
type Taken = Place & { importer: ReturnType<typeof kithCsv.start>; outcome: Outcome };
type How = { dry_run: boolean; options: object; progress?: (percent: number, message: string) => void; signal?: AbortSignal };

/**
 * Imports Kith's CSV for users, each into the space of their own context, all in the caller's transaction. Each gets the record of an
 * import, which undoes their part. Rows of nobody there is are errors.
 * @param whose who is meant by a cell of the column User; or the one whose rows they all are (then there is no such column)
 * @throws 422 when the file as a whole cannot be read
 */
export async function importForUsers(tx: Db, ctx: Ctx, source: Source & { sha256: Buffer }, whose: Place | ((user: string) => Promise<Place | undefined>), { options, ...how }: How): Promise<OfUsers> {
  const several = typeof whose === 'function';
  if (several) await store.awaitSpace(tx, 'of all users'); // two of these would wait for each other's spaces
  const named = new Map<string, Taken | undefined>();
  const taken = new Map<string, Taken>();

  async function takerOf(user: string, total: ImportRun<never>): Promise<Taken | undefined> {
    const place = !several ? whose : user ? await whose(user) : undefined;
    if (!place) return undefined;
    const before = taken.get(place.user_id); // in another spelling
    if (before) return before;
    await store.awaitSpace(tx, place.ctx.space.id);
    const { run, outcome } = createRun(tx, place.ctx, options, source, how.dry_run);
    const importer = kithCsv.start({
      ...run,
      count: (...what) => (run.count(...what), total.count(...what)),
      fail: (...what) => (run.fail(...what), total.fail(...what)),
      show: (row) => (run.show(row), total.show(several ? { ...row, name: `${place.username}: ${row.name}` } : row)),
    });
    const fresh = { ...place, importer, outcome };
    taken.set(place.user_id, fresh);
    return fresh;
  }

  const format = defineFormat<Row, typeof kithCsv.options>({
    ...kithCsv,
    async *parse(open, run) {
      for await (const row of parseCsv(open, run, several)) {
        run.count('rows');
        const said = read(row);
        if ('message' in said) run.fail(said.line, said.message, said.column);
        else yield { user: several ? row.cell('User').trim() : '', said };
      }
    },
    start: (run) => ({
      async apply(rows) {
        for (const [user, theirs] of Map.groupBy(rows, (row) => row.user)) {
          if (!named.has(user)) named.set(user, await takerOf(user, run as ImportRun<never>));
          const who = named.get(user);
          if (!who) {
            for (const { said } of theirs) run.fail(said.line, user ? `There is no account "${user.slice(0, 60)}".` : 'This row names no account.', 'User');
            continue;
          }
          await enter(tx, who.ctx);
          who.outcome.counts.rows = (who.outcome.counts.rows ?? 0) + theirs.length;
          await who.importer.apply(theirs.map((row) => row.said));
        }
      },
      async finish() {
        if (!several && taken.size === 0) await takerOf('', run as ImportRun<never>); // nothing came of it, which is worth a record
      },
    }),
  });

  const outcome = await runImport(tx, ctx, format, options, source, how);
  const users: OfUsers['users'] = [];
  for (const { user_id, username, ctx: acting, outcome: theirs } of taken.values()) {
    let import_id: string | null = null;
    if (!how.dry_run) {
      await enter(tx, acting);
      const row = { kind: kithCsv.kind, file_id: null, file_name: source.name, file_size: source.size, file_hash: source.sha256, options, state: 'running' as const };
      import_id = await store.insertImport(tx, acting.space.id, acting.identity.user.id, acting.request_id, row);
      await store.finishImport(tx, acting.space.id, import_id, 'done', theirs);
    }
    users.push({ user_id, username, import_id, counts: theirs.counts, error_count: theirs.error_count });
  }
  await enter(tx, ctx);
  return { success: true, dry_run: how.dry_run, import_id: several ? null : users[0]!.import_id, action_id: how.dry_run ? null : ctx.request_id, ...outcome, errors: store.shownErrors(outcome.errors), users };
}
