import { BrokenCircuitError, CircuitState, ConsecutiveBreaker, ExponentialBackoff, circuitBreaker, handleWhen } from 'cockatiel';
import type { CircuitBreakerPolicy } from 'cockatiel';
import { EgressError } from './errors.ts';

export type BreakerState = 'closed' | 'open' | 'half_open';

/** Thrown inside a guarded call when the server answered, but with a fault: the breaker counts it, the caller has the answer. */
export class FaultyAnswer extends Error {}

/** Bounds the memory that targets named by people can take. */
const MAX_BREAKERS = 1_000;

/**
 * One circuit breaker per key. After `failures` failures in a row it refuses at once for `cooldownMs` (doubling up to
 * five minutes while the target stays down); then a single call is let through to try.
 */
export function createBreakers(failures: number, cooldownMs: number, onChange: (key: string, state: BreakerState) => void) {
  const breakers = new Map<string, CircuitBreakerPolicy>();

  function breakerOf(key: string): CircuitBreakerPolicy {
    const known = breakers.get(key);
    if (known) return known;
    for (const [oldest] of breakers) {
      if (breakers.size < MAX_BREAKERS) break;
      breakers.delete(oldest);
    }
    const breaker = circuitBreaker(handleWhen(countsAsFailure), {
      breaker: new ConsecutiveBreaker(failures),
      halfOpenAfter: new ExponentialBackoff({ initialDelay: cooldownMs, maxDelay: Math.max(cooldownMs, 300_000) }),
    });
    breaker.onStateChange((state) => onChange(key, stateName(state)));
    breakers.set(key, breaker);
    return breaker;
  }

  return {
    /** Runs `call` unless the circuit of `key` is open; then throws `circuit_open` at once. */
    async run(key: string, host: string, call: () => Promise<void>): Promise<void> {
      const breaker = breakerOf(key);
      const refused = () => new EgressError('circuit_open', host, `${host} has failed repeatedly and is left alone for a while`);
      // Cockatiel makes callers wait for the trial call; ours rather hear "no" at once.
      if (breaker.state === CircuitState.HalfOpen) throw refused();
      try {
        await breaker.execute(call);
      } catch (error) {
        throw error instanceof BrokenCircuitError ? refused() : error;
      }
    },
    /** The state of one key; a key never used is closed. */
    state(key: string): BreakerState {
      const breaker = breakers.get(key);
      return breaker ? stateName(breaker.state) : 'closed';
    },
    /** Every key that is not closed, for the health page. */
    troubled(): Record<string, BreakerState> {
      const entries = [...breakers].map(([key, breaker]) => [key, stateName(breaker.state)] as const);
      return Object.fromEntries(entries.filter(([, state]) => state !== 'closed'));
    },
  };
}

function countsAsFailure(error: unknown): boolean {
  if (error instanceof FaultyAnswer) return true;
  return error instanceof EgressError && (error.code === 'timeout' || error.code === 'connection');
}

function stateName(state: CircuitState): BreakerState {
  if (state === CircuitState.Closed) return 'closed';
  return state === CircuitState.HalfOpen ? 'half_open' : 'open';
}
