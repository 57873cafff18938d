/** USD per million tokens, for prompts of a note's size (all of these models have dearer tiers above 100,000 tokens). */
type Price = { input: number; output: number; from?: string };

/**
 * List prices as of 21 November 2026. Source: published transcriptions (October and November 2026) of
 * https://ai.google.dev/gemini-api/docs/pricing, https://developers.openai.com/api/docs/pricing and
 * https://platform.claude.com/docs/en/about-claude/pricing. Embeddings cost what goes in: OpenAI's as its page of the model
 * (https://developers.openai.com/api/docs/models/text-embedding-3-large) says, seen on 21 November 2026; Gemini's as transcribed from
 * Google's page in April 2026. A row with `from` replaces the one before on that day.
 * A model that is not listed has no known cost: it is metered in tokens and does not count against a budget.
 */
const PRICES: Record<string, Price[]> = {
  'gemini-3.8-flash': [
    { input: 0.75, output: 3.75 },
    { input: 1.5, output: 7.5, from: '2027-01-01' },
  ],
  'gemini-3.5-flash': [{ input: 1.5, output: 9 }],
  'gemini-3.5-flash-lite': [{ input: 0.3, output: 2.5 }],
  'gemini-2.5-flash': [{ input: 0.3, output: 2.5 }],
  'gemini-2.5-flash-lite': [{ input: 0.1, output: 0.4 }],
  'gemini-2.5-pro': [{ input: 1.25, output: 10 }],
  'gpt-6-luna': [{ input: 0.1, output: 0.5 }],
  'gpt-6-sol': [{ input: 2, output: 10 }],
  'gpt-6.1-sol': [{ input: 2, output: 10 }],
  'gpt-6.1-terra': [{ input: 1, output: 5 }],
  'gpt-5.6-luna': [{ input: 0.2, output: 1.2 }],
  'gpt-5.6-terra': [{ input: 2, output: 12 }],
  'gpt-5-mini': [{ input: 0.25, output: 2 }],
  'claude-haiku-5-5': [{ input: 0.1, output: 0.5 }],
  'claude-sonnet-5-5': [{ input: 2, output: 10 }],
  'claude-sonnet-5': [{ input: 2, output: 10 }],
  'claude-opus-5-5': [{ input: 4, output: 20 }],
  'claude-haiku-4-5': [{ input: 1, output: 5 }],
  'claude-sonnet-4-5': [{ input: 3, output: 15 }],
  'text-embedding-3-small': [{ input: 0.02, output: 0 }],
  'text-embedding-3-large': [{ input: 0.13, output: 0 }],
  'text-embedding-ada-002': [{ input: 0.1, output: 0 }],
  'gemini-embedding-001': [{ input: 0.15, output: 0 }],
  'gemini-embedding-2': [{ input: 0.2, output: 0 }],
  'gemini-embedding-2-preview': [{ input: 0.2, output: 0 }],
};

/** Whether calls of a model can be counted in money. */
export function hasPrice(model: string): boolean {
  return priceOf(model, new Date()) !== null;
}

/** Cost of one call in USD, or null when the model's price or the tokens are not known. */
export function costUsd(model: string, inputTokens: number | null, outputTokens: number | null, at: Date): number | null {
  const price = priceOf(model, at);
  if (!price || inputTokens === null || outputTokens === null) return null;
  return (inputTokens * price.input + outputTokens * price.output) / 1_000_000;
}

function priceOf(model: string, at: Date): Price | null {
  // A dated snapshot (gpt-5-mini-2025-08-07, claude-haiku-4-5-20251001) costs what its model costs.
  const rows = PRICES[model] ?? PRICES[model.replace(/-\d{4}-?\d{2}-?\d{2}$/, '')];
  const day = at.toISOString().slice(0, 10);
  return rows?.findLast((row) => row.from === undefined || row.from <= day) ?? null;
}
