import { expect, test } from 'vitest';
import type { z } from 'zod';
import { EGRESS_VARIABLES } from '../egress/config.ts';
import { INTELLIGENCE_VARIABLES, intelligenceConfig } from './config.ts';
import type { IntelligenceValues } from './config.ts';
import { costUsd, hasPrice } from './prices.ts';

type Variable = { schema: z.ZodType; fallback?: string; about: string };

/** Reads an environment as platform/config.ts does. */
function read(env: Record<string, string>) {
  const values: Record<string, unknown> = {};
  for (const [name, { schema, fallback }] of Object.entries(INTELLIGENCE_VARIABLES) as [string, Variable][]) {
    const result = schema.safeParse((env[name] === '' ? undefined : env[name]) ?? fallback);
    if (!result.success) throw new Error(`${name}: ${result.error.issues[0]!.message}`);
    values[name] = result.data;
  }
  return intelligenceConfig(values as IntelligenceValues);
}

test('nothing set: the built-in engine, no budget, no provider', () => {
  expect(read({})).toEqual({
    providers: { gemini: null, openai: null, anthropic: null, compatible: null },
    analyse: 'builtin',
    answer: 'builtin',
    transcribe: null,
    transcribers: { gemini: null, openai: null, compatible: null },
    timeout_seconds: 30,
    daily_budget_usd: null,
    monthly_budget_usd: null,
    hard_stop: false,
    compatible_json_schema: true,
  });
});

test('auto takes the first provider that is set up; a name takes that one', () => {
  expect(read({ ANTHROPIC_API_KEY: 'a', OPENAI_API_KEY: 'o', GEMINI_API_KEY: '' }).analyse).toBe('openai');
  expect(read({ GEMINI_API_KEY: 'g', ANTHROPIC_API_KEY: 'a', KITH_AI_ANALYSE: 'anthropic' }).analyse).toBe('anthropic');
  expect(read({ GEMINI_API_KEY: 'g', KITH_AI_ANALYSE: 'builtin' }).analyse).toBe('builtin');
  const local = read({ KITH_AI_BASE_URL: 'http://localhost:11434/v1', KITH_AI_MODEL: 'llama4:8b', KITH_AI_DAILY_BUDGET: '2.5', KITH_AI_HARD_STOP: 'on' });
  expect(local).toMatchObject({ analyse: 'compatible', daily_budget_usd: 2.5, hard_stop: true });
  expect(local.providers.compatible).toEqual({ api_key: null, base_url: 'http://localhost:11434/v1', model: 'llama4:8b' });
  expect(read({ OPENAI_API_KEY: 'o' }).providers.openai).toEqual({ api_key: 'o', base_url: 'https://api.openai.com/v1', model: 'gpt-6-luna' });
});

test.each([
  [{ KITH_AI_ANALYSE: 'openai' }, 'KITH_AI_ANALYSE: is openai, but that provider is not set up. Set OPENAI_API_KEY to use OpenAI.'],
  [{ KITH_AI_BASE_URL: 'http://localhost:1/v1' }, 'KITH_AI_MODEL: is missing.'],
  [{ KITH_AI_ANALYSE: 'gpt' }, 'KITH_AI_ANALYSE: Invalid option'],
  [{ OPENAI_API_KEY: 's3cret key' }, 'OPENAI_API_KEY: holds a space'],
  [{ OPENAI_BASE_URL: 'ftp://x' }, 'OPENAI_BASE_URL: must be an http(s) URL'],
  [{ OPENAI_BASE_URL: 'https://me:s3cret@x.test/v1' }, 'OPENAI_BASE_URL: must not contain a user name'],
  [{ KITH_AI_DAILY_BUDGET: '0' }, 'KITH_AI_DAILY_BUDGET: must be more than 0'],
  [{ KITH_AI_MONTHLY_BUDGET: 'ten' }, 'KITH_AI_MONTHLY_BUDGET: must be a number'],
  [{ KITH_AI_TIMEOUT_SECONDS: '0' }, 'KITH_AI_TIMEOUT_SECONDS: '],
])('%o does not start', (env, message) => {
  const failure = (() => {
    try {
      return String(read(env));
    } catch (error) {
      return (error as Error).message;
    }
  })();
  expect(failure).toContain(message);
  expect(failure).not.toContain('s3cret');
});

test('every variable is documented and every default is valid', () => {
  for (const variable of Object.values(INTELLIGENCE_VARIABLES) as Variable[]) {
    expect(variable.about).toMatch(/\.$/);
    expect(variable.schema.safeParse(variable.fallback).success).toBe(true);
  }
  for (const name of ['KITH_GEMINI_MODEL', 'KITH_OPENAI_MODEL', 'KITH_ANTHROPIC_MODEL', 'KITH_OPENAI_EMBED_MODEL', 'KITH_GEMINI_EMBED_MODEL'] as const) {
    expect(hasPrice(INTELLIGENCE_VARIABLES[name].fallback)).toBe(true);
  }
});

