import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

/** An address without the port that some proxies add and the zone that a link-local one has; undefined for anything else. */
function plain(text: string | undefined): string | undefined {
  const address = text?.replace(/^\[(.*)\](?::\d+)?$/, '$1').replace(/^([\d.]+):\d+$/, '$1').replace(/%.*$/, '');
  return address && isIP(address) ? address : undefined;
}

/** Who asks: whom the trusted proxies name (KITH_TRUST_PROXY), or who is connected when what they name is no address. Null when that one has hung up. */
export const addressOf = (request: Pick<FastifyRequest, 'ip' | 'socket'>): string | null => plain(request.ip) ?? plain(request.socket.remoteAddress) ?? null;
