import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { malformed, Rejection } from '../errors.ts';
import { uuidv7 } from '../ids.ts';
import { problem } from './errors.ts';

/** How long the rest of a refused request is read and thrown away: closing before it was read would tear the answer away from its sender. */
const LINGER_MS = 2_000;

const answered = new WeakSet<Socket>();
/** What Node holds on to while an answer is under way. */
type Busy = Socket & { _httpMessage?: { headersSent: boolean } | null };

/** What is wrong with bytes that never became a request. */
function rejectionOf(code: string | undefined): Rejection {
  if (code === 'HPE_HEADER_OVERFLOW') return new Rejection(431, 'too_large', 'The address and the headers are longer than 16 KB together. Send less in them.');
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return new Rejection(413, 'too_large', 'The request body is too large.');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Rejection(408, 'timeout', 'The request did not arrive in time. Send it again.');
  return malformed(undefined, 'This is not a request that can be read.');
}

/** Answers what the parser refuses, before there is a request, like any other error, and closes the connection. */
export function answerUnparsed(error: Error & { code?: string }, socket: Socket): void {
  if (answered.has(socket)) return; // the rest of it cannot be read either
  answered.add(socket);
  if (error.code === 'ECONNRESET' || !socket.writable || (socket as Busy)._httpMessage?.headersSent) return void socket.destroy();
  const rejection = rejectionOf(error.code);
  const id = uuidv7();
  const body = JSON.stringify(problem(rejection, id));
  const head = [
    `HTTP/1.1 ${rejection.status} ${STATUS_CODES[rejection.status]}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${id}`,
    'x-content-type-options: nosniff',
    `date: ${new Date().toUTCString()}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.resume();
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}
