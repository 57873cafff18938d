import { setTimeout as sleep } from 'node:timers/promises';
import { fetch as undiciFetch } from 'undici';
import { parseAllowed } from './addresses.ts';
import { watchedBody } from './body.ts';
import type { BodyWatch } from './body.ts';
import { FaultyAnswer, createBreakers } from './breakers.ts';
import { guardedAgent, systemLookup } from './connect.ts';
import { EgressError, toEgressError } from './errors.ts';
import { MAX_REDIRECTS, isRedirect, nextHop, parseTarget } from './redirects.ts';
import type { Hop } from './redirects.ts';
import { isIdempotent, isTransientStatus, retryDelayMs } from './retry.ts';
import { openTcp, type TcpOptions } from './tcp.ts';
import type { Egress, EgressDeps, EgressOptions, EgressRecord } from './types.ts';

export { findEgressError } from './errors.ts';
export type { EgressCode } from './errors.ts';
export type { Egress, EgressDeps, EgressLog, EgressOptions, EgressRecord } from './types.ts';
export type { BreakerState } from './breakers.ts';

const CONNECT_TIMEOUT_MS = 5_000;
const TIMEOUT_MS = 30_000;
const MAX_BYTES = 10 * 1024 * 1024;
const RETRIES = 2;
const WITHOUT_BODY = new Set([204, 205, 304]);

type Answer = { response: Response; url: URL };

