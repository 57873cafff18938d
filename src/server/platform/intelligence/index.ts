import type { ModelMessage } from 'ai';
import { askModel } from './ask.ts';
import type { Reply } from './ask.ts';
import { createBudget } from './budget.ts';
import { verifiedEntries } from './claims.ts';
import { missingFor } from './config.ts';
import type { IntelligenceConfig, ProviderConfig, RemoteProviderId } from './config.ts';
import { UnusableAnswer, failureOf, sentenceFor } from './failures.ts';
import { costUsd, hasPrice } from './prices.ts';
import { notePrompt, repairPrompt } from './prompt.ts';
import { LABELS, SETTINGS, languageModel } from './providers.ts';
import type { AnalyseInput, AnalyseOptions, Analysis, Claimed, Intelligence, IntelligenceDeps, ProviderStatus, Usage } from './types.ts';

export type { IntelligenceConfig } from './config.ts';
export type { Category, NoteEntry, SourceSpan } from './categories.ts';
export type { NotePeople, OtherFact } from './builtin/people/facts.ts';
export type { Circle, Mention, Named, Relation } from './builtin/people/index.ts';
export type { Alert, Analysis, BuiltinEngine, Intelligence, IntelligenceDeps, Meter, ProviderStatus, Spending, Usage } from './types.ts';

const MAX_ANSWER_BYTES = 2 * 1024 * 1024;
const NOT_FOUND = 'none of its quotes occur in the note. Copy quotes from the note character by character.';

type Heard = { last_success_at: string | null; last_error: ProviderStatus['last_error'] };

