import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { Socket } from 'socket.io-client';
import { api, ApiError, read } from '../lib/api.ts';
import { noticeFailure } from '../lib/availability.ts';
import { leaveToLogin, reload } from '../lib/leave.ts';
import type { Job } from '../lib/types.ts';

export type Connection = 'connecting' | 'live' | 'reconnecting' | 'offline';

type Changed = { table: string; row_id: string; operation: string; contact_id: string | null };

/**
 * Which cached queries a changed row makes stale: the one place where tables and queries meet. In a key, `@` is the person the row is
 * about and `#` the row itself; a table may have several lines.
 */
const STALE: [table: string, ...keys: string[]][] = [
  ['contacts', 'contacts', 'contact/#', 'search'],
  ['contacts', 'calendar'],
  ['contacts', 'duplicates'],
  ['merges', 'merges', 'duplicates'],
  ['not_duplicates', 'duplicates'],
  ['contacts', 'insights/network', 'insights/#'],
  ['tags', 'tags', 'contacts', 'contact'],
  ['contact_tags', 'tags', 'contacts', 'contact/@'],
  ['notes', 'notes/@', 'note/#', 'contact/@', 'search'],
  ['notes', 'timeline/@', 'insights/network', 'insights/@'],
  ['entries', 'entries/@', 'contact/@', 'search'],
  ['entries', 'timeline/@', 'insights/network', 'insights/@'],
  ['contacts', 'relationships', 'groups', 'graph'],
  ['contact_tags', 'graph'],
  ['notes', 'graph'],
  ['entries', 'graph'],
  ['interactions', 'graph'],
  ['tags', 'graph'],
  ['relationships', 'relationships', 'graph'],
  ['groups', 'groups', 'contacts', 'graph', 'search'],
  ['group_members', 'groups', 'contacts', 'graph'],
  ['proposals', 'proposals'],
  ['entry_mentions', 'entries'],
  ['entry_successors', 'entries'],
  ['recordings', 'recordings/@'],
  ['notes', 'notes/tagged'],
  ['note_tags', 'notes/tagged', 'notes/@'],
  ['interactions', 'contact/@', 'contacts'],
  ['interactions', 'timeline/@', 'insights/network', 'insights/@'],
  ['contacts', 'briefing/#'],
  ['entries', 'briefing/@'],
  ['notes', 'briefing/@'],
  ['interactions', 'briefing/@'],
  ['relationships', 'briefing'],
  ['events', 'briefing'],
  ['entry_successors', 'briefing'],
  ['event_contacts', 'briefing'],
  ['saved_filters', 'saved-filters'],
  ['events', 'calendar', 'search', 'timeline'],
  ['calendars', 'calendar'],
  ['event_contacts', 'calendar', 'timeline'],
  ['event_exdates', 'calendar'],
  ['reminders', 'reminders'],
  ['chat_messages', 'messages/@', 'search'],
  ['notes', 'timeline/all'],
  ['entries', 'timeline/all'],
  ['interactions', 'timeline/all', 'search'],
  ['note_mentions', 'timeline/@'],
  ['contacts', 'timeline/#', 'timeline/all'],
  ['tags', 'search'],
  ['events', 'today'],
  ['event_contacts', 'today'],
  ['event_exdates', 'today'],
  ['calendars', 'today'],
  ['reminders', 'today'],
  ['contacts', 'today'],
  ['interactions', 'today'],
  ['notes', 'today'],
  ['entries', 'today'],
  ['entry_successors', 'today'],
  ['proposals', 'today'],
  ['entries', 'follow-ups/@', 'follow-ups/all'],
  ['events', 'follow-ups'],
  ['jobs', 'jobs', 'job/#'],
  ['spaces', 'spaces'],
  ['space_members', 'spaces'],
  ['memberships', 'spaces'],
  ['invitations', 'spaces'],
  ['preferences', 'preferences', 'session'],
];

function staleKeys({ table, row_id, contact_id }: Changed): unknown[][] {
  const parts: Record<string, string | null> = { '@': contact_id, '#': row_id };
  const keys = STALE.flatMap(([name, ...of]) => (name === table ? of : []));
  return keys.map((key) => key.split('/').map((part) => (part in parts ? parts[part] : part)).filter((part) => part !== null));
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
    let again: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const lost = () => {
      setState(navigator.onLine ? 'reconnecting' : 'offline');
      noticeFailure();
    };
    setState(navigator.onLine ? 'connecting' : 'offline');

    void firstPaint().then(() => import('socket.io-client')).then(({ io }) => {
      if (stopped) return;
      socket = io({
        path: '/api/socket',
        // Without the step from polling to WebSocket a connection that breaks early is noticed at once.
        transports: ['websocket', 'polling'],
        tryAllTransports: true,
        // Asked for at every connection: the server tells what was missed since then.
        auth: (give) => give({ space_id: spaceId, ...(feed.position() === undefined ? {} : { since: feed.position() }) }),
        reconnectionDelayMax: 10_000,
      });
      socket.on('connect', () => setState('live'));
      socket.on('position', ({ position }: { position: number }) => feed.reached(position));
      socket.on('changes', (event: ChangesEvent) => feed.take(event));
      socket.on('job', (job: JobEvent) => feed.progress(job));
      socket.on('connect_error', lost);
      socket.on('closing', ({ reason }: { reason: string }) => {
        if (reason === 'signed_out') void leaveIfSignedOut();
        if (reason === 'membership') reload();
      });
      socket.on('disconnect', (reason) => {
        lost();
        if (reason === 'io server disconnect') again = setTimeout(() => socket?.connect(), 3000);
      });
    });

    const online = () => {
      lost();
      socket?.connect();
    };
    addEventListener('online', online);
    addEventListener('offline', lost);
    return () => {
      stopped = true;
      clearTimeout(again);
      socket?.disconnect();
      removeEventListener('online', online);
      removeEventListener('offline', lost);
    };
  }, [queries, spaceId]);
}

/** Until the page is drawn and the browser has nothing better to do: what is on screen comes before what keeps it up to date. */
function firstPaint(): Promise<unknown> {
  return new Promise((done) => ('requestIdleCallback' in window ? requestIdleCallback(done, { timeout: 1500 }) : setTimeout(done, 300)));
}

/** A session may also have been renewed, as after a new password: then the socket just connects again. */
async function leaveIfSignedOut(): Promise<void> {
  try {
    await read(api.GET('/api/v1/auth/session'));
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) leaveToLogin();
  }
}

type ChangesEvent = { position: number; changes: Changed[]; reset?: boolean };
type JobEvent = Pick<Job, 'id' | 'state' | 'progress' | 'message' | 'error'>;

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
  const reached = (upTo: number) => {
    position = Math.max(position ?? 0, upTo);
  };

  return {
    position: () => position,
    reached,
    take({ position: upTo, changes, reset }: ChangesEvent): void {
      reached(upTo);
      if (reset) return void queries.invalidateQueries();
      const keys = changes.flatMap(staleKeys);
      if (changes.length > 0) keys.push(['actions'], ['imports'], ['audit-log']);
      for (const key of keys) waiting.set(JSON.stringify(key), key);
      if (keys.length > 0) timer ??= setTimeout(flush, 80);
    },
    progress(job: JobEvent): void {
      queries.setQueryData<Job>(['job', job.id], (known) => known && { ...known, ...job });
      if (job.state !== 'running') void queries.invalidateQueries({ queryKey: ['job', job.id] });
      void queries.invalidateQueries({ queryKey: ['jobs'] });
    },
  };
}
