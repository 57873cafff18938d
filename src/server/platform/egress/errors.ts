/** Why an outgoing request got no answer. Each code is one meaning, stable enough to branch on. */
export type EgressCode =
  | 'bad_url'
  | 'address_refused'
  | 'redirect_refused'
  | 'too_large'
  | 'timeout'
  | 'connection'
  | 'circuit_open';

/**
 * An outgoing request that got no usable answer. The message names the host and nothing else of the request: no path,
 * no query, no header, no body, so it is safe to log and to show. `reason` is a system code such as ECONNREFUSED.
 */
export class EgressError extends Error {
  override readonly name = 'EgressError';
  readonly code: EgressCode;
  readonly host: string;
  readonly reason: string | null;

  constructor(code: EgressCode, host: string, message: string, reason: string | null = null) {
    super(message);
    this.code = code;
    this.host = host;
    this.reason = reason;
  }
}

/** The EgressError inside an error, looking through the wrappers other libraries put around it; null when there is none. */
export function findEgressError(error: unknown): EgressError | null {
  for (let current = error, depth = 0; current instanceof Error && depth < 8; current = current.cause, depth++) {
    if (current instanceof EgressError) return current;
  }
  return null;
}

/** Turns whatever undici threw into an EgressError. The original is dropped on purpose: it may quote the request. */
export function toEgressError(error: unknown, host: string): EgressError {
  const known = findEgressError(error);
  if (known) return known;
  const reason = systemCode(error);
  if (reason === 'UND_ERR_CONNECT_TIMEOUT') {
    return new EgressError('connection', host, `${host} did not accept a connection in time`, reason);
  }
  return new EgressError('connection', host, `Could not reach ${host}${reason ? ` (${reason})` : ''}`, reason);
}

function systemCode(error: unknown): string | null {
  for (let current = error, depth = 0; current instanceof Error && depth < 8; current = current.cause, depth++) {
    const { code } = current as NodeJS.ErrnoException;
    if (typeof code === 'string') return code;
  }
  return null;
}