/** The capabilities of Kith's intelligence, each with the provider the configuration chose and the built-in engine behind it. */
export function createIntelligence(config: IntelligenceConfig, deps: IntelligenceDeps): Intelligence {
  const { egress, builtin, log } = deps;
  const budget = createBudget(config, deps);
  const heard = new Map<RemoteProviderId, Heard>();
  warnOfUnknownPrice(config, deps);

  async function analyse(input: AnalyseInput, options: AnalyseOptions = {}): Promise<Analysis> {
    const { signal } = options;
    signal?.throwIfAborted();
    const id = options.engine ?? config.analyse;
    const provider = id === 'builtin' ? null : config.providers[id];
    if (id === 'builtin' || !provider) return { ...(await builtin.analyse(input.content, signal, input.circle)), engine: 'builtin' };

    let problem = await budget.blocked();
    if (problem === null) {
      try {
        const entries = await analyseWith(id, provider, input, options);
        remember(id, null);
        const sorted = input.circle ? await builtin.analyse(input.content, signal, input.circle, entries) : { entries: entries.map(({ said: _, ...entry }) => entry) };
        return { ...sorted, engine: `${id}:${provider.model}` };
      } catch (error) {
        signal?.throwIfAborted();
        const failure = failureOf(error);
        problem = sentenceFor(failure, LABELS[id], provider.model, config.timeout_seconds);
        remember(id, `${problem}.`);
        log.warn({ provider: id, model: provider.model, ...failure }, 'ai provider failed');
      }
    }
    return { ...(await builtin.analyse(input.content, signal, input.circle)), engine: 'builtin', ai_error: `${problem}; the built-in engine was used.` };
  }

  /** Asks, checks, and once asks again. Throws when there is nothing to be used. */
  async function analyseWith(id: RemoteProviderId, provider: ProviderConfig, input: AnalyseInput, options: AnalyseOptions): Promise<Claimed[]> {
    const deadline = performance.now() + config.timeout_seconds * 1000;
    const question: ModelMessage = { role: 'user', content: notePrompt(input.content, input.contact_name) };
    // The entries, or a sentence that tells the model what to do better.
    const judge = (reply: Reply): Claimed[] | string => {
      if ('problem' in reply) return reply.problem;
      const entries = verifiedEntries(reply.claims, input.content, input.contact_name);
      return entries.length === 0 && reply.claims.length > 0 ? NOT_FOUND : entries;
    };
    const first = await call(id, provider, [question], deadline, judge, options);
    if (typeof first.judged !== 'string') return first.judged;
    const repair: ModelMessage[] = [
      question,
      { role: 'assistant', content: first.text.slice(0, 4_000).trim() || '(no text)' },
      { role: 'user', content: repairPrompt(first.judged) },
    ];
    const second = await call(id, provider, repair, deadline, judge, options);
    if (typeof second.judged === 'string') throw new UnusableAnswer();
    return second.judged;
  }

  /** One metered call of a provider and what `judge` makes of the answer. */
  async function call(
    id: RemoteProviderId,
    provider: ProviderConfig,
    messages: ModelMessage[],
    deadline: number,
    judge: (reply: Reply) => Claimed[] | string,
    { signal, meter, purpose = 'note' }: AnalyseOptions,
  ): Promise<{ text: string; judged: Claimed[] | string }> {
    const started = performance.now();
    const done = async (outcome: Usage['outcome'], reply: Reply | null): Promise<void> => {
      const { input_tokens, output_tokens } = reply?.tokens ?? { input_tokens: null, output_tokens: null };
      const cost_usd = costUsd(provider.model, input_tokens, output_tokens, new Date());
      const duration_ms = Math.round(performance.now() - started);
      const usage: Usage = { provider: id, model: provider.model, capability: 'analyse', purpose, input_tokens, output_tokens, cost_usd, duration_ms, outcome };
      try {
        await meter?.(usage);
      } catch (error) {
        log.error({ reason: error instanceof Error ? error.message : 'unknown' }, 'ai call not metered');
      }
      if (reply) await budget.check();
    };
    const fetch = egress.asFetch({
      target: 'configured',
      purpose: 'ai.analyse',
      // Asking a model twice has no effect but its price.
      retryUnsafe: true,
      timeoutMs: Math.max(1, deadline - started),
      maxBytes: MAX_ANSWER_BYTES,
      breaker: `ai:${id}`,
    });
    try {
      const model = languageModel(id, provider, config.compatible_json_schema, fetch);
      const reply = await askModel(model, messages, SETTINGS[id], signal);
      const judged = judge(reply);
      await done(typeof judged === 'string' ? 'malformed' : 'ok', reply);
      return { text: reply.text, judged };
    } catch (error) {
      const { kind } = failureOf(error);
      // An open circuit means that nobody was called.
      if (kind !== 'paused') await done(signal?.aborted ? 'aborted' : kind, null);
      throw error;
    }
  }

  function remember(id: RemoteProviderId, error: string | null): void {
    const at = new Date().toISOString();
    const before = heard.get(id) ?? { last_success_at: null, last_error: null };
    heard.set(id, error === null ? { ...before, last_success_at: at } : { ...before, last_error: { message: error, at } });
  }

  function statusOf(id: RemoteProviderId): ProviderStatus {
    const provider = config.providers[id];
    return {
      provider: id,
      label: id === 'compatible' ? 'OpenAI-compatible server' : LABELS[id],
      configured: provider !== null,
      missing: provider ? null : missingFor(id),
      model: provider?.model ?? null,
      host: provider ? new URL(provider.base_url).host : null,
      used_for: config.analyse === id ? ['analyse'] : [],
      breaker: egress.breakerState(`ai:${id}`),
      ...(heard.get(id) ?? { last_success_at: null, last_error: null }),
    };
  }

  return {
    analyse,
    status: () => [
      {
        provider: 'builtin',
        label: 'Built-in engine',
        configured: true,
        missing: null,
        model: null,
        host: null,
        used_for: config.analyse === 'builtin' ? ['analyse'] : [],
        breaker: 'closed',
        last_success_at: null,
        last_error: null,
      },
      ...(Object.keys(config.providers) as RemoteProviderId[]).map(statusOf),
    ],
  };
}

function warnOfUnknownPrice(config: IntelligenceConfig, { log }: IntelligenceDeps): void {
  const provider = config.analyse === 'builtin' ? null : config.providers[config.analyse];
  const limited = config.daily_budget_usd !== null || config.monthly_budget_usd !== null;
  if (provider && limited && !hasPrice(provider.model)) {
    log.warn({ model: provider.model }, 'the price of this model is not known: its calls do not count against the AI budget');
  }
}
