import { z } from 'zod';

/** The engines that can do a capability. `compatible` is any server that speaks OpenAI's chat completions. */
export type ProviderId = 'builtin' | 'gemini' | 'openai' | 'anthropic' | 'compatible';
export type RemoteProviderId = Exclude<ProviderId, 'builtin'>;

/** A provider that is set up. `api_key` is null only for compatible servers, which often need none. */
export type ProviderConfig = { api_key: string | null; base_url: string; model: string };

/** Providers that can tell what texts mean. */
export type Embedder = Exclude<RemoteProviderId, 'anthropic'>;

export type IntelligenceConfig = {
  providers: Record<RemoteProviderId, ProviderConfig | null>;
  /** Who does `analyse`; already resolved, never `auto`. */
  analyse: ProviderId;
  /** Who does `answer`; already resolved, never `auto`. */
  answer: ProviderId;
  /** Who does `transcribe`, with the model of each for it; null is nobody. */
  transcribe: Exclude<RemoteProviderId, 'anthropic'> | null;
  transcribers: Record<Exclude<RemoteProviderId, 'anthropic'>, ProviderConfig | null>;
  /** Who does `embed`; nobody when left out. */
  embedder?: { id: Embedder; provider: ProviderConfig };
  timeout_seconds: number;
  /** USD; null is no budget. */
  daily_budget_usd: number | null;
  monthly_budget_usd: number | null;
  hard_stop: boolean;
  /** Whether the compatible server understands `response_format: json_schema`. */
  compatible_json_schema: boolean;
};

/** The order in which `auto` looks for a provider. */
const PREFERENCE: RemoteProviderId[] = ['gemini', 'openai', 'anthropic', 'compatible'];

/** What people say stays at home when it can. */
const HEARING = ['compatible', 'openai', 'gemini'] as const;

// A key goes into a header: anything but visible ASCII would fail there, with the key in the message.
const key = z.string().regex(/^[\x21-\x7e]+$/, 'holds a space or a character a key cannot have').optional();
const model = z.string().regex(/^[\w.:/@-]+$/, 'is not the name of a model');
const baseUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) URL' })
  .refine((text) => !URL.canParse(text) || !new URL(text).username, 'must not contain a user name or password');
const budget = z.coerce.number('must be a number of USD').positive('must be more than 0').optional();

