import { timingSafeEqual } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import { availableParallelism, freemem, loadavg, totalmem } from 'node:os';
import { dirname } from 'node:path';
import type { FastifyRequest } from 'fastify';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { isLoopback } from '../config.ts';
import type { Platform } from '../context.ts';
import { sha256 } from '../crypto.ts';
import { forbidden, unauthenticated } from '../errors.ts';
import type { App } from '../http/server.ts';
import type { Metrics } from './metrics.ts';

const Status = z.enum(['ok', 'degraded', 'down']);
const Live = z.object({ status: z.literal('ok') });
const Ready = z.object({ status: Status, checks: z.record(z.string(), Status) });
const Part = z.looseObject({ status: Status });
const Detailed = z.object({ status: Status, version: z.string(), uptime_seconds: z.int(), parts: z.record(z.string(), Part), slow_queries: z.array(z.object({ at: z.string(), ms: z.int(), text: z.string() })) });

type PartState = { status: z.infer<typeof Status> } & Record<string, unknown>;
/** A part of Kith that can say how it is. Must answer within a second; a throw means down. */
export type Check = () => Promise<PartState> | PartState;

const CHECK_LIMIT_MS = 1000;
const started = Date.now();

async function run(check: Check): Promise<PartState> {
  const limit = new Promise<never>((_, reject) => setTimeout(reject, CHECK_LIMIT_MS, new Error('no answer within 1 s')).unref());
  try {
    return await Promise.race([check(), limit]);
  } catch {
    return { status: 'down', error: 'no answer' };
  }
}

const worst = (states: PartState[]): z.infer<typeof Status> => (states.some((s) => s.status === 'down') ? 'down' : states.some((s) => s.status === 'degraded') ? 'degraded' : 'ok');

/** Health and metrics, under /api/v1 and, for probes, also at the root. `checks` are the parts beside database and machine. */
export function healthRoutes(app: App, platform: Platform, metrics: Metrics, version: string, checks: Record<string, Check>) {
  const { config, database } = platform;
  const all: Record<string, Check> = {
    database: async () => {
      const start = performance.now();
      await database.anonymous(sql`select 1`);
      const { totalCount, idleCount, waitingCount } = database.pool;
      return { status: 'ok', ms: Math.round(performance.now() - start), connections: totalCount, idle: idleCount, waiting: waitingCount };
    },
    storage: async () => {
      // nothing is kept there with a database and a master key from elsewhere, so it may never have been made
      const { bavail, bsize, blocks } = await statfs(config.data_dir).catch(() => statfs(dirname(config.data_dir)));
      const free = bavail * bsize;
      return { status: free < 500e6 ? 'degraded' : 'ok', free_bytes: free, total_bytes: blocks * bsize };
    },
    process: () => ({ status: 'ok', memory_bytes: process.memoryUsage.rss(), load: loadavg()[0], cpus: availableParallelism(), free_memory_bytes: freemem(), total_memory_bytes: totalmem() }),
    providers: () => {
      const providers = platform.intelligence.status();
      return { status: providers.some((provider) => provider.configured && provider.breaker === 'open') ? 'degraded' : 'ok', providers };
    },
    integrations: () => ({ status: 'ok', telegram: { configured: config.telegram.config !== null, missing: config.telegram.missing } }),
    ...checks,
  };

  // What tells about the inside needs an admin or the metrics token; on loopback without a token it is open, but not to those whom a
  // proxy on this machine lets in.
  const guard = (request: FastifyRequest) => {
    if (!config.metrics_token && config.loopback && isLoopback(request.ip)) return;
    const token = request.headers.authorization?.replace(/^Bearer /i, '');
    if (config.metrics_token && token && timingSafeEqual(sha256(token), sha256(config.metrics_token))) return;
    if (!request.identity) throw unauthenticated('Sign in as an admin, or send KITH_METRICS_TOKEN as a bearer token.');
    if (request.identity.user.role !== 'admin') throw forbidden('Only an admin may see this.');
  };
  const open = { access: 'public', rateLimit: false } as const;
  const tags = ['Health'];

  app.get('/health/live', { schema: { tags, summary: 'The process runs', response: { 200: Live } }, config: open }, async () => ({ status: 'ok' as const }));

  const ready = async () => {
    const state = await run(all.database!);
    return { status: state.status, checks: { database: state.status } };
  };
  for (const url of ['/health', '/health/ready'])
    app.get(url, { schema: { tags, summary: 'The process can serve requests', response: { 200: Ready, 503: Ready } }, config: open }, async (_request, reply) => {
      const answer = await ready();
      return reply.code(answer.status === 'down' ? 503 : 200).send(answer);
    });

  app.get('/health/detailed', { schema: { tags, summary: 'How every part is', response: { 200: Detailed } }, config: open }, async (request) => {
    guard(request);
    const names = Object.keys(all);
    const states = await Promise.all(names.map((name) => run(all[name]!)));
    return {
      status: worst(states),
      version,
      uptime_seconds: Math.floor((Date.now() - started) / 1000),
      parts: Object.fromEntries(names.map((name, i) => [name, states[i]!])),
      slow_queries: metrics.slowQueries,
    };
  });

  app.get('/metrics', { schema: { tags, summary: 'Metrics in Prometheus format', response: { 200: { content: { 'text/plain': { schema: z.string() } } } } }, config: open }, async (request, reply) => {
    guard(request);
    return reply.type(metrics.registry.contentType).serializer(String).send(await metrics.registry.metrics());
  });
}
