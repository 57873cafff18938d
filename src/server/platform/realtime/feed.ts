import type { FastifyBaseLogger } from 'fastify';
import sql from 'sql-template-tag';
import type { Identity } from '../context.ts';
import type { Database } from '../database/database.ts';
import type { Listener } from '../database/listener.ts';

/** A row that changed: ids only, whoever may see more asks for it. */
export type Changed = { table: string; row_id: string; operation: string; contact_id: string | null; action_id: string };
/** What a page hears. `reset`: more changed than is told one by one; everything on screen may be stale. */
export type ChangesEvent = { space_id: string; position: number; changes: Changed[]; reset?: true };

type Row = Changed & { change_position: number; space_id: string };

/** Changes of one event. */
const CHUNK = 200;
const READ = 2_000;
/** Past this many at once a page is told to load afresh. */
const MOST_TOLD = 5_000;

export const lastPosition = async (database: Database) => (await database.anonymous<{ position: number }>(sql`select kith.last_position() as position`))[0]!.position;

/**
 * Follows the sealed feed and hands every new change to `emit`, in order. Each process reads for itself.
 * @param audience whether anybody listens at all (or in this space): nothing is read for nobody
 */
export function followFeed(database: Database, listener: Listener, log: FastifyBaseLogger, audience: (spaceId?: string) => boolean, emit: (event: ChangesEvent) => void) {
  let position: number | undefined;
  let target = 0;
  let flight: Promise<void> | undefined;
  let stopped = false;

  async function read() {
    const told = new Map<string, number>();
    while (position! < target) {
      if (stopped) return;
      if (!audience()) {
        position = target;
        break;
      }
      const rows = await database.anonymous<Row>(sql`select change_position, space_id, table_name as "table", row_id, operation, contact_id, action_id from kith.changes_after(${position}, ${READ})`);
      if (rows.length === 0) position = target;
      for (const [spaceId, changes] of Map.groupBy(rows, (row) => row.space_id)) {
        if (!audience(spaceId)) continue;
        const before = told.get(spaceId) ?? 0;
        told.set(spaceId, before + changes.length);
        if (before + changes.length <= MOST_TOLD) chunks(spaceId, changes).forEach(emit);
      }
      position = rows.at(-1)?.change_position ?? position;
    }
    for (const [spaceId, n] of told) if (n > MOST_TOLD) emit({ space_id: spaceId, position: position!, changes: [], reset: true });
  }

  function reach(sealed: number) {
    target = Math.max(target, sealed);
    if (position === undefined || flight || stopped || position >= target) return;
    flight = read()
      .catch((error: unknown) => log.warn({ err: error }, 'live updates could not be read; the next change tries again'))
      .finally(() => {
        flight = undefined;
        if (position! < target) setTimeout(reach, 500, target).unref();
      });
  }
  const catchUp = () => void lastPosition(database).then(reach, (error: unknown) => log.warn({ err: error }, 'the position of the feed is not known now'));

  listener.on('kith_changes', (payload) => reach(Number(payload)));
  listener.onConnect(catchUp); // what was sealed while nobody listened

  return {
    /** To be waited for before the first page is let in: pages are told what follows this position. */
    async start() {
      position = target = await lastPosition(database);
    },
    async stop() {
      stopped = true;
      await flight;
    },
  };
}

/** What one page missed: its spaces' changes after `since`, up to `upTo`. */
export async function missedBy(database: Database, identity: Identity, spaceIds: readonly string[], since: number, upTo: number): Promise<ChangesEvent[]> {
  const resetAll = () => spaceIds.map((space_id): ChangesEvent => ({ space_id, position: upTo, changes: [], reset: true }));
  if (since > upTo) return resetAll(); // of another database, or one from before a restore
  const tenant = { user_id: identity.user.id, read_spaces: spaceIds, write_spaces: [], channel: 'web', action_id: '' };
  const rows = await database.read<Row>(
    tenant,
    sql`select position as change_position, space_id, table_name as "table", row_id, operation, contact_id, action_id from changes
      where space_id = any(${[...spaceIds]}::uuid[]) and position > ${since} and position <= ${upTo} order by position limit ${MOST_TOLD + 1}`,
  );
  if (rows.length > MOST_TOLD) return resetAll();
  return [...Map.groupBy(rows, (row) => row.space_id)].flatMap(([spaceId, changes]) => chunks(spaceId, changes));
}

function chunks(spaceId: string, rows: Row[]): ChangesEvent[] {
  const events: ChangesEvent[] = [];
  for (let i = 0; i < rows.length; i += CHUNK) {
    const part = rows.slice(i, i + CHUNK);
    events.push({ space_id: spaceId, position: part.at(-1)!.change_position, changes: part.map(({ change_position: _, space_id: __, ...change }) => change) });
  }
  return events;
}