/** Variables of the model providers, in the form of platform/config.ts: what may be set, its default, what it is for. */
export const INTELLIGENCE_VARIABLES = {
  GEMINI_API_KEY: { schema: key, about: 'Key for Google Gemini; makes it available as a provider.' },
  OPENAI_API_KEY: { schema: key, about: 'Key for OpenAI; makes it available as a provider.' },
  ANTHROPIC_API_KEY: { schema: key, about: 'Key for Anthropic; makes it available as a provider.' },
  KITH_AI_BASE_URL: {
    schema: baseUrl.optional(),
    about: 'An OpenAI-compatible server (Ollama, llama.cpp, vLLM), with its version: http://localhost:11434/v1. Needs KITH_AI_MODEL.',
  },
  KITH_AI_API_KEY: { schema: key, about: 'Key for the server at KITH_AI_BASE_URL, if it wants one.' },
  KITH_AI_MODEL: { schema: model.optional(), about: 'Model on the server at KITH_AI_BASE_URL.' },
  KITH_AI_JSON_SCHEMA: {
    schema: z.enum(['on', 'off']),
    fallback: 'on',
    about: 'off for a server at KITH_AI_BASE_URL that knows JSON mode but no JSON schema.',
  },
  KITH_AI_ANALYSE: {
    schema: z.enum(['auto', 'builtin', 'gemini', 'openai', 'anthropic', 'compatible']),
    fallback: 'auto',
    about: 'Who turns notes into entries. auto: the first provider that is set up, in this order, else the built-in engine.',
  },
  KITH_AI_ANSWER: {
    schema: z.enum(['auto', 'builtin', 'gemini', 'openai', 'anthropic', 'compatible']),
    fallback: 'auto',
    about: 'Who answers questions about people. auto: whoever turns notes into entries. Up to 40 things that are known of the person are sent with a question.',
  },
  KITH_AI_TRANSCRIBE: {
    schema: z.enum(['auto', 'off', 'gemini', 'openai', 'compatible']),
    fallback: 'auto',
    about: 'Who writes down recordings. auto: a server of your own (KITH_TRANSCRIBE_MODEL), else OpenAI, else Gemini.',
  },
  KITH_TRANSCRIBE_BASE_URL: {
    schema: baseUrl.optional(),
    about: 'A server of your own that speaks OpenAI’s /audio/transcriptions (whisper.cpp, faster-whisper), with its version. Unset: KITH_AI_BASE_URL. Needs KITH_TRANSCRIBE_MODEL.',
  },
  KITH_TRANSCRIBE_MODEL: { schema: model.optional(), about: 'Model on that server.' },
  KITH_OPENAI_TRANSCRIBE_MODEL: { schema: model, fallback: 'gpt-4o-mini-transcribe', about: 'OpenAI model that writes down recordings.' },
  KITH_AI_EMBED: {
    schema: z.enum(['auto', 'off', 'gemini', 'openai', 'compatible']),
    fallback: 'auto',
    about: 'Who ranks search results by what they mean. auto: a server of your own (KITH_EMBED_MODEL), else nobody, because the texts that were found are sent with each search.',
  },
  KITH_EMBED_BASE_URL: {
    schema: baseUrl.optional(),
    about: 'A server of your own that speaks OpenAI’s /embeddings (Ollama, llama.cpp, vLLM), with its version. Unset: KITH_AI_BASE_URL. Needs KITH_EMBED_MODEL.',
  },
  KITH_EMBED_MODEL: { schema: model.optional(), about: 'Model on that server.' },
  KITH_OPENAI_EMBED_MODEL: { schema: model, fallback: 'text-embedding-3-small', about: 'OpenAI model that ranks search results.' },
  KITH_GEMINI_EMBED_MODEL: { schema: model, fallback: 'gemini-embedding-001', about: 'Gemini model that ranks search results.' },
  KITH_GEMINI_MODEL: { schema: model, fallback: 'gemini-3.8-flash', about: 'Gemini model.' },
  KITH_OPENAI_MODEL: { schema: model, fallback: 'gpt-6-luna', about: 'OpenAI model.' },
  KITH_ANTHROPIC_MODEL: { schema: model, fallback: 'claude-haiku-5-5', about: 'Anthropic model.' },
  GEMINI_BASE_URL: {
    schema: baseUrl,
    fallback: 'https://generativelanguage.googleapis.com/v1beta',
    about: 'Where Gemini is, with the API version.',
  },
  OPENAI_BASE_URL: { schema: baseUrl, fallback: 'https://api.openai.com/v1', about: 'Where OpenAI is, with the API version.' },
  ANTHROPIC_BASE_URL: { schema: baseUrl, fallback: 'https://api.anthropic.com/v1', about: 'Where Anthropic is, with the API version.' },
  KITH_AI_TIMEOUT_SECONDS: {
    schema: z.coerce.number().min(1).max(600),
    fallback: '30',
    about: 'How long one piece of work may wait for a provider, retries and repair included.',
  },
  KITH_AI_DAILY_BUDGET: { schema: budget, about: 'What providers may cost per day, in USD; the admin is told at 80 and 100 %.' },
  KITH_AI_MONTHLY_BUDGET: { schema: budget, about: 'What providers may cost per month, in USD; the admin is told at 80 and 100 %.' },
  KITH_AI_HARD_STOP: {
    schema: z.enum(['on', 'off']),
    fallback: 'off',
    about: 'on: when a budget is used up, the built-in engine takes over until the next day or month.',
  },
};

export type IntelligenceValues = {
  [Name in keyof typeof INTELLIGENCE_VARIABLES]: z.infer<(typeof INTELLIGENCE_VARIABLES)[Name]['schema']>;
};

/**
 * Turns checked variables into the configuration of the intelligence.
 * @throws Error with one line naming the variable and the fix, when two variables do not fit together.
 */
