import { NoObjectGeneratedError, Output, generateText } from 'ai';
import type { LanguageModel, LanguageModelUsage, ModelMessage } from 'ai';
import type { Tokens } from './calls.ts';
import { INSTRUCTIONS, answerSchema } from './prompt.ts';
import type { Claim } from './prompt.ts';

/** What came back: claims of the right shape, or a text that is not, with what is wrong with it. */
export type Reply = { text: string; tokens: Tokens } & ({ claims: Claim[] } | { problem: string });

/** Asks a model once. Throws what the provider or the way to it threw; a misshapen answer is a value. */
export async function askModel(
  model: LanguageModel,
  messages: ModelMessage[],
  settings: Pick<Parameters<typeof generateText>[0], 'reasoning' | 'temperature' | 'providerOptions'>,
  signal: AbortSignal | undefined,
): Promise<Reply> {
  try {
    const result = await generateText({
      ...settings,
      model,
      instructions: INSTRUCTIONS,
      messages,
      output: Output.object({ schema: answerSchema, name: 'entries' }),
      maxOutputTokens: 8_192,
      // Egress retries; two owners would multiply.
      maxRetries: 0,
      telemetry: { isEnabled: false },
      ...(signal ? { abortSignal: signal } : {}),
    });
    return { text: result.text, tokens: tokensOf(result.usage), claims: result.output.entries };
  } catch (error) {
    if (!NoObjectGeneratedError.isInstance(error)) throw error;
    return { text: error.text ?? '', tokens: tokensOf(error.usage), problem: problemOf(error) };
  }
}

function tokensOf(usage: LanguageModelUsage | undefined): Tokens {
  return { input_tokens: usage?.inputTokens ?? null, output_tokens: usage?.outputTokens ?? null };
}

function problemOf(error: NoObjectGeneratedError): string {
  if (error.finishReason === 'length') return 'it was cut off; give fewer entries.';
  const cause = error.cause instanceof Error ? error.cause : null;
  const detail = cause?.cause instanceof Error ? cause.cause.message : '';
  return detail.includes('JSON') || !detail ? 'it is not a JSON object of the asked shape.' : `it does not have the asked shape: ${detail}`;
}
