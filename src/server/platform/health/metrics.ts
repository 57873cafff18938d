import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from '../database/database.ts';
import type { App } from '../http/server.ts';
import type { Usage } from '../intelligence/types.ts';

/** A query slower than this is counted and listed (F-62). */
const SLOW_MS = 500;
const KEPT = 50;

export type SlowQuery = { at: string; ms: number; text: string };

/** Prometheus metrics of one process, and the slow queries it has seen. */
export function createMetrics(app: App, database: Database) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const http = new Histogram({ name: 'kith_http_request_seconds', help: 'Time to answer a request', labelNames: ['method', 'route', 'status'], buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10], registers: [registry] });
  const sql = new Histogram({ name: 'kith_sql_query_seconds', help: 'Time of a database query', buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5], registers: [registry] });
  const slow = new Counter({ name: 'kith_sql_slow_queries_total', help: `Database queries over ${SLOW_MS} ms`, registers: [registry] });
  new Gauge({
    name: 'kith_sql_connections',
    help: 'Database connections of this process',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { totalCount, idleCount, waitingCount } = database.pool;
      this.set({ state: 'open' }, totalCount);
      this.set({ state: 'idle' }, idleCount);
      this.set({ state: 'waiting' }, waitingCount);
    },
  });
  const ai = {
    calls: new Histogram({ name: 'kith_ai_call_seconds', help: 'Time of a call to an AI provider', labelNames: ['provider', 'model', 'capability', 'outcome'], buckets: [0.25, 0.5, 1, 2.5, 5, 10, 30, 60], registers: [registry] }),
    tokens: new Counter({ name: 'kith_ai_tokens_total', help: 'Tokens sent to and received from AI providers', labelNames: ['provider', 'model', 'direction'], registers: [registry] }),
    cost: new Counter({ name: 'kith_ai_cost_usd_total', help: 'What AI providers cost, as far as their prices are known', labelNames: ['provider', 'model'], registers: [registry] }),
  };
  const slowQueries: SlowQuery[] = [];

  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    const seconds = reply.elapsedTime / 1000;
    http.observe({ method: request.method, route, status: reply.statusCode }, seconds);
    const level = reply.statusCode >= 500 || seconds > 1 ? 'warn' : 'debug';
    request.log[level]({ method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered');
    done();
  });
  database.observe((text, ms) => {
    sql.observe(ms / 1000);
    if (ms < SLOW_MS) return;
    slow.inc();
    // the text has placeholders for every value, so it holds nothing of a person
    slowQueries.unshift({ at: new Date().toISOString(), ms: Math.round(ms), text: text.replace(/\s+/g, ' ').slice(0, 500) });
    slowQueries.length = Math.min(slowQueries.length, KEPT);
  });
  /** Counts a call to a provider. */
  function provider({ provider, model, capability, outcome, duration_ms, input_tokens, output_tokens, cost_usd }: Usage) {
    ai.calls.observe({ provider, model, capability, outcome }, duration_ms / 1000);
    ai.tokens.inc({ provider, model, direction: 'sent' }, input_tokens ?? 0);
    ai.tokens.inc({ provider, model, direction: 'received' }, output_tokens ?? 0);
    ai.cost.inc({ provider, model }, cost_usd ?? 0);
  }
  return { registry, slowQueries, provider };
}
export type Metrics = ReturnType<typeof createMetrics>;
