import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { Socket } from 'socket.io-client';
import { api, read } from '../lib/api.ts';
import type { Job } from '../lib/types.ts';

export type Connection = 'connecting' | 'live' | 'reconnecting' | 'offline';

type Changed = { table: string; row_id: string; operation: string; contact_id?: string | null };

/** Which cached queries a changed row makes stale. The one place where tables and queries meet. */
function staleKeys({ table, row_id, contact_id }: Changed): unknown[][] {
  const person = contact_id ?? undefined;
  const about = (name: string) => (person ? [name, person] : [name]);
  switch (table) {
    case 'contacts':
      return [['contacts'], ['contact', row_id], ['search']];
    case 'tags':
      return [['tags'], ['contacts'], ['contact']];
    case 'contact_tags':
      return [['tags'], ['contacts'], about('contact')];
    case 'notes':
      return [about('notes'), ['notes', 'recent'], ['note', row_id], about('contact'), ['contacts', 'recent'], ['search']];
    case 'entries':
      return [about('entries'), about('contact'), ['search']];
    case 'jobs':
      return [['jobs'], ['job', row_id]];
    case 'spaces':
    case 'space_members':
    case 'memberships':
    case 'invitations':
      return [['spaces']];
    case 'preferences':
      return [['preferences'], ['session']];
    default:
      return [];
  }
}

let state: Connection = 'connecting';
const listeners = new Set<() => void>();

function setState(next: Connection): void {
  state = next;
  for (const listener of listeners) listener();
}

export function useConnection(): Connection {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}

/** Keeps what is on screen up to date while somebody is signed in: changes of the space and progress of jobs. */
export function useLive(spaceId: string): void {
  const queries = useQueryClient();
  useEffect(() => {
    const feed = createFeed(queries);
    let socket: Socket | undefined;
    let stopped = false;
    setState(navigator.onLine ? 'connecting' : 'offline');
    void import('socket.io-client').then(({ io }) => {
      if (stopped) return;
      socket = io({ path: '/api/socket', auth: { space_id: spaceId }, reconnectionDelayMax: 10_000 });
      socket.on('connect', () => {
        setState('live');
        void feed.catchUp();
      });
      socket.on('disconnect', () => setState(navigator.onLine ? 'reconnecting' : 'offline'));
      socket.on('connect_error', () => setState(navigator.onLine ? 'reconnecting' : 'offline'));
      socket.on('changes', (message: { position: number; changes: Changed[] }) => feed.take(message.changes, message.position));
      socket.on('job', (job: Pick<Job, 'id' | 'state' | 'progress' | 'message'>) => feed.progress(job));
    });
    const online = () => {
      setState('reconnecting');
      socket?.connect();
    };
    const offline = () => setState('offline');
    addEventListener('online', online);
    addEventListener('offline', offline);
    return () => {
      stopped = true;
      socket?.disconnect();
      removeEventListener('online', online);
      removeEventListener('offline', offline);
    };
  }, [queries, spaceId]);
}

function createFeed(queries: QueryClient) {
  let position: number | undefined;
  let waiting = new Map<string, unknown[]>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  // Many changes at once (an import) refresh each list once.
  const flush = () => {
    timer = undefined;
    const keys = waiting;
    waiting = new Map();
    for (const queryKey of keys.values()) void queries.invalidateQueries({ queryKey });
  };
  const take = (changes: Changed[], upTo?: number) => {
    if (upTo !== undefined) position = Math.max(position ?? 0, upTo);
    const keys = changes.flatMap(staleKeys);
    if (changes.length > 0) keys.push(['actions'], ['audit-log']);
    for (const key of keys) waiting.set(JSON.stringify(key), key);
    if (keys.length > 0) timer ??= setTimeout(flush, 80);
  };

  return {
    take,
    /** What was missed while the connection was gone; without a known position, everything on screen. */
    async catchUp(): Promise<void> {
      if (position === undefined) return;
      try {
        const page = await read(api.GET('/api/v1/changes', { params: { query: { since: position, limit: 100 } } }));
        if (page.has_more) {
          await queries.invalidateQueries();
          position = page.position;
        } else take(page.data.map(({ table_name, ...change }) => ({ ...change, table: table_name })), page.position);
      } catch {
        await queries.invalidateQueries();
      }
    },
    progress(job: Pick<Job, 'id' | 'state' | 'progress' | 'message'>): void {
      queries.setQueryData<Job>(['job', job.id], (known) => known && { ...known, ...job });
      if (job.state !== 'running') void queries.invalidateQueries({ queryKey: ['job', job.id] });
      void queries.invalidateQueries({ queryKey: ['jobs'] });
    },
  };
}
