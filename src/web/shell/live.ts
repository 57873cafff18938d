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
 * about and `#` the row itself.
 */
const STALE: Record<string, string[]> = {
  calendars: ['calendar', 'today'],
  chat_messages: ['messages/@', 'search'],
  contact_tags: ['contact/@', 'contacts', 'graph', 'tags'],
  contacts: ['briefing/#', 'calendar', 'contact/#', 'contacts', 'duplicates', 'entries', 'follow-ups', 'graph', 'groups', 'insights/#', 'insights/network', 'notes', 'proposals', 'relationships', 'reminders', 'search', 'timeline/#', 'timeline/all', 'today'],
  entries: ['briefing/@', 'contact/@', 'contacts', 'entries/@', 'follow-ups/@', 'follow-ups/all', 'graph', 'insights/@', 'insights/network', 'search', 'timeline/@', 'timeline/all', 'today'],
  entry_mentions: ['entries'],
  entry_successors: ['briefing', 'entries', 'today'],
  entry_versions: ['entries'],
  event_attendees: ['briefing', 'calendar', 'timeline', 'today'],
  event_contacts: ['briefing', 'calendar', 'timeline', 'today'],
  event_exdates: ['calendar', 'today'],
  event_reminders: ['calendar'],
  events: ['briefing', 'calendar', 'follow-ups', 'search', 'timeline', 'today'],
  group_members: ['contacts', 'graph', 'groups'],
  groups: ['contacts', 'graph', 'groups', 'search'],
  interactions: ['briefing/@', 'contact/@', 'contacts', 'graph', 'insights/@', 'insights/network', 'search', 'timeline/@', 'timeline/all', 'today'],
  invitations: ['spaces'],
  jobs: ['job/#', 'jobs'],
  memberships: ['spaces'],
  merges: ['duplicates', 'merges'],
  not_duplicates: ['duplicates'],
  note_mentions: ['timeline/@'],
  note_tags: ['notes/@', 'notes/tagged'],
  notes: ['briefing/@', 'contact/@', 'contacts', 'graph', 'insights/@', 'insights/network', 'note/#', 'notes/@', 'notes/tagged', 'search', 'timeline/@', 'timeline/all', 'today'],
  preferences: ['preferences', 'session'],
  proposals: ['proposals', 'today'],
  recordings: ['recordings/@'],
  relationships: ['briefing', 'graph', 'relationships'],
  reminders: ['reminders', 'today'],
  saved_filters: ['saved-filters'],
  space_members: ['spaces'],
  spaces: ['spaces'],
  tags: ['contact', 'contacts', 'graph', 'notes', 'search', 'tags'],
};

function staleKeys({ table, row_id, contact_id }: Changed): unknown[][] {
  const parts: Record<string, string | null> = { '@': contact_id, '#': row_id };
  return (STALE[table] ?? []).map((key) => key.split('/').map((part) => (part in parts ? parts[part] : part)).filter((part) => part !== null));
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
