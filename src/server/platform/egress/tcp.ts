import { isIP, Socket } from 'node:net';
import { refusedRange } from './addresses.ts';
import type { Allowed, Trust } from './addresses.ts';
import type { Lookup } from './connect.ts';
import { EgressError } from './errors.ts';

/** A connection that is not HTTP: whom to, and why. */
export type TcpOptions = { target: Trust; purpose: string; timeoutMs?: number };

/**
 * Opens a TCP connection to an address the rule allows. A name is resolved once, here, and what was checked is connected to.
 * @throws EgressError `address_refused`, `connection` or `timeout`
 */
export async function openTcp(host: string, port: number, options: TcpOptions, allowed: Allowed, lookup: Lookup, timeoutMs: number): Promise<Socket> {
  const addresses = isIP(host) ? [host] : (await lookup(host)).map(({ address }) => address);
  const address = addresses[0];
  if (!address) throw new EgressError('connection', host, `${host} has no address`, 'ENODATA');
  const range = allowed.hosts.has(host.toLowerCase()) ? null : refusedRange(address, options.target, allowed);
  if (range !== null) throw new EgressError('address_refused', host, `${host} is not a public address (${range}); the connection was refused`, range);
  return new Promise((resolve, reject) => {
    const socket = new Socket();
    const fail = (error: EgressError) => {
      socket.destroy();
      reject(error);
    };
    const timer = setTimeout(() => fail(new EgressError('timeout', host, `${host} did not answer in ${timeoutMs / 1000} s`)), timeoutMs);
    const onError = (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      fail(new EgressError('connection', host, `${host} cannot be reached (${error.code ?? 'error'})`, error.code));
    };
    socket.once('error', onError);
    socket.connect(port, address, () => {
      clearTimeout(timer);
      socket.off('error', onError);
      resolve(socket);
    });
  });
}
