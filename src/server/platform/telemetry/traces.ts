import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database } from '../database/database.ts';
import type { App } from '../http/server.ts';
import type { Usage } from '../intelligence/index.ts';
import { newSpanId, newTraceId, type Span } from './otlp.ts';

/** A request that wrote a thousand rows is told by its first statements. */
const MOST_CHILDREN = 200;
const MOST_SQL = 2_000;
/** What watches Kith is not worth watching. */
const PROBES = /^(\/api\/v1)?\/(health|metrics)/;

type Trace = { trace_id: string; span_id: string; start_ms: number; children: Span[]; left_out: number };

const now = () => performance.timeOrigin + performance.now();

/**
 * Follows requests: a span each with its route, below it one for each SQL statement and each call of an AI provider. The trace
 * of a request goes with its asynchronous calls, so nothing has to pass it on.
 * @param ratio which part of the requests is followed
 */
export function followRequests(app: App, database: Database, ratio: number, keep: (span: Span) => void) {
  const current = new AsyncLocalStorage<Trace>();
  const traces = new WeakMap<object, Trace>();

  function child(ms: number, span: Pick<Span, 'name' | 'attributes' | 'failed'>) {
    const trace = current.getStore();
    if (!trace) return;
    if (trace.children.length >= MOST_CHILDREN) return void trace.left_out++;
    const end_ms = now();
    trace.children.push({ ...span, trace_id: trace.trace_id, span_id: newSpanId(), parent_id: trace.span_id, kind: 'client', start_ms: end_ms - ms, end_ms });
  }

  app.addHook('onRequest', (request, _reply, done) => {
    if (PROBES.test(request.routeOptions.url ?? '') || Math.random() >= ratio) return done();
    const trace: Trace = { trace_id: newTraceId(), span_id: newSpanId(), start_ms: now(), children: [], left_out: 0 };
    traces.set(request, trace);
    current.run(trace, done);
  });
  // reading the body leaves the asynchronous context of the request
  app.addHook('preValidation', (request, _reply, done) => {
    const trace = traces.get(request);
    if (trace) current.run(trace, done);
    else done();
  });
  app.addHook('onResponse', async (request, reply) => {
    const trace = traces.get(request);
    if (!trace) return;
    const route = request.is404 ? undefined : request.routeOptions.url;
    const attributes = { 'http.request.method': request.method, 'http.route': route, 'http.response.status_code': reply.statusCode, 'kith.request_id': request.id, 'kith.spans_left_out': trace.left_out || null };
    keep({ trace_id: trace.trace_id, span_id: trace.span_id, name: route ? `${request.method} ${route}` : request.method, kind: 'server', start_ms: trace.start_ms, end_ms: now(), attributes, failed: reply.statusCode >= 500 });
    for (const span of trace.children) keep(span);
    trace.children = [];
  });

  database.observe((text, ms) => {
    const statement = text.replace(/\s+/g, ' ').trim();
    const operation = /^\w+/.exec(statement)?.[0].toUpperCase() ?? 'SQL';
    // values are bound, never written into the text
    child(ms, { name: operation, attributes: { 'db.system.name': 'postgresql', 'db.operation.name': operation, 'db.query.text': statement.slice(0, MOST_SQL) }, failed: false });
  });

  return {
    /** A call of a provider that was just metered. */
    provider(usage: Usage) {
      child(usage.duration_ms, {
        name: `${usage.capability} ${usage.model}`,
        attributes: {
          'gen_ai.operation.name': usage.capability, 'gen_ai.provider.name': usage.provider, 'gen_ai.request.model': usage.model, 'kith.purpose': usage.purpose, 'kith.outcome': usage.outcome,
          'gen_ai.usage.input_tokens': usage.input_tokens, 'gen_ai.usage.output_tokens': usage.output_tokens,
        },
        failed: usage.outcome !== 'ok',
      });
    },
  };
}
