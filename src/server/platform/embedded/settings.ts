import type { Place } from './place.ts';

/** For throw-away databases only: nothing survives a power cut, and commits do not wait for the disk. */
export const TEMPORARY_SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '64MB' };

/** The text of postgresql.conf for a cluster; `extra` wins over the defaults. */
export function configurationText(place: Place, extra: Record<string, string>): string {
  const settings: Record<string, string> = {
    // Reachable from this machine only, and by password only (pg_hba.conf is written by initdb).
    listen_addresses: '127.0.0.1',
    port: String(place.memory.port),
    unix_socket_directories: '',
    max_connections: '100',
    // Shows in the title of every process of this cluster, so that orphans can be told from strangers.
    cluster_name: clusterName(place),
    shared_buffers: '128MB',
    effective_cache_size: '1GB',
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    random_page_cost: '1.1',
    jit: 'off',
    fsync: 'on',
    synchronous_commit: 'on',
    // Bounds how much must be replayed after a crash.
    max_wal_size: '512MB',
    shared_preload_libraries: 'pg_stat_statements',
    timezone: 'UTC',
    lc_messages: 'C',
    // When Node is killed, a statement it left behind ends within a second instead of holding its locks.
    client_connection_check_interval: '1s',
    // Seven files, one for each day of the week, overwritten a week later.
    logging_collector: 'on',
    log_directory: 'log',
    log_filename: 'postgresql-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    log_rotation_size: '0',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] %q%u@%d ',
    // The details of an error quote the rows people wrote.
    log_error_verbosity: 'terse',
    ...extra,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  return `# Written by Kith at every start. Settings of your own: ALTER SYSTEM, which writes postgresql.auto.conf.\n${lines.join('\n')}\n`;
}

export function clusterName(place: Place): string {
  return `kith-${place.memory.id}`;
}
