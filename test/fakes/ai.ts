import type { ServerResponse } from 'node:http';
import { fakeServer } from './http.ts';
import type { Arrived } from './http.ts';

export type FakeProviderKind = 'gemini' | 'openai' | 'anthropic' | 'compatible';

/** One answer of a fake provider: entries (`after` something has happened), any text, an HTTP error, silence, or a refusal to answer. */
export type FakeAnswer =
  | { entries: unknown[]; after?: Promise<unknown> }
  | { text: string }
  | { status: number; headers?: Record<string, string>; body?: unknown }
  | 'hang'
  | 'refuse';

/** What a provider was asked, whatever its wire format. */
export type Asked = {
  path: string;
  key: string | undefined;
  model: string | undefined;
  instructions: string;
  messages: { role: string; text: string }[];
  schema: unknown;
  body: Body;
};

type Content = string | { text?: string }[];
type Turn = { role: string; content: Content };

/** What the four wire formats send, as far as anybody looks at it; each provider fills its own part. */
export type Body = {
  model?: string;
  messages?: Turn[];
  tools?: unknown;
  /** Gemini. */
  systemInstruction?: { parts: Content };
  contents?: { role: string; parts: Content }[];
  generationConfig?: { responseJsonSchema?: unknown };
  /** OpenAI Responses. */
  input?: Turn[];
  text?: { format?: { schema?: unknown } };
  store?: boolean;
  /** Anthropic. */
  system?: Content;
  output_config?: { format?: { schema?: unknown } };
  /** OpenAI-compatible. */
  response_format?: { json_schema?: { schema?: unknown } };
};

export type FakeProvider = {
  /** Base URL as it goes into the configuration, with the API version. */
  url: string;
  asked: Asked[];
  /** Replaces the script; the last answer repeats. */
  script(...answers: FakeAnswer[]): void;
  close(): Promise<void>;
};

export const FAKE_TOKENS = { input: 1_200, output: 300 };

/**
 * A local server that speaks the documented wire format of one provider: Gemini `generateContent`, OpenAI Responses,
 * Anthropic Messages, or OpenAI-compatible chat completions. Answers come from the script, in order.
 */
export async function fakeProvider(kind: FakeProviderKind, ...answers: FakeAnswer[]): Promise<FakeProvider> {
  let script = answers;
  const asked: Asked[] = [];
  const wire = WIRES[kind];
  const server = await fakeServer((request, response) => {
    const body = JSON.parse(request.body) as Body;
    asked.push({ path: request.path, body, ...wire.read(request, body) });
    const answer = script.length > 1 ? script.shift()! : script[0];
    if (answer === undefined || answer === 'hang') return;
    if (answer === 'refuse') json(response, 200, {}, wire.refusal(body));
    else if ('status' in answer) json(response, answer.status, answer.headers ?? {}, answer.body ?? wire.error(answer.status));
    else if ('text' in answer) json(response, 200, {}, wire.write(answer.text, body));
    else void Promise.resolve(answer.after).then(() => json(response, 200, {}, wire.write(JSON.stringify({ entries: answer.entries }), body)));
  });
  return {
    url: server.url + wire.base,
    asked,
    script: (...next) => (script = next),
    close: server.close,
  };
}

