import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogle } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { extractJsonMiddleware, wrapLanguageModel } from 'ai';
import type { LanguageModel } from 'ai';
import type { ProviderConfig, RemoteProviderId } from './config.ts';

// The SDK would print to the console which settings a model ignores; our log is the only output.
globalThis.AI_SDK_LOG_WARNINGS = false;

/** A model that sends through `fetch`. Cheap to make: one per call, so that each call has its own limits. */
export function languageModel(
  id: RemoteProviderId,
  { api_key, base_url, model }: ProviderConfig,
  jsonSchema: boolean,
  fetch: typeof globalThis.fetch,
): LanguageModel {
  const options = { baseURL: base_url, fetch };
  switch (id) {
    case 'gemini':
      return createGoogle({ ...options, apiKey: api_key ?? '' })(model);
    case 'openai':
      return createOpenAI({ ...options, apiKey: api_key ?? '' })(model);
    case 'anthropic':
      return createAnthropic({ ...options, apiKey: api_key ?? '' })(model);
    case 'compatible': {
      const provider = createOpenAICompatible({
        ...options,
        name: 'compatible',
        supportsStructuredOutputs: jsonSchema,
        ...(api_key === null ? {} : { apiKey: api_key }),
      });
      // Small models like to put JSON into a code fence.
      return wrapLanguageModel({ model: provider(model), middleware: extractJsonMiddleware() });
    }
  }
}
