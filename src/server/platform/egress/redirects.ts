import type { Trust } from './addresses.ts';
import { EgressError } from './errors.ts';

/** One request on the wire. `body` is complete bytes, so it can be sent again. */
export type Hop = { url: URL; method: string; headers: Headers; body: Uint8Array<ArrayBuffer> | null; trust: Trust };

export const MAX_REDIRECTS = 5;

/** All that may travel to another origin. A list of what is safe: any other header may carry a credential. */
const PORTABLE_HEADERS = ['accept', 'accept-language', 'range', 'user-agent'];

export function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

/** Reads a target. Throws `bad_url` for anything but http(s) without credentials in it; the message does not quote it. */
export function parseTarget(text: string | URL, base?: URL): URL {
  let url: URL;
  try {
    url = new URL(text, base);
  } catch {
    throw new EgressError('bad_url', '', 'The address is not a valid URL');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new EgressError('bad_url', url.host, `Only http and https addresses can be requested, not ${url.protocol}`);
  }
  if (url.username || url.password) {
    throw new EgressError('bad_url', url.host, `The address of ${url.host} must not contain a user name or password`);
  }
  return url;
}

/**
 * The request a redirect asks for. Leaving the origin loses everything but harmless headers and the operator's trust;
 * a body never leaves the origin, and https never becomes http. Throws `redirect_refused`.
 */
export function nextHop(hop: Hop, status: number, location: string): Hop {
  const url = parseTarget(location, hop.url);
  const refuse = (why: string) =>
    new EgressError('redirect_refused', hop.url.host, `${hop.url.host} redirected ${why}; the redirect was refused`);
  if (hop.url.protocol === 'https:' && url.protocol === 'http:') throw refuse('to an unencrypted address');

  const becomesGet = (status === 303 && hop.method !== 'HEAD') || ((status === 301 || status === 302) && hop.method === 'POST');
  const body = becomesGet ? null : hop.body;
  const method = becomesGet ? 'GET' : hop.method;
  const headers = new Headers(hop.headers);
  if (becomesGet) for (const name of [...headers.keys()]) if (name.startsWith('content-')) headers.delete(name);
  if (url.origin === hop.url.origin) return { url, method, headers, body, trust: hop.trust };

  if (body) throw refuse('a request with content to another server');
  for (const name of [...headers.keys()]) if (!PORTABLE_HEADERS.includes(name)) headers.delete(name);
  return { url, method, headers, body, trust: 'untrusted' };
}
