import type { generateText } from 'ai';
import type { RemoteProviderId } from './config.ts';

export const LABELS: Record<RemoteProviderId, string> = {
  gemini: 'Google Gemini',
  openai: 'OpenAI',
  anthropic: 'Anthropic',
  compatible: 'The AI server',
};

type Settings = Pick<Parameters<typeof generateText>[0], 'reasoning' | 'temperature' | 'providerOptions'>;

/**
 * What each provider is told besides the prompt. Little reasoning: the task is reading, not thinking. OpenAI keeps
 * responses for 30 days unless told not to.
 */
export const SETTINGS: Record<RemoteProviderId, Settings> = {
  gemini: { reasoning: 'low' },
  openai: { reasoning: 'low', providerOptions: { openai: { store: false } } },
  anthropic: {},
  compatible: { temperature: 0 },
};
