import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import type { Received, Sent } from './fuzz.ts';
import type { Document, JsonSchema } from './routes.ts';

const addFormats = addFormatsModule.default;
const validators = new WeakMap<Document, Map<JsonSchema, ValidateFunction>>();

/** The validator of one schema of the document, strict: an unknown keyword or format is an error in the document. */
function validator(document: Document, schema: JsonSchema): ValidateFunction {
  const known = validators.get(document) ?? new Map<JsonSchema, ValidateFunction>();
  validators.set(document, known);
  let validate = known.get(schema);
  if (!validate) {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
    addFormats(ajv);
    // the references of the document, in a schema that stands alone
    const alone = JSON.stringify({ ...schema, $defs: document.components.schemas }).replaceAll('#/components/schemas/', '#/$defs/');
    known.set(schema, (validate = ajv.compile(JSON.parse(alone) as object)));
  }
  return validate;
}

/** Things that belong in a log, not in an answer. */
const LEAKS = /node_modules|\bat [\w.<>]+ \(|\.[jt]s:\d+|\/(?:work|home|root|usr|tmp)\/|\bselect\b.+\bfrom\b|\binsert into\b|\bdelete from\b|relation "|column "|syntax error at|violates|ECONN|postgres|zod/i;

/** What the parser refuses never gets to a route: any address may answer so, and no route can say so in the document. */
const BEFORE_ANY_ROUTE = new Set([408, 414, 431]);

const mediaType = (received: Received) => String(received.headers['content-type'] ?? '').split(';')[0]!;

/** What is wrong with an answer: nothing, or sentences. */
export function judge(document: Document, sent: Sent, received: Received): string[] {
  const { status, text } = received;
  const wrong: string[] = [];
  if (status === 0) return [`no answer: ${text}`];
  if (status >= 500) wrong.push(`answers ${status}`);
  const { route } = sent.plan;
  const rerouted = BEFORE_ANY_ROUTE.has(status) || sent.plan.mutations.some((mutation) => mutation.at === 'method' || mutation.at === 'path');
  const empty = status === 204 || status === 304 || sent.method === 'HEAD' || sent.method === 'OPTIONS';
  if (empty && sent.method !== 'OPTIONS') {
    if (text !== '') wrong.push(`${status} with a body`);
  }

  if (status >= 400 && !empty) wrong.push(...judgeProblem(document, received));
  if (!rerouted && !(String(status) in route.responses)) wrong.push(`${status} is not in the document`);
  else if (!rerouted && !empty) {
    const content = route.responses[String(status)]!.content;
    const schema = content?.[mediaType(received)]?.schema;
    if (!content) {
      if (text !== '') wrong.push(`${status} has a body, which the document does not say`);
    } else if (!schema) wrong.push(`${status} is ${mediaType(received) || 'without a type'}, the document says ${Object.keys(content).join(', ')}`);
    else if (mediaType(received).endsWith('json')) wrong.push(...outside(validator(document, schema), text, `${status}`));
  }
  if (!received.headers['x-request-id']) wrong.push(`${status} without a request id`);
  return wrong;
}

function judgeProblem(document: Document, received: Received): string[] {
  const { status, text } = received;
  const wrong: string[] = [];
  if (mediaType(received) !== 'application/problem+json') return [`${status} is ${mediaType(received) || 'without a type'}, not a problem document`];
  wrong.push(...outside(validator(document, document.components.schemas.Problem!), text, `problem ${status}`));
  if (wrong.length) return wrong;
  const problem = JSON.parse(text) as { status: number; status_code: number; error: string; title: string; request_id: string };
  if (problem.status !== status || problem.status_code !== status) wrong.push(`${status} calls itself ${problem.status}`);
  if (problem.request_id !== received.headers['x-request-id']) wrong.push(`${status} has another request id in its body`);
  if (problem.error.length < 5 || problem.error.length > 500) wrong.push(`${status} says too little or too much: ${problem.error.length} characters`);
  if (LEAKS.test(text)) wrong.push(`${status} tells what belongs in the log`);
  return wrong;
}

function outside(validate: ValidateFunction, text: string, what: string): string[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [`${what} is not JSON`];
  }
  if (validate(value)) return [];
  return (validate.errors ?? []).slice(0, 3).map((error) => `${what} outside its schema: ${error.instancePath.replace(/\d+/g, 'n')} ${error.message}`);
}
