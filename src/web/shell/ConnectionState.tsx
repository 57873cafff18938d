import clsx from 'clsx';
import { useTrouble } from '../lib/availability.ts';
import { useConnection, type Connection } from './live.ts';

const looks: Record<Connection, { label: string; dot: string }> = {
  connecting: { label: 'Connecting …', dot: 'bg-faint' },
  live: { label: 'Live', dot: 'bg-success' },
  reconnecting: { label: 'Reconnecting …', dot: 'bg-warning animate-pulse' },
  offline: { label: 'Offline', dot: 'bg-danger' },
};

/** Whether what is on screen follows the server. On a phone only trouble is shown. */
export function ConnectionState({ onlyTrouble = false }: { onlyTrouble?: boolean }) {
  const connection = useConnection();
  const trouble = useTrouble();
  const state = trouble && connection === 'live' ? 'reconnecting' : connection;
  const quiet = !(state === 'reconnecting' || state === 'offline');
  return (
    <p role="status" className={clsx('flex items-center gap-2 text-sm text-muted', onlyTrouble && quiet && 'sr-only')}>
      <span aria-hidden className={clsx('size-2 rounded-full', looks[state].dot)} />
      {looks[state].label}
    </p>
  );
}