export function intelligenceConfig(values: IntelligenceValues): IntelligenceConfig {
  if (values.KITH_AI_BASE_URL && !values.KITH_AI_MODEL) {
    throw new Error('KITH_AI_MODEL: is missing. KITH_AI_BASE_URL is set, so name the model that server should use.');
  }
  const providers: IntelligenceConfig['providers'] = {
    gemini: provider(values.GEMINI_API_KEY, values.GEMINI_BASE_URL, values.KITH_GEMINI_MODEL),
    openai: provider(values.OPENAI_API_KEY, values.OPENAI_BASE_URL, values.KITH_OPENAI_MODEL),
    anthropic: provider(values.ANTHROPIC_API_KEY, values.ANTHROPIC_BASE_URL, values.KITH_ANTHROPIC_MODEL),
    compatible:
      values.KITH_AI_BASE_URL && values.KITH_AI_MODEL
        ? { api_key: values.KITH_AI_API_KEY ?? null, base_url: values.KITH_AI_BASE_URL, model: values.KITH_AI_MODEL }
        : null,
  };
  const wanted = values.KITH_AI_ANALYSE;
  if (wanted !== 'auto' && wanted !== 'builtin' && !providers[wanted]) {
    throw new Error(`KITH_AI_ANALYSE: is ${wanted}, but that provider is not set up. ${missingFor(wanted)}`);
  }
  const answers = values.KITH_AI_ANSWER;
  if (answers !== 'auto' && answers !== 'builtin' && !providers[answers]) {
    throw new Error(`KITH_AI_ANSWER: is ${answers}, but that provider is not set up. ${missingFor(answers)}`);
  }
  const transcribers: IntelligenceConfig['transcribers'] = {
    gemini: providers.gemini,
    openai: providers.openai && { ...providers.openai, model: values.KITH_OPENAI_TRANSCRIBE_MODEL },
    compatible: compatibleTranscriber(values),
  };
  const hears = values.KITH_AI_TRANSCRIBE;
  if (hears !== 'auto' && hears !== 'off' && !transcribers[hears]) {
    throw new Error(`KITH_AI_TRANSCRIBE: is ${hears}, but that provider is not set up. ${hears === 'compatible' ? 'Set KITH_TRANSCRIBE_MODEL and KITH_TRANSCRIBE_BASE_URL.' : missingFor(hears)}`);
  }
  const analyse = wanted === 'auto' ? (PREFERENCE.find((id) => providers[id]) ?? 'builtin') : wanted;
  return {
    providers,
    transcribers,
    transcribe: hears === 'off' ? null : hears === 'auto' ? (HEARING.find((id) => transcribers[id]) ?? null) : hears,
    analyse,
    answer: answers === 'auto' ? analyse : answers,
    ...embedderOf(values, providers),
    timeout_seconds: values.KITH_AI_TIMEOUT_SECONDS,
    daily_budget_usd: values.KITH_AI_DAILY_BUDGET ?? null,
    monthly_budget_usd: values.KITH_AI_MONTHLY_BUDGET ?? null,
    hard_stop: values.KITH_AI_HARD_STOP === 'on',
    compatible_json_schema: values.KITH_AI_JSON_SCHEMA === 'on',
  };
}

/** What the operator has to do to use a provider that is not set up. */
export function missingFor(id: RemoteProviderId): string {
  switch (id) {
    case 'gemini':
      return 'Set GEMINI_API_KEY to use Google Gemini.';
    case 'openai':
      return 'Set OPENAI_API_KEY to use OpenAI.';
    case 'anthropic':
      return 'Set ANTHROPIC_API_KEY to use Anthropic.';
    case 'compatible':
      return 'Set KITH_AI_BASE_URL and KITH_AI_MODEL to use an OpenAI-compatible server.';
  }
}

function provider(apiKey: string | undefined, url: string, name: string): ProviderConfig | null {
  return apiKey ? { api_key: apiKey, base_url: url, model: name } : null;
}

const compatibleTranscriber = (values: IntelligenceValues) => ownServer(values, 'TRANSCRIBE');

/** A server of one's own for one capability; that of KITH_AI_BASE_URL unless it has its own. */
function ownServer(values: IntelligenceValues, what: 'TRANSCRIBE' | 'EMBED'): ProviderConfig | null {
  const [own, name] = [values[`KITH_${what}_BASE_URL`], values[`KITH_${what}_MODEL`]];
  const base_url = own ?? values.KITH_AI_BASE_URL;
  if (!name) {
    if (own) throw new Error(`KITH_${what}_MODEL: is missing. KITH_${what}_BASE_URL is set, so name the model that server should use.`);
    return null;
  }
  if (!base_url) throw new Error(`KITH_${what}_BASE_URL: is missing. KITH_${what}_MODEL is set, so say where that server is.`);
  return { api_key: values.KITH_AI_API_KEY ?? null, base_url, model: name };
}

function embedderOf(values: IntelligenceValues, { gemini, openai }: IntelligenceConfig['providers']): Pick<IntelligenceConfig, 'embedder'> {
  const embedders: Record<Embedder, ProviderConfig | null> = {
    gemini: gemini && { ...gemini, model: values.KITH_GEMINI_EMBED_MODEL },
    openai: openai && { ...openai, model: values.KITH_OPENAI_EMBED_MODEL },
    compatible: ownServer(values, 'EMBED'),
  };
  const wanted = values.KITH_AI_EMBED;
  if (wanted === 'off') return {};
  const id = wanted === 'auto' ? 'compatible' : wanted;
  const provider = embedders[id];
  if (provider) return { embedder: { id, provider } };
  if (wanted === 'auto') return {};
  throw new Error(`KITH_AI_EMBED: is ${wanted}, but that provider is not set up. ${wanted === 'compatible' ? 'Set KITH_EMBED_MODEL and KITH_EMBED_BASE_URL.' : missingFor(wanted)}`);
}
