import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import type { Platform } from '../../platform/context.ts';
import { type Rejection, tooMany } from '../../platform/errors.ts';
import { addressOf } from '../../platform/http/address.ts';
import * as store from './accounts.store.ts';

/** Where a request comes from. */
export type Client = { ip: string | null; user_agent: string | null };
export const clientOf = ({ ip, user_agent }: Client): Client => ({ ip, user_agent });
export const clientOfRequest = (request: FastifyRequest): Client => ({ ip: addressOf(request), user_agent: request.headers['user-agent']?.slice(0, 400) ?? null });

/** Runs tasks of the same key one after the other. */
function keyedQueue() {
  const tails = new Map<string, Promise<unknown>>();
  return async <T>(key: string, task: () => Promise<T>): Promise<T> => {
    const mine = (tails.get(key) ?? Promise.resolve()).then(task, task);
    tails.set(key, mine);
    try {
      return await mine;
    } finally {
      if (tails.get(key) === mine) tails.delete(key);
    }
  };
}
const inTurn = keyedQueue();

/** What attempts of one address are counted under; the whole /64 of an IPv6 network is one address. */
export function addressKey(ip: string): string {
  if (!ipaddr.isValid(ip)) return `address:${ip}`;
  const address = ipaddr.process(ip);
  return address instanceof ipaddr.IPv6 ? `address:${address.toNormalizedString().split(':').slice(0, 4).join(':')}::/64` : `address:${address}`;
}

export type Verdict = { counts: 'passed' } | { counts: 'failed' | 'nothing'; rejection: Rejection };

type Attempt = {
  /** What failures are counted under. */
  key: string;
  /** Every key of the account: all are cleared when the attempt passes. */
  account_keys?: string[] | undefined;
  /** Who is told when the account is locked; null when there is no such account. */
  user_id: string | null;
  client: Client;
  /** Whether failures also count against the address. */
  by_address: boolean;
};

/**
 * Checks a secret that could be guessed. Failures are counted per account and per address; from the fifth on both wait (1, 2, 4 …
 * 60 minutes). The attempt is counted before `check` runs and taken back when it passes, so parallel tries gain nothing; in one
 * process they also queue, so that honest ones at the same moment do not lock each other out.
 * @throws 429 while locked; the rejection of the verdict
 */
export async function attempt(platform: Platform, { key, account_keys = [key], user_id, client, by_address }: Attempt, check: () => Promise<Verdict>): Promise<void> {
  const address = by_address && client.ip ? addressKey(client.ip) : null;
  const keys = address ? [key, address] : [key];

  const run = async () => {
    const { wait, locks } = await store.beginAttempt(platform.database, keys);
    if (wait > 0) throw tooMany(wait, `Too many failed attempts. Try again in ${wait < 90 ? `${wait} s` : `${Math.ceil(wait / 60)} minutes`}.`, 'locked');
    const verdict = await check();
    if (verdict.counts === 'passed') return store.passAttempt(platform.database, account_keys, address);
    if (verdict.counts === 'nothing') await store.releaseAttempt(platform.database, keys);
    else if (locks) await store.securityNotice(platform.database, { user_id, kind: 'locked_out', ...client });
    throw verdict.rejection;
  };
  await inTurn(key, () => (address ? inTurn(address, run) : run()));
}
