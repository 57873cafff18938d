import { Gauge } from 'prom-client';
import type { Jobs } from '../jobs/jobs.ts';
import type { Realtime } from '../realtime/realtime.ts';
import type { Metrics } from './metrics.ts';

/** What runs beside requests, in the metrics: open jobs of every process together, sockets and running jobs of this one. */
export function measureBackground({ registry }: Metrics, jobs: Jobs, realtime: Realtime) {
  const registers = [registry];
  const here = new Gauge({ name: 'kith_jobs_running_here', help: 'Jobs running in this process', registers });
  const oldest = new Gauge({ name: 'kith_jobs_oldest_queued_seconds', help: 'Age of the oldest waiting job', registers });
  new Gauge({
    name: 'kith_jobs_open',
    help: 'Unfinished jobs',
    labelNames: ['kind', 'state'],
    registers,
    async collect() {
      this.reset();
      const health = await jobs.health().catch(() => undefined);
      if (!health) return; // all else is told while the database is away, above all that it is
      for (const { kind, state, jobs: n } of health.kinds) this.set({ kind, state }, n);
      here.set(health.running_here);
      oldest.set(health.oldest_queued_seconds);
    },
  });
  new Gauge({
    name: 'kith_sockets',
    help: 'Pages connected to this process',
    registers,
    collect() {
      this.set(realtime.health().sockets);
    },
  });
}
