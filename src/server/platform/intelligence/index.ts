import type { ModelMessage } from 'ai';
import type { Reply } from './ask.ts';
import { createBudget } from './budget.ts';
import { createCalls, type Target } from './calls.ts';
import { verifiedEntries } from './claims.ts';
import { missingFor } from './config.ts';
import type { IntelligenceConfig, RemoteProviderId } from './config.ts';
import { UnusableAnswer } from './failures.ts';
import { hasPrice } from './prices.ts';
import { LABELS, SETTINGS } from './settings.ts';
import type { AnalyseInput, AnalyseOptions, Analysis, AnswerInput, AnswerOptions, AnswerSentence, Claimed, EmbedOptions, Intelligence, IntelligenceDeps, ProviderAnswer, ProviderStatus, TranscribeOptions, Transcript } from './types.ts';

export type { IntelligenceConfig } from './config.ts';
export type { Category, NoteEntry, SourceSpan } from './categories.ts';
export type { NotePeople, OtherFact } from './builtin/people/facts.ts';
export type { Circle, Known as KnownPerson, Mention, Named, Relation } from './builtin/people/index.ts';
export type { Alert, Analysis, BuiltinEngine, Intelligence, IntelligenceDeps, Meter, OwnedText, ProviderStatus, Spending, Stretch, Usage } from './types.ts';

const MISSING_TRANSCRIBER = 'No provider is set up that can hear. Set OPENAI_API_KEY or GEMINI_API_KEY, or KITH_TRANSCRIBE_MODEL with KITH_TRANSCRIBE_BASE_URL for a local server such as whisper.cpp. The recording is kept.';
/** Whoever searches does not wait longer for a better order. */
const EMBED_SECONDS = 3;
/** Minutes of speech take longer than a note. */
const TRANSCRIBE_SECONDS = 120;
const models = () => import('./models.ts');
const NOT_FOUND = 'none of its quotes occur in the note. Copy quotes from the note character by character.';

