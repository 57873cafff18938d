import { z } from 'zod';

/** Where errors go, taken apart: `https://KEY@host/42`. */
export type SentryTarget = { url: string; key: string };
export type TelemetryConfig = {
  sentry: SentryTarget | null;
  /** `url` takes traces (…/v1/traces); `ratio` of requests is traced. */
  otlp: { url: string; headers: Record<string, string>; service: string; ratio: number } | null;
};

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' });

/** `key1=value1,key2=value2`, values percent-encoded, as OpenTelemetry writes headers. */
function headersOf(list: string): Record<string, string> | null {
  const pairs = list.split(',').map((pair) => /^\s*([\w-]+)\s*=\s*([\x21-\x7e]*)\s*$/.exec(pair));
  try {
    return Object.fromEntries(pairs.map((pair) => [pair![1]!, decodeURIComponent(pair![2]!)]));
  } catch {
    return null;
  }
}

/** @returns null when the DSN is not one */
function sentryTarget(dsn: string): SentryTarget | null {
  const url = URL.parse(dsn);
  const path = url && /^(.*)\/(\d+)$/.exec(url.pathname);
  return url && path && /^\w+$/.test(url.username) ? { url: `${url.origin}${path[1]}/api/${path[2]}/envelope/`, key: url.username } : null;
}

/** Variables of telemetry, in the form of platform/config.ts. Their names are those of Sentry and OpenTelemetry. */
export const TELEMETRY_VARIABLES = {
  SENTRY_DSN: {
    schema: httpUrl.refine((dsn) => sentryTarget(dsn) !== null, 'must look like https://KEY@host/42').optional(),
    about: 'Where to report errors (status 500, failed jobs) in the format of Sentry: kind, place in the code and route, no data of people. Unset: nowhere.',
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    schema: httpUrl.optional(),
    about: 'An OpenTelemetry collector (OTLP over HTTP, JSON) to send traces of requests to: http://localhost:4318. Unset: nowhere.',
  },
  OTEL_EXPORTER_OTLP_HEADERS: { schema: z.string().refine((list) => headersOf(list) !== null, 'must look like name=value,name=value').optional(), about: 'Headers the collector wants, such as a key: name=value,name=value.' },
  OTEL_SERVICE_NAME: { schema: z.string().min(1).max(255), fallback: 'kith', about: 'What this installation is called in traces.' },
  OTEL_TRACES_SAMPLER_ARG: { schema: z.coerce.number().min(0).max(1), fallback: '1', about: 'Which part of the requests is traced, from 0 to 1.' },
};

type Values = { [Name in keyof typeof TELEMETRY_VARIABLES]: z.infer<(typeof TELEMETRY_VARIABLES)[Name]['schema']> };

/** Turns checked variables into the configuration of telemetry. */
export function telemetryConfig(v: Values): TelemetryConfig {
  return {
    sentry: v.SENTRY_DSN ? sentryTarget(v.SENTRY_DSN) : null,
    otlp: v.OTEL_EXPORTER_OTLP_ENDPOINT
      ? { url: `${v.OTEL_EXPORTER_OTLP_ENDPOINT.replace(/\/+$/, '')}/v1/traces`, headers: headersOf(v.OTEL_EXPORTER_OTLP_HEADERS ?? '') ?? {}, service: v.OTEL_SERVICE_NAME, ratio: v.OTEL_TRACES_SAMPLER_ARG }
      : null,
  };
}
