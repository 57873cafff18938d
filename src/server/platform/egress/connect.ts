import { lookup as dnsLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { refusedRange } from './addresses.ts';
import type { Allowed, Trust } from './addresses.ts';
import { EgressError } from './errors.ts';

export type ResolvedAddress = { address: string; family: number };
export type Lookup = (hostname: string) => Promise<ResolvedAddress[]>;

/** All addresses of a name as the operating system sees them (hosts file included). */
export const systemLookup: Lookup = (hostname) => dnsLookup(hostname, { all: true });

/**
 * An undici dispatcher that only ever connects to addresses the rule allows. The name is resolved once, inside the
 * connection: what was checked is what is connected to, so a name that changes its answer in between gains nothing.
 * One agent per trust level: a kept-alive socket opened under one rule is never reused under the other.
 */
export function guardedAgent(trust: Trust, allowed: Allowed, lookup: Lookup, connectTimeoutMs: number): Agent {
  const connector = buildConnector({
    timeout: connectTimeoutMs,
    autoSelectFamily: true,
    allowH2: false,
    lookup: (hostname, options, callback) => {
      checkedLookup(hostname).then(
        (addresses) => {
          const first = addresses[0]!;
          if (options.all) callback(null, addresses);
          else callback(null, first.address, first.family);
        },
        (error: NodeJS.ErrnoException) => callback(error, ''),
      );
    },
  } as Parameters<typeof buildConnector>[0]);

  async function checkedLookup(hostname: string): Promise<ResolvedAddress[]> {
    const addresses = await lookup(hostname);
    if (addresses.length === 0) throw new EgressError('connection', hostname, `${hostname} has no address`, 'ENODATA');
    if (allowed.hosts.has(hostname.toLowerCase())) return addresses;
    for (const { address } of addresses) check(hostname, address);
    return addresses;
  }

  function check(host: string, address: string): void {
    const range = refusedRange(address, trust, allowed);
    if (range === null) return;
    throw new EgressError('address_refused', host, `${host} is not a public address (${range}); the request was refused`, range);
  }

  return new Agent({
    // Our own limits cover the whole request; undici's would cut long answers short.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (options, callback) => {
      // A literal address never reaches the lookup.
      if (isIP(options.hostname)) {
        try {
          check(options.hostname, options.hostname);
        } catch (error) {
          callback(error as Error, null);
          return;
        }
      }
      connector(options, callback);
    },
  });
}
