import type { TestKith } from '../harness.ts';

/** A JSON schema as the OpenAPI document holds it. */
export type JsonSchema = {
  $ref?: string;
  type?: string | string[];
  format?: string;
  pattern?: string;
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
};
export type Parameter = { name: string; in: 'path' | 'query' | 'header'; required?: boolean; schema: JsonSchema };
type Responses = Record<string, { content?: Record<string, { schema?: JsonSchema }> }>;
type Operation = { parameters?: Parameter[]; requestBody?: { required?: boolean; content: Record<string, { schema: JsonSchema }> }; responses: Responses; security?: unknown[]; tags?: string[] };
export type Document = { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, JsonSchema> } };

/** One operation of the document. `name` is method and path without the version: `GET /contacts/{id}`. */
export type Route = {
  name: string;
  method: string;
  /** As in the document, with `{id}` in it. */
  path: string;
  params: Parameter[];
  query: Parameter[];
  body: JsonSchema | undefined;
  /** The part of a form that is a file; the others are in `body`. */
  file: string | undefined;
  responses: Responses;
  public: boolean;
  /** For admins only: tagged so, or under /admin. */
  admin: boolean;
  reads: boolean;
};

// the types of the plugin cover every version of the format; these only what Kith writes
export const documentOf = (kith: TestKith) => kith.app.swagger() as unknown as Document;

function bodyOf({ requestBody }: Operation): Pick<Route, 'body' | 'file'> {
  const form = requestBody?.content['multipart/form-data']?.schema;
  if (!form) return { body: requestBody?.content['application/json']?.schema, file: undefined };
  const isFile = (schema: JsonSchema) => schema.format === 'binary';
  const parts = Object.entries(form.properties ?? {});
  const file = parts.find(([, schema]) => isFile(schema))![0];
  return { body: { ...form, properties: Object.fromEntries(parts.filter(([name]) => name !== file)), required: form.required?.filter((name) => name !== file) ?? [] }, file };
}

/** Every operation of the OpenAPI document. */
export function routesOf(document: Document): Route[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path.replace('/api/v1', '')}`,
      method: method.toUpperCase(),
      path,
      params: (operation.parameters ?? []).filter((parameter) => parameter.in === 'path'),
      query: (operation.parameters ?? []).filter((parameter) => parameter.in === 'query'),
      ...bodyOf(operation),
      responses: operation.responses,
      public: operation.security?.length === 0,
      admin: path.includes('/admin/') || operation.tags?.includes('Admin') === true,
      reads: method === 'get' || method === 'head',
    })),
  );
}

/** Follows a $ref into the document. */
export function resolve(document: Document, schema: JsonSchema): JsonSchema {
  let found = schema;
  while (found.$ref) found = document.components.schemas[found.$ref.replace('#/components/schemas/', '')]!;
  return found;
}

/** Where a request carries the id of a thing. */
export type IdPlace = { in: 'path' | 'query' | 'body'; name: string; path: (string | number)[] };

const looksLikeId = (name: string, schema: JsonSchema) => schema.format === 'uuid' || (schema.type === 'string' && /(^|_)ids?$/.test(name));

function idsIn(document: Document, name: string, given: JsonSchema, path: (string | number)[], depth = 0): { name: string; path: (string | number)[] }[] {
  const schema = resolve(document, given);
  if (depth > 8) return [];
  if (looksLikeId(name, schema)) return [{ name, path }];
  const inside = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].flatMap((option) => idsIn(document, name, option, path, depth + 1));
  const properties = Object.entries(schema.properties ?? {}).flatMap(([key, value]) => idsIn(document, key, value, [...path, key], depth + 1));
  const items = schema.items ? idsIn(document, name, schema.items, [...path, 0], depth + 1) : [];
  return [...inside, ...properties, ...items];
}

/** Every place of a request where an id goes: in the path, the query and, however deep, the body. */
export function idPlaces(document: Document, route: Route): IdPlace[] {
  const parameters = [...route.params, ...route.query].flatMap((parameter) => idsIn(document, parameter.name, parameter.schema, []).map((place) => ({ ...place, in: parameter.in as 'path' | 'query' })));
  const body = route.body ? idsIn(document, 'body', route.body, []).map((place) => ({ ...place, in: 'body' as const })) : [];
  return [...parameters, ...body];
}

/** Sets a value deep inside a body, making the objects and arrays on the way. */
export function setDeep(root: unknown, path: (string | number)[], value: unknown): unknown {
  if (path.length === 0) return value;
  const [key, ...rest] = path;
  if (typeof key === 'number') {
    const list = Array.isArray(root) ? [...root] : [];
    list[key] = setDeep(list[key], rest, value);
    return list;
  }
  const object = { ...(root as Record<string, unknown> | undefined) };
  object[key!] = setDeep(object[key!], rest, value);
  return object;
}

/** The address of a request: parameters put in, query appended. */
export function urlOf(route: Route, params: Record<string, string>, query: Record<string, string> = {}): string {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams(query).toString();
  return search ? `${path}?${search}` : path;
}
