import { Counter, type Registry } from 'prom-client';
import type { Database } from '../database/database.ts';
import type { Egress } from '../egress/index.ts';
import type { App } from '../http/server.ts';
import type { Usage } from '../intelligence/index.ts';
import type { TelemetryConfig } from './config.ts';
import { createOutbox, type OutboxCounts } from './outbox.ts';
import { type Span, tracesBody } from './otlp.ts';
import { envelopeOf, eventOf, type Fault } from './sentry.ts';
import { followRequests } from './traces.ts';

/** Errors and traces for the owner's own tools (F-69). See docs/decisions/0008-telemetry.md. */
export type Telemetry = {
  /** Something failed in a way nobody meant. Never waits, never throws. */
  fault(fault: Fault): void;
  /** A provider was called. */
  provider(usage: Usage): void;
  close(): Promise<void>;
};

type Deps = { app: App; database: Database; egress: Egress; registry: Registry; version: string };

/**
 * Follows what the configuration asks for; asked for nothing, it adds no hook, keeps nothing and sends nothing. To be called
 * before other hooks are added: a request is followed from there on.
 */
export function createTelemetry({ sentry, otlp }: TelemetryConfig, { app, database, egress, registry, version }: Deps): Telemetry {
  if (!sentry && !otlp) return { fault: () => undefined, provider: () => undefined, close: async () => undefined };
  const items = new Counter({ name: 'kith_telemetry_items_total', help: 'Errors and spans for outside tools, sent or dropped', labelNames: ['to', 'outcome'], registers: [registry] });
  const countsOf = (to: string): OutboxCounts => {
    for (const outcome of ['sent', 'dropped']) items.inc({ to, outcome }, 0);
    return { sent: (n) => items.inc({ to, outcome: 'sent' }, n), dropped: (n) => items.inc({ to, outcome: 'dropped' }, n) };
  };
  const release = `kith@${version}`;

  const events =
    sentry &&
    createOutbox<ReturnType<typeof eventOf>>(egress, app.log, countsOf('sentry'), {
      url: sentry.url,
      name: 'telemetry.sentry',
      headers: { 'content-type': 'application/x-sentry-envelope', 'x-sentry-auth': `Sentry sentry_version=7, sentry_client=kith/${version}, sentry_key=${sentry.key}` },
      encode: ([event]) => envelopeOf(event!),
      batch: 1,
      capacity: 100,
      every_ms: 5_000,
    });
  const spans =
    otlp &&
    createOutbox<Span>(egress, app.log, countsOf('otlp'), {
      url: otlp.url,
      name: 'telemetry.otlp',
      headers: { ...otlp.headers, 'content-type': 'application/json' },
      encode: (batch) => tracesBody(batch, otlp.service, version),
      batch: 500,
      capacity: 5_000,
      every_ms: 2_000,
    });

  const traces = otlp && spans && followRequests(app, database, otlp.ratio, spans.add);
  const fault: Telemetry['fault'] = (what) => events?.add(eventOf(what, release));
  if (events)
    app.addHook('onResponse', async (request, reply) => {
      if (request.fault === null) return;
      const route = request.routeOptions.url ?? 'unknown';
      fault({ error: request.fault, place: `${request.method} ${route}`, request_id: request.id, tags: { route, method: request.method, status: String(reply.statusCode) } });
    });
  return {
    fault,
    provider: (usage) => traces?.provider(usage),
    close: async () => void (await Promise.all([events?.close(), spans?.close()])),
  };
}
