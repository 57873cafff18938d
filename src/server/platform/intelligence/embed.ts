import { createGoogle } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { embedMany, type EmbeddingModel } from 'ai';
import type { Tokens } from './calls.ts';
import type { Embedder, ProviderConfig } from './config.ts';

/** Gemini does not say how many tokens it counted. Four characters are about one, says Google (https://ai.google.dev/gemini-api/docs/tokens). */
const CHARACTERS_A_TOKEN = 4;

/** What texts mean, one vector each, in their order. @throws what the provider or the way to it threw */
export async function vectorsOf(id: Embedder, provider: ProviderConfig, texts: readonly string[], fetch: typeof globalThis.fetch, signal: AbortSignal | undefined): Promise<{ vectors: number[][]; tokens: Tokens }> {
  const { embeddings, usage } = await embedMany({ model: modelOf(id, provider, fetch), values: [...texts], maxRetries: 0, telemetry: { isEnabled: false }, ...(signal ? { abortSignal: signal } : {}) });
  const about = Math.ceil(texts.reduce((sum, text) => sum + text.length, 0) / CHARACTERS_A_TOKEN);
  return { vectors: embeddings, tokens: { input_tokens: Number.isFinite(usage.tokens) ? usage.tokens : null, output_tokens: 0, about } };
}

function modelOf(id: Embedder, { api_key, base_url, model }: ProviderConfig, fetch: typeof globalThis.fetch): EmbeddingModel {
  const options = { baseURL: base_url, fetch };
  if (id === 'gemini') return createGoogle({ ...options, apiKey: api_key ?? '' }).embeddingModel(model);
  if (id === 'openai') return createOpenAI({ ...options, apiKey: api_key ?? '' }).embeddingModel(model);
  return createOpenAICompatible({ ...options, name: 'compatible', ...(api_key === null ? {} : { apiKey: api_key }) }).embeddingModel(model);
}
