import sql from 'sql-template-tag';
import type { Database } from '../database/database.ts';
import type { App } from '../http/server.ts';

/** Faults are written together: a storm of them must not be a storm of writes. */
const WAIT_MS = 500;

/**
 * Counts the faults of this server for the admin pages: route and kind, never a message, which may hold anything. What cannot be
 * written is let go; the log has it.
 */
export function keepFaults(app: App, database: Database) {
  const waiting = new Map<string, { route: string; code: string; count: number }>();
  let timer: NodeJS.Timeout | undefined;

  async function flush() {
    clearTimeout(timer);
    timer = undefined;
    const faults = [...waiting.values()];
    waiting.clear();
    if (faults.length === 0) return;
    await database
      .anonymous(sql`select kith.note_faults(${faults.map(({ route }) => route)}::text[], ${faults.map(({ code }) => code)}::text[], ${faults.map(({ count }) => count)}::int[])`)
      .catch((error: unknown) => app.log.warn({ err: error }, 'faults could not be counted'));
  }

  app.addHook('onResponse', (request, _reply, done) => {
    if (request.fault !== null) {
      const route = `${request.method} ${request.routeOptions.url ?? 'unknown'}`;
      const code = codeOf(request.fault);
      const known = waiting.get(`${route} ${code}`);
      if (known) known.count++;
      else waiting.set(`${route} ${code}`, { route, code, count: 1 });
      timer ??= setTimeout(() => void flush(), WAIT_MS).unref();
    }
    done();
  });
  return { close: flush };
}

/** A word for the kind of fault: the code of PostgreSQL or Node, else the name of the error. */
function codeOf(fault: unknown): string {
  const { code, name } = (fault ?? {}) as { code?: unknown; name?: unknown };
  return [code, name].find((word): word is string => typeof word === 'string' && /^[\w.-]{1,64}$/.test(word)) ?? 'unknown';
}