/** The capabilities of Kith's intelligence, each with the provider the configuration chose and the built-in engine behind it. */
export function createIntelligence(config: IntelligenceConfig, deps: IntelligenceDeps): Intelligence {
  const { egress, builtin } = deps;
  const budget = createBudget(config, deps);
  const calls = createCalls(config, deps, budget);
  warnOfUnknownPrice(config, deps);

  async function analyse(input: AnalyseInput, options: AnalyseOptions = {}): Promise<Analysis> {
    const { signal } = options;
    signal?.throwIfAborted();
    const id = options.engine ?? config.analyse;
    const provider = id === 'builtin' ? null : config.providers[id];
    if (id === 'builtin' || !provider) return { ...(await builtin.analyse(input.content, signal, input.circle)), engine: 'builtin' };
    const target = { id, provider };
    const done = await calls.attempt(target, { ...options, purpose: 'note' }, (deadline) => analyseWith(target, input, options, deadline));
    if ('value' in done) {
      // The built-in reader says whose the entries are: a model that puts a brother's plans on his sister is not believed.
      const sorted = input.circle ? await builtin.analyse(input.content, signal, input.circle, done.value) : { entries: done.value.map(({ said: _, ...entry }) => entry) };
      return { ...sorted, engine: `${id}:${provider.model}` };
    }
    return { ...(await builtin.analyse(input.content, signal, input.circle)), engine: 'builtin', ai_error: `${done.problem}; the built-in engine was used.` };
  }

  /** Asks, checks, and once asks again. Throws when there is nothing to be used. */
  async function analyseWith(target: Target, input: AnalyseInput, options: AnalyseOptions, deadline: number): Promise<Claimed[]> {
    const { askModel, languageModel, notePrompt, repairPrompt } = await models();
    const question: ModelMessage = { role: 'user', content: notePrompt(input.content, input.contact_name) };
    // The entries, or a sentence that tells the model what to do better.
    const judge = (reply: Reply): Claimed[] | string => {
      if ('problem' in reply) return reply.problem;
      const entries = verifiedEntries(reply.claims, input.content, input.contact_name);
      return entries.length === 0 && reply.claims.length > 0 ? NOT_FOUND : entries;
    };
    const ask = (messages: ModelMessage[]) =>
      calls.call(target, 'analyse', deadline, { ...options, purpose: options.purpose ?? 'note' }, async (fetch) => {
        const model = languageModel(target.id, target.provider, config.compatible_json_schema, fetch);
        const reply = await askModel(model, messages, SETTINGS[target.id], options.signal);
        const judged = judge(reply);
        return { value: { text: reply.text, judged }, tokens: reply.tokens, usable: typeof judged !== 'string' };
      });
    const first = await ask([question]);
    if (typeof first.judged !== 'string') return first.judged;
    const second = await ask([
      question,
      { role: 'assistant', content: first.text.slice(0, 4_000).trim() || '(no text)' },
      { role: 'user', content: repairPrompt(first.judged) },
    ]);
    if (typeof second.judged === 'string') throw new UnusableAnswer();
    return second.judged;
  }

  async function transcribe({ audio, media_type }: { audio: Uint8Array; media_type: string }, options: TranscribeOptions = {}): Promise<Transcript> {
    options.signal?.throwIfAborted();
    const id = config.transcribe;
    const provider = id && config.transcribers[id];
    if (!id || !provider) return { text: null, engine: null, problem: MISSING_TRANSCRIBER };
    const target = { id, provider };
    const call = { ...options, purpose: 'recording' };
    const done = await calls.attempt(
      target, call,
      (deadline) => calls.call(target, 'transcribe', deadline, call, async (fetch) => {
        const { text, tokens } = await (await models()).hear(id, provider, audio, media_type, fetch, options.signal);
        return { value: text, tokens, usable: true };
      }),
      Math.max(config.timeout_seconds, TRANSCRIBE_SECONDS),
    );
    return 'value' in done ? { text: done.value, engine: `${id}:${provider.model}`, problem: null } : { text: null, engine: null, problem: `${done.problem}. The recording is kept.` };
  }

  async function answer(input: AnswerInput, options: AnswerOptions = {}): Promise<ProviderAnswer> {
    options.signal?.throwIfAborted();
    const id = config.answer;
    const provider = id === 'builtin' ? null : config.providers[id];
    if (id === 'builtin' || !provider || input.passages.length === 0) return { sentences: null };
    const target = { id, provider };
    const call = { ...options, purpose: 'question' };
    const done = await calls.attempt(target, call, async (deadline): Promise<AnswerSentence[]> => {
      const { askForAnswer, languageModel, supportedSentences } = await models();
      const sentences = await calls.call(target, 'answer', deadline, call, async (fetch) => {
        const reply = await askForAnswer(languageModel(id, provider, config.compatible_json_schema, fetch), input, SETTINGS[id], options.signal);
        const supported = reply.sentences && supportedSentences(reply.sentences, input);
        // A model that finds no answer is right to say so; one that says only what is written nowhere is not.
        const usable = supported !== null && (supported.length > 0 || reply.sentences?.length === 0);
        return { value: usable ? supported : null, tokens: reply.tokens, usable };
      });
      if (!sentences) throw new UnusableAnswer();
      return sentences;
    });
    if ('value' in done) return done.value.length > 0 ? { sentences: done.value, engine: `${id}:${provider.model}` } : { sentences: null };
    return { sentences: null, ai_error: `${done.problem}; the built-in engine was used.` };
  }

  async function embed(texts: readonly string[], options: EmbedOptions = {}): Promise<number[][] | null> {
    options.signal?.throwIfAborted();
    if (!config.embedder || texts.length === 0) return null;
    const { id, provider } = config.embedder;
    const call = { ...options, purpose: 'search' };
    const done = await calls.attempt(
      { id, provider }, call,
      (deadline) => calls.call({ id, provider }, 'embed', deadline, call, async (fetch) => {
        const { vectors, tokens } = await (await models()).vectorsOf(id, provider, texts, fetch, options.signal);
        const usable = vectors.length === texts.length && vectors.every((vector) => vector.length > 0 && vector.length === vectors[0]!.length);
        return { value: usable ? vectors : null, tokens, usable };
      }),
      Math.min(config.timeout_seconds, EMBED_SECONDS),
    );
    return 'value' in done ? done.value : null;
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
      used_for: [...(config.analyse === id ? (['analyse'] as const) : []), ...(config.transcribe === id ? (['transcribe'] as const) : []), ...(config.answer === id ? (['answer'] as const) : []), ...(config.embedder?.id === id ? (['embed'] as const) : [])],
      breaker: egress.breakerState(`ai:${id}`),
      ...calls.heard(id),
    };
  }

  return {
    analyse,
    whose: builtin.whose,
    answersElsewhere: config.answer !== 'builtin' && config.providers[config.answer] !== null,
    transcribe,
    answer,
    embed,
    status: () => [
      {
        provider: 'builtin',
        label: 'Built-in engine',
        configured: true,
        missing: null,
        model: null,
        host: null,
        used_for: [...(config.analyse === 'builtin' ? (['analyse'] as const) : []), ...(config.answer === 'builtin' ? (['answer'] as const) : [])],
        breaker: 'closed',
        last_success_at: null,
        last_error: null,
      },
      ...(Object.keys(config.providers) as RemoteProviderId[]).map(statusOf),
    ],
  };
}

function warnOfUnknownPrice(config: IntelligenceConfig, { log }: IntelligenceDeps): void {
  if (config.daily_budget_usd === null && config.monthly_budget_usd === null) return;
  const asked = [config.analyse === 'builtin' ? null : config.providers[config.analyse], config.embedder?.provider];
  for (const model of new Set(asked.flatMap((provider) => provider?.model ?? []))) {
    if (!hasPrice(model)) log.warn({ model }, 'the price of this model is not known: its calls do not count against the AI budget');
  }
}