function json(response: ServerResponse, status: number, headers: Record<string, string>, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

type Wire = {
  base: string;
  read(request: Arrived, body: Body): Omit<Asked, 'path' | 'body'>;
  write(text: string, body: Body): unknown;
  refusal(body: Body): unknown;
  error(status: number): unknown;
};

const header = (request: Arrived, name: string) => request.headers[name]?.toString();
const bearer = (request: Arrived) => header(request, 'authorization')?.replace(/^Bearer /, '');
const textOf = (content: Content = ''): string => (typeof content === 'string' ? content : content.map((part) => part.text ?? '').join(''));
/** Turns of these roles. */
const turnsOf = (turns: Turn[] | undefined, ...roles: string[]) => (turns ?? []).filter((turn) => roles.includes(turn.role)).map(({ role, content }) => ({ role, text: textOf(content) }));
const instructionsOf = (turns: Turn[] | undefined) => turnsOf(turns, 'system', 'developer').map(({ text }) => text).join('');
const { input, output } = FAKE_TOKENS;

const WIRES: Record<FakeProviderKind, Wire> = {
  gemini: {
    base: '/v1beta',
    read: (request, body) => ({
      key: header(request, 'x-goog-api-key'),
      model: /\/models\/(.+):generateContent$/.exec(request.path)?.[1],
      instructions: textOf(body.systemInstruction?.parts),
      messages: (body.contents ?? []).map(({ role, parts }) => ({ role: role === 'model' ? 'assistant' : role, text: textOf(parts) })),
      schema: body.generationConfig?.responseJsonSchema,
    }),
    write: (text) => ({
      candidates: [{ content: { role: 'model', parts: [{ text }] }, finishReason: 'STOP', index: 0 }],
      usageMetadata: { promptTokenCount: input, candidatesTokenCount: output, totalTokenCount: input + output },
      modelVersion: 'fake',
      responseId: 'fake-1',
    }),
    refusal: () => ({ promptFeedback: { blockReason: 'SAFETY' }, usageMetadata: { promptTokenCount: input, totalTokenCount: input } }),
    error: (code) => ({ error: { code, message: 'API key not valid: s3cret-key', status: 'FAILED' } }),
  },
  openai: {
    base: '/v1',
    read: (request, body) => ({
      key: bearer(request),
      model: body.model,
      instructions: instructionsOf(body.input),
      messages: turnsOf(body.input, 'user', 'assistant'),
      schema: body.text?.format?.schema,
    }),
    write: (text, body) => openaiResponse(body, [{ type: 'output_text', text, annotations: [] }]),
    refusal: (body) => ({
      ...openaiResponse(body, []),
      output: [],
      status: 'incomplete',
      incomplete_details: { reason: 'content_filter' },
    }),
    error: (status) => ({ error: { message: 'Incorrect API key provided: s3cret-key', type: 'error', param: null, code: String(status) } }),
  },
  anthropic: {
    base: '/v1',
    read: (request, body) => ({
      key: header(request, 'x-api-key'),
      model: body.model,
      instructions: textOf(body.system),
      messages: turnsOf(body.messages, 'user', 'assistant'),
      schema: body.output_config?.format?.schema,
    }),
    write: (text, body) => ({
      type: 'message',
      id: 'msg_fake',
      role: 'assistant',
      model: body.model,
      content: [{ type: 'text', text }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: { input_tokens: input, output_tokens: output },
    }),
    refusal: (body) => ({
      type: 'message',
      id: 'msg_fake',
      role: 'assistant',
      model: body.model,
      content: [],
      stop_reason: 'refusal',
      stop_sequence: null,
      usage: { input_tokens: input, output_tokens: 0 },
    }),
    error: (status) => ({ type: 'error', error: { type: status === 529 ? 'overloaded_error' : 'api_error', message: 'invalid x-api-key s3cret-key' } }),
  },
  compatible: {
    base: '/v1',
    read: (request, body) => ({
      key: bearer(request),
      model: body.model,
      instructions: instructionsOf(body.messages),
      messages: turnsOf(body.messages, 'user', 'assistant'),
      schema: body.response_format?.json_schema?.schema,
    }),
    write: (text, body) => chatCompletion(body, text, 'stop'),
    refusal: (body) => chatCompletion(body, '', 'content_filter'),
    error: () => ({ error: { message: 'bad key s3cret-key', type: 'error' } }),
  },
};

function openaiResponse(body: Body, content: unknown[]) {
  return {
    id: 'resp_fake',
    object: 'response',
    created_at: 1_790_000_000,
    status: 'completed',
    model: body.model,
    output: [{ type: 'message', id: 'msg_fake', status: 'completed', role: 'assistant', content }],
    incomplete_details: null,
    usage: {
      input_tokens: input,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: input + output,
    },
  };
}

function chatCompletion(body: Body, content: string, finish_reason: string) {
  return {
    id: 'chatcmpl-fake',
    object: 'chat.completion',
    created: 1_790_000_000,
    model: body.model,
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason }],
    usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
  };
}
