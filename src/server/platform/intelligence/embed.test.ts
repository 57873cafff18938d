import { afterEach, describe, expect, test } from 'vitest';
import { type Arrived, fakeServer } from '../../../../test/fakes/http.ts';
import { createEgress } from '../egress/index.ts';
import type { Embedder } from './config.ts';
import { createIntelligence, type IntelligenceConfig, type Usage } from './index.ts';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((it) => it.close()));
});

type Body = { model?: string; input?: string[]; requests?: { content: { parts: { text: string }[] } }[] };
/** How many letters a text has, and a one. */
const vectorOf = (text: string) => [text.length, 1];
const openai = ({ input = [] }: Body) => ({ object: 'list', model: 'near-1', data: input.map((text, index) => ({ object: 'embedding', index, embedding: vectorOf(text) })), usage: { prompt_tokens: 9, total_tokens: 9 } });
const gemini = ({ requests = [] }: Body) => ({ embeddings: requests.map(({ content }) => ({ values: vectorOf(content.parts[0]!.text) })) });

async function asking(id: Embedder | null, answer: (body: Body, request: Arrived) => unknown, status = 200, model = 'near-1') {
  const server = await fakeServer((request, response) => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer(JSON.parse(request.body) as Body, request))));
  const log = { debug: () => undefined, warn: () => undefined, error: () => undefined };
  const egress = createEgress({ log, allowPrivate: [], retryBaseMs: 1 });
  opened.push(egress, server);
  const metered: Usage[] = [];
  const config: IntelligenceConfig = {
    providers: { gemini: null, openai: null, anthropic: null, compatible: null }, analyse: 'builtin', answer: 'builtin', transcribe: null, transcribers: { gemini: null, openai: null, compatible: null },
    ...(id ? { embedder: { id, provider: { api_key: 's3cret', base_url: `${server.url}/v1`, model } } } : {}),
    timeout_seconds: 5, daily_budget_usd: null, monthly_budget_usd: null, hard_stop: false, compatible_json_schema: true,
  };
  const made = createIntelligence(config, { egress, log, builtin: { analyse: async () => ({ entries: [] }), whose: async () => [] }, spend: async () => ({ day_usd: 0, month_usd: 0 }), notify: () => undefined });
  return { server, metered, status: made.status, embed: (...texts: string[]) => made.embed(texts, { meter: (usage) => void metered.push(usage) }) };
}

describe.each(['openai', 'compatible', 'gemini'] as const)('%s', (id) => {
  test('gives a vector for each text, in one call', async () => {
    const { server, embed, metered, status } = await asking(id, id === 'gemini' ? gemini : openai);
    expect(await embed('a', 'bbb')).toEqual([[1, 1], [3, 1]]);
    expect(server.requests.map(({ path }) => path)).toEqual([id === 'gemini' ? '/v1/models/near-1:batchEmbedContents' : '/v1/embeddings']);
    const { headers } = server.requests[0]!;
    expect(headers.authorization ?? headers['x-goog-api-key']).toContain('s3cret');
    expect(metered).toMatchObject([{ provider: id, model: 'near-1', capability: 'embed', purpose: 'search', outcome: 'ok' }]);
    expect(status().find((line) => line.provider === id)!.used_for).toEqual(['embed']);
  });

  test('costs what went in, counted by the provider or by us', async () => {
    const model = { gemini: 'gemini-embedding-001', openai: 'text-embedding-3-small', compatible: 'nomic-embed-text' }[id];
    const { embed, metered } = await asking(id, id === 'gemini' ? gemini : openai, 200, model);
    await embed('a'.repeat(4000), 'b'.repeat(4000));
    const expected = { gemini: [null, (2000 * 0.15) / 1e6], openai: [9, (9 * 0.02) / 1e6], compatible: [9, null] }[id];
    expect(metered.map(({ input_tokens, cost_usd }) => [input_tokens, cost_usd])).toEqual([expected]);
  });

  test('gives nothing when it fails, or answers for fewer texts', async () => {
    expect(await (await asking(id, () => ({ error: { message: 'no' } }), 401)).embed('a', 'b')).toBe(null);
    const short = await asking(id, (body) => (id === 'gemini' ? gemini({ requests: body.requests!.slice(1) }) : openai({ input: body.input!.slice(1) })));
    expect(await short.embed('a', 'b')).toBe(null);
  });
});

test('without a provider nobody is asked', async () => {
  const { server, embed } = await asking(null, openai);
  expect(await embed('a')).toBe(null);
  expect(server.requests).toEqual([]);
});
