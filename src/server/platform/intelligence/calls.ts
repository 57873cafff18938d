import type { createBudget } from './budget.ts';
import type { IntelligenceConfig, ProviderConfig, RemoteProviderId } from './config.ts';
import { failureOf, sentenceFor } from './failures.ts';
import { costUsd } from './prices.ts';
import { LABELS } from './settings.ts';
import type { Capability, IntelligenceDeps, Meter, ProviderStatus, Usage } from './types.ts';

const MAX_ANSWER_BYTES = 2 * 1024 * 1024;
/** A hundred vectors of 3,000 numbers, written out. */
const MAX_VECTOR_BYTES = 16 * 1024 * 1024;

/** `about`: how many probably went in, where a provider does not say; for the budget only. */
export type Tokens = { input_tokens: number | null; output_tokens: number | null; about?: number };
export type Target = { id: RemoteProviderId; provider: ProviderConfig };
export type CallOptions = { signal?: AbortSignal | undefined; meter?: Meter | undefined; purpose: string };
type Heard = { last_success_at: string | null; last_error: ProviderStatus['last_error'] };

/** How every capability calls a provider: within the budget, by one deadline, through egress, metered, remembered for the health page. */
export function createCalls(config: Pick<IntelligenceConfig, 'timeout_seconds'>, deps: IntelligenceDeps, budget: ReturnType<typeof createBudget>) {
  const { egress, log } = deps;
  const heard = new Map<RemoteProviderId, Heard>();

  function remember(id: RemoteProviderId, error: string | null): void {
    const at = new Date().toISOString();
    const before = heard.get(id) ?? { last_success_at: null, last_error: null };
    heard.set(id, error === null ? { ...before, last_success_at: at } : { ...before, last_error: { message: error, at } });
  }

  /**
   * One metered call. `work` gets the fetch that it must send through.
   * @param deadline on the clock of `performance.now()`
   */
  async function call<T>({ id, provider }: Target, capability: Capability, deadline: number, { signal, meter, purpose }: CallOptions, work: (fetch: typeof globalThis.fetch) => Promise<{ value: T; tokens: Tokens; usable: boolean }>): Promise<T> {
    const started = performance.now();
    const book = async (outcome: Usage['outcome'], tokens: Tokens | null): Promise<void> => {
      const { input_tokens, output_tokens } = tokens ?? { input_tokens: null, output_tokens: null };
      const cost_usd = costUsd(provider.model, input_tokens ?? tokens?.about ?? null, output_tokens, new Date());
      const duration_ms = Math.round(performance.now() - started);
      try {
        await meter?.({ provider: id, model: provider.model, capability, purpose, input_tokens, output_tokens, cost_usd, duration_ms, outcome });
      } catch (error) {
        log.error({ reason: error instanceof Error ? error.message : 'unknown' }, 'ai call not metered');
      }
      if (tokens) await budget.check();
    };
    const fetch = egress.asFetch({
      target: 'configured',
      purpose: `ai.${capability}`,
      // Asking a model twice has no effect but its price.
      retryUnsafe: true,
      timeoutMs: Math.max(1, deadline - started),
      maxBytes: capability === 'embed' ? MAX_VECTOR_BYTES : MAX_ANSWER_BYTES,
      breaker: `ai:${id}`,
    });
    try {
      const { value, tokens, usable } = await work(fetch);
      await book(usable ? 'ok' : 'malformed', tokens);
      return value;
    } catch (error) {
      const { kind } = failureOf(error);
      // An open circuit means that nobody was called.
      if (kind !== 'paused') await book(signal?.aborted ? 'aborted' : kind, null);
      throw error;
    }
  }

  return {
    call,

    /**
     * Lets a provider do a piece of work, unless the budget forbids it.
     * @returns its value, or in one sentence without a full stop why there is none
     * @throws only when aborted
     */
    async attempt<T>(target: Target, options: CallOptions, work: (deadline: number) => Promise<T>, seconds = config.timeout_seconds): Promise<{ value: T } | { problem: string }> {
      const blocked = await budget.blocked();
      if (blocked !== null) return { problem: blocked };
      const { id, provider } = target;
      try {
        const value = await work(performance.now() + seconds * 1000);
        remember(id, null);
        return { value };
      } catch (error) {
        options.signal?.throwIfAborted();
        const failure = failureOf(error);
        const problem = sentenceFor(failure, LABELS[id], provider.model, seconds);
        remember(id, `${problem}.`);
        log.warn({ provider: id, model: provider.model, ...failure }, 'ai provider failed');
        return { problem };
      }
    },

    heard: (id: RemoteProviderId): Heard => heard.get(id) ?? { last_success_at: null, last_error: null },
  };
}