/** The one client every outgoing request goes through: addresses checked and pinned, limited, retried, recorded. */
export function createEgress(deps: EgressDeps): Egress {
  const { log } = deps;
  const allowed = parseAllowed(deps.allowPrivate);
  const lookup = deps.lookup ?? systemLookup;
  const agents = {
    configured: guardedAgent('configured', allowed, lookup, CONNECT_TIMEOUT_MS),
    untrusted: guardedAgent('untrusted', allowed, lookup, CONNECT_TIMEOUT_MS),
  };
  const limits = deps.breaker ?? { failures: 3, cooldownMs: 30_000 };
  const breakers = createBreakers(limits.failures, limits.cooldownMs, (circuit, state) =>
    log.warn({ circuit, state }, 'circuit changed'),
  );

  async function send(target: string | URL, options: EgressOptions): Promise<Response> {
    const first = await firstHop(target, options);
    const { host } = first.url;
    const started = performance.now();
    const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    const limit = new AbortController();
    const timer = setTimeout(() => {
      limit.abort(new EgressError('timeout', host, `${host} did not answer in ${Math.round(timeoutMs / 100) / 10} s`));
    }, timeoutMs);
    const signal = options.signal ? AbortSignal.any([options.signal, limit.signal]) : limit.signal;
    const call = { attempts: 0, status: null as number | null, bytes: 0 };
    const done = Promise.withResolvers<void>();
    let finished = false;

    function finish(error: unknown): void {
      if (finished) return;
      finished = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      const ms = Math.round(performance.now() - started);
      remember(error, { host, method: first.method, ms, purpose: options.purpose, ...call });
      if (error) done.reject(error);
      else done.resolve();
    }
    // An answer that nobody reads to its end still ends with the time limit.
    const giveUp = () => finish(signal.reason);
    done.promise.catch(() => undefined);

    const watch: BodyWatch = {
      count(bytes) {
        call.bytes += bytes;
        const maxBytes = options.maxBytes ?? MAX_BYTES;
        if (call.bytes > maxBytes) throw new EgressError('too_large', host, `The answer of ${host} is larger than ${maxBytes} bytes`);
      },
      translate: (error) => (signal.aborted ? signal.reason : toEgressError(error, host)),
      finish,
    };

    // The circuit watches the whole answer, the caller gets it as soon as the head is there.
    const head = Promise.withResolvers<Response>();
    breakers
      .run(options.breaker ?? first.url.origin, host, async () => {
        const answer = await tries(first, options, signal, started + timeoutMs, call);
        call.status = answer.response.status;
        signal.addEventListener('abort', giveUp);
        head.resolve(passOn(answer, watch));
        await done.promise;
        if (isTransientStatus(call.status)) throw new FaultyAnswer();
      })
      .catch((error: unknown) => {
        finish(error);
        head.reject(error);
      });
    return head.promise;
  }

  async function tries(
    first: Hop,
    options: EgressOptions,
    signal: AbortSignal,
    deadline: number,
    call: { attempts: number },
  ): Promise<Answer> {
    const mayRetry = options.retryUnsafe === true || isIdempotent(first.method);
    const retries = mayRetry ? (options.retries ?? RETRIES) : 0;
    for (;;) {
      signal.throwIfAborted();
      const outcome = await once(first, signal);
      const delay = retryDelayMs(call.attempts, deps.retryBaseMs ?? 300, 'response' in outcome ? outcome.response.headers : null);
      call.attempts++;
      // A wait that cannot end in time is no use: the caller learns the real fault now instead of a time-out later.
      const again = call.attempts <= retries && performance.now() + delay < deadline;
      if ('response' in outcome) {
        if (!again || !isTransientStatus(outcome.response.status)) return outcome;
        await outcome.response.body?.cancel();
      } else if (!again || outcome.error.code !== 'connection') {
        throw outcome.error;
      }
      await sleep(delay, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }

  /** One try with its redirects. Rejects only with the signal's reason; every other failure is a value. */
  async function once(first: Hop, signal: AbortSignal): Promise<Answer | { error: EgressError }> {
    let hop = first;
    try {
      for (let redirects = 0; ; redirects++) {
        const { url, method, headers, body } = hop;
        const response = (await undiciFetch(url, {
          method,
          headers: [...headers],
          body,
          redirect: 'manual',
          dispatcher: agents[hop.trust],
          signal,
        })) as unknown as Response; // the same class, by types of its own
        const location = isRedirect(response.status) ? response.headers.get('location') : null;
        if (location === null) return { response, url };
        await response.body?.cancel();
        if (redirects === MAX_REDIRECTS) {
          throw new EgressError('redirect_refused', first.url.host, `${first.url.host} redirected too often`);
        }
        hop = nextHop(hop, response.status, location);
      }
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      return { error: toEgressError(error, hop.url.host) };
    }
  }

  function remember(error: unknown, call: Omit<EgressRecord, 'outcome'>): void {
    const answered = call.status !== null && call.status >= 400 ? 'http_error' : 'ok';
    const outcome = error instanceof EgressError ? error.code : error ? 'aborted' : answered;
    const entry: EgressRecord = { ...call, outcome };
    if (outcome === 'address_refused' || outcome === 'redirect_refused') log.warn(entry, 'outgoing request refused');
    else log.debug(entry, 'outgoing request');
    try {
      deps.record?.(entry);
    } catch (failure) {
      log.error({ reason: failure instanceof Error ? failure.message : 'unknown' }, 'outgoing request not recorded');
    }
  }

  async function connectTcp(host: string, port: number, options: TcpOptions) {
    const started = performance.now();
    const call = { host: `${host}:${port}`, method: 'CONNECT', status: null, bytes: 0, attempts: 1, purpose: options.purpose };
    const record = (error: unknown) => remember(error, { ...call, ms: Math.round(performance.now() - started) });
    try {
      const socket = await openTcp(host, port, options, allowed, lookup, options.timeoutMs ?? CONNECT_TIMEOUT_MS);
      record(null);
      return socket;
    } catch (error) {
      record(error);
      throw error;
    }
  }

  return {
    fetch: send,
    connectTcp,
    asFetch: (fixed) => async (input, init) => {
      const request = input instanceof Request ? new Request(input, init) : null;
      const parts = request ?? init ?? {};
      return send(request ? request.url : String(input), {
        ...fixed,
        method: parts.method,
        headers: parts.headers,
        body: request ? await request.arrayBuffer() : (init?.body ?? null),
        signal: parts.signal,
      });
    },
    breakerState: breakers.state,
    troubled: breakers.troubled,
    close: async () => {
      await Promise.all([agents.configured.destroy(), agents.untrusted.destroy()]);
    },
  };
}

/** Validates the request and reads its body, so that every try sends the same bytes. */
async function firstHop(target: string | URL, options: EgressOptions): Promise<Hop> {
  options.signal?.throwIfAborted();
  const url = parseTarget(target);
  const method = (options.method ?? 'GET').toUpperCase();
  const headers = new Headers(options.headers);
  headers.delete('host');
  if (!headers.has('user-agent')) headers.set('user-agent', 'Kith');
  if (options.body == null || method === 'GET' || method === 'HEAD') return { url, method, headers, body: null, trust: options.target };
  // Response knows how to encode every kind of body, forms included, and the content type that goes with it.
  const encoded = new Response(options.body);
  const type = encoded.headers.get('content-type');
  if (type && !headers.has('content-type')) headers.set('content-type', type);
  return { url, method, headers, body: new Uint8Array(await encoded.arrayBuffer()), trust: options.target };
}

/** The answer as the caller sees it: counted, limited, with errors that say nothing about the request. */
function passOn({ response, url }: Answer, watch: BodyWatch): Response {
  const headers = new Headers([...response.headers]);
  if (response.body && headers.has('content-encoding')) {
    // The body is decoded already; these two describe the encoded one.
    headers.delete('content-encoding');
    headers.delete('content-length');
  }
  const body = WITHOUT_BODY.has(response.status) ? null : response.body;
  if (body === null) watch.finish(null);
  const passed = new Response(body && watchedBody(body, watch), {
    status: response.status,
    statusText: response.statusText,
    headers,
  });
  Object.defineProperty(passed, 'url', { value: url.href });
  return passed;
}
