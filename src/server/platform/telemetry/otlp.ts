import { randomBytes } from 'node:crypto';

type Value = string | number | boolean;
export type Span = { trace_id: string; span_id: string; parent_id?: string; name: string; kind: 'server' | 'client'; start_ms: number; end_ms: number; attributes: Record<string, Value | null | undefined>; failed: boolean };

/** Numbers of the protocol (opentelemetry.proto.trace.v1). */
const KIND = { server: 2, client: 3 } as const;
const STATUS_ERROR = 2;

export const newTraceId = () => randomBytes(16).toString('hex');
export const newSpanId = () => randomBytes(8).toString('hex');

/** 64-bit numbers are strings in the JSON of protocol buffers. */
const nanos = (ms: number) => `${Math.floor(ms)}${String(Math.floor((ms % 1) * 1e6)).padStart(6, '0')}`;

const valueOf = (value: Value) =>
  typeof value === 'string' ? { stringValue: value } : typeof value === 'boolean' ? { boolValue: value } : Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };

const attributesOf = (attributes: Span['attributes']) => Object.entries(attributes).flatMap(([key, value]) => (value === null || value === undefined ? [] : [{ key, value: valueOf(value) }]));

/** The body of an OTLP/HTTP request in JSON (ExportTraceServiceRequest): ids in hex, times in nanoseconds. */
export function tracesBody(spans: Span[], service: string, version: string): string {
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: attributesOf({ 'service.name': service, 'service.version': version }) },
        scopeSpans: [
          {
            scope: { name: 'kith', version },
            spans: spans.map((span) => ({
              traceId: span.trace_id,
              spanId: span.span_id,
              ...(span.parent_id ? { parentSpanId: span.parent_id } : {}),
              name: span.name,
              kind: KIND[span.kind],
              startTimeUnixNano: nanos(span.start_ms),
              endTimeUnixNano: nanos(span.end_ms),
              attributes: attributesOf(span.attributes),
              status: span.failed ? { code: STATUS_ERROR } : {},
            })),
          },
        ],
      },
    ],
  });
}