test('what untrusted targets may reach is read from a list', () => {
  const { schema } = EGRESS_VARIABLES.KITH_EGRESS_ALLOW;
  expect(schema.parse('10.0.0.0/8, nas.local,')).toEqual(['10.0.0.0/8', 'nas.local']);
  expect(schema.safeParse('10.0.0.0/99').success).toBe(false);
});

test('costs are computed from tokens; prices change on their day; snapshots cost what their model costs', () => {
  const november = new Date('2026-11-21');
  expect(costUsd('gemini-3.8-flash', 1_000_000, 100_000, november)).toBeCloseTo(1.125);
  expect(costUsd('gemini-3.8-flash', 1_000_000, 100_000, new Date('2027-01-01'))).toBeCloseTo(2.25);
  expect(costUsd('gpt-5-mini-2025-08-07', 1_000_000, 0, november)).toBeCloseTo(0.25);
  expect(costUsd('claude-haiku-4-5-20251001', 0, 1_000_000, november)).toBeCloseTo(5);
  expect(costUsd('llama4:8b', 10, 10, november)).toBeNull();
  expect(costUsd('gpt-6-luna', null, null, november)).toBeNull();
});

test('who hears: a server of one’s own before OpenAI before Gemini, and nobody when told so', () => {
  const all = { OPENAI_API_KEY: 'k', GEMINI_API_KEY: 'g', KITH_TRANSCRIBE_BASE_URL: 'http://127.0.0.1:8000/v1', KITH_TRANSCRIBE_MODEL: 'whisper-1' };
  expect(read(all)).toMatchObject({ transcribe: 'compatible', transcribers: { compatible: { base_url: 'http://127.0.0.1:8000/v1', model: 'whisper-1' }, openai: { model: 'gpt-4o-mini-transcribe' }, gemini: { model: 'gemini-3.8-flash' } } });
  expect(read({ OPENAI_API_KEY: 'k', GEMINI_API_KEY: 'g' }).transcribe).toBe('openai');
  expect(read({ GEMINI_API_KEY: 'g' }).transcribe).toBe('gemini');
  expect(read({ ANTHROPIC_API_KEY: 'a' }).transcribe).toBe(null);
  expect(read({ ...all, KITH_AI_TRANSCRIBE: 'off' }).transcribe).toBe(null);
  expect(() => read({ KITH_AI_TRANSCRIBE: 'openai' })).toThrow(/KITH_AI_TRANSCRIBE.*OPENAI_API_KEY/);
  expect(() => read({ KITH_TRANSCRIBE_MODEL: 'whisper-1' })).toThrow(/KITH_TRANSCRIBE_BASE_URL/);
  expect(() => read({ KITH_TRANSCRIBE_BASE_URL: 'http://127.0.0.1:8000/v1' })).toThrow(/KITH_TRANSCRIBE_MODEL/);
});

test('who ranks by meaning: a server of one’s own; others only when they are named', () => {
  expect(read({ OPENAI_API_KEY: 'k', GEMINI_API_KEY: 'g' }).embedder).toBe(undefined);
  expect(read({ OPENAI_API_KEY: 'k', KITH_AI_EMBED: 'openai' }).embedder).toMatchObject({ id: 'openai', provider: { api_key: 'k', model: 'text-embedding-3-small' } });
  expect(read({ GEMINI_API_KEY: 'g', KITH_AI_EMBED: 'gemini', KITH_GEMINI_EMBED_MODEL: 'near-2' }).embedder).toMatchObject({ id: 'gemini', provider: { model: 'near-2' } });
  const own = { KITH_AI_BASE_URL: 'http://127.0.0.1:11434/v1', KITH_AI_MODEL: 'llama', KITH_EMBED_MODEL: 'nomic' };
  expect(read(own).embedder).toMatchObject({ id: 'compatible', provider: { base_url: 'http://127.0.0.1:11434/v1', model: 'nomic' } });
  expect(read({ ...own, KITH_EMBED_BASE_URL: 'http://127.0.0.1:8080/v1' }).embedder).toMatchObject({ provider: { base_url: 'http://127.0.0.1:8080/v1' } });
  expect(read({ ...own, KITH_AI_EMBED: 'off' }).embedder).toBe(undefined);
  expect(() => read({ KITH_AI_EMBED: 'openai' })).toThrow(/KITH_AI_EMBED.*OPENAI_API_KEY/);
  expect(() => read({ KITH_AI_EMBED: 'compatible' })).toThrow(/KITH_EMBED_MODEL/);
  expect(() => read({ KITH_EMBED_BASE_URL: 'http://127.0.0.1:8080/v1' })).toThrow(/KITH_EMBED_MODEL/);
  expect(() => read({ KITH_EMBED_MODEL: 'nomic' })).toThrow(/KITH_EMBED_BASE_URL/);
});
