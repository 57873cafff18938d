import type { Trust } from './addresses.ts';
import type { BreakerState } from './breakers.ts';
import type { Lookup } from './connect.ts';
import type { EgressCode } from './errors.ts';
import type { TcpOptions } from './tcp.ts';
import type { Socket } from 'node:net';

/** Structured log, as pino and Fastify speak it. */
export type EgressLog = {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};

/** One outgoing call as it is remembered: no path, no query, no header, no body. `bytes` are those of the answer. */
export type EgressRecord = {
  host: string;
  method: string;
  status: number | null;
  ms: number;
  bytes: number;
  attempts: number;
  purpose: string;
  outcome: 'ok' | 'http_error' | 'aborted' | EgressCode;
};

export type EgressDeps = {
  log: EgressLog;
  /** Addresses, ranges or host names that untrusted targets may reach although they are private. */
  allowPrivate: string[];
  record?: (call: EgressRecord) => void;
  /** How names are resolved; the system's resolver unless given. */
  lookup?: Lookup;
  /** First back-off in ms (300); doubles per try. */
  retryBaseMs?: number;
  /** Failures in a row that open a circuit (3) and how long it stays open in ms (30,000). */
  breaker?: { failures: number; cooldownMs: number };
};

export type EgressOptions = {
  /** `configured`: the operator named this very address. `untrusted`: a person, a model or a web page did. */
  target: Trust;
  /** One word for the record: what the call is for. */
  purpose: string;
  method?: string;
  headers?: RequestInit['headers'];
  /** Read into memory before it is sent, so that it can be sent again. */
  body?: RequestInit['body'];
  signal?: AbortSignal | null;
  /** Limit for everything from the call to the last byte of the answer, retries included; ms (30,000). */
  timeoutMs?: number;
  /** Limit for the answer after decompression; bytes (10 MiB). */
  maxBytes?: number;
  /** Further tries after a transient fault (2). */
  retries?: number;
  /** Also retry methods that may have an effect (POST, PATCH). Only when doing it twice is harmless. */
  retryUnsafe?: boolean;
  /** The circuit this call belongs to; its origin unless named. */
  breaker?: string;
};

export type Egress = {
  /** Sends a request. Resolves with any HTTP answer; rejects with EgressError, or the signal's reason when aborted. */
  fetch(url: string | URL, options: EgressOptions): Promise<Response>;
  /** The same as a function with the signature of `fetch`, for libraries that bring their own requests. */
  asFetch(options: Omit<EgressOptions, 'method' | 'headers' | 'body' | 'signal'>): typeof globalThis.fetch;
  /** A connection that is not HTTP, by the same rules and in the same record. Rejects with EgressError. */
  connectTcp(host: string, port: number, options: TcpOptions): Promise<Socket>;
  breakerState(key: string): BreakerState;
  /** Circuits that are not closed, by key. */
  troubled(): Record<string, BreakerState>;
  close(): Promise<void>;
};
