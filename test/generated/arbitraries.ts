import fc from 'fast-check';
import { type Document, type IdPlace, idPlaces, type JsonSchema, resolve, type Route } from './routes.ts';
import { kindOf } from './feed.ts';

/**
 * Requests that fast-check makes from the OpenAPI document. Ids of own things are written as tokens (`@@contact:17@@`), because
 * what exists is only known when the request is sent: so a seed always makes the same requests.
 */
export type Mutation =
  | { at: 'body'; do: 'replace' | 'add' | 'remove' | 'wrap'; where: number; key: string; value: unknown }
  | { at: 'raw'; raw: string; contentType: string | undefined }
  | { at: 'path'; do: 'segment' | 'suffix' | 'prefix'; where: number; text: string }
  | { at: 'query'; key: string; value: string }
  | { at: 'header'; key: string; value: string }
  | { at: 'method'; method: string };
export type Plan = { route: Route; params: Record<string, string>; query: [string, string][]; body: unknown; mutations: Mutation[] };

const own = (kind: string) => fc.oneof(fc.nat(999).map((n) => `@@${kind}:${n}@@`), fc.uuid({ version: 7 }));

const SCRIPTS = ['Ælfrīc', 'שלום עולם', 'مرحبا', '你好，世界', '👩‍👩‍👧‍👦🏳️‍🌈', 'e\u0301', '\u202eabc', 'İstanbul ß ﬁ', '\u200b', 'a\tb\nc', '%_\\', `'; drop table contacts; --`, `" or ""="`, '${7*7}{{7*7}}', '<script>alert(1)</script>', '../../etc/passwd', '__proto__', 'constructor', 'null', 'NaN', '1e400', '-0', 'true', ''];
const HOSTILE = ['\u0000', 'a\u0000b', '\ud800', 'x\udfff', '\uffff\ufffe', 'x'.repeat(100_001), '🙂'.repeat(5_000), ' '.repeat(300), '\u0301'.repeat(2_000)];
const deep = (n: number) => {
  let value: unknown = 1;
  for (let i = 0; i < n; i++) value = i % 2 ? [value] : { a: value };
  return value;
};
const junk = fc.oneof(
  fc.constantFrom(...SCRIPTS),
  fc.constantFrom(...HOSTILE),
  fc.constantFrom<unknown>(null, true, 0, -1, -0, 1.5, 2 ** 31, 2 ** 53, 2 ** 63, -(2 ** 63), 1e308, 5e-324, [], {}, [[]], [null], deep(30), deep(3_000), Array(2_000).fill('x')),
  fc.constantFrom<unknown>({ constructor: { prototype: { polluted: true } } }, { toString: null }, { length: 3 }, { then: 'x' }, { $ref: '#' }),
  fc.constantFrom('contact', 'tag', 'note', 'entry', 'action', 'space', 'user').chain(own),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue(),
);
const junkText = fc.oneof(fc.constantFrom(...SCRIPTS), fc.constantFrom(...HOSTILE.map((text) => text.slice(0, 400))), fc.string({ unit: 'binary', maxLength: 40 }), fc.integer().map(String), fc.uuid());

const cursor = fc
  .oneof(fc.array(fc.oneof(fc.string(), fc.integer(), fc.constantFrom(null, '2026-01-01T00:00:00Z', '-infinity', '9999-12-31T23:59:59.999999+14:00', '0001-01-01T00:00:00Z', '\u0000', '\ud800'), fc.uuid()), { maxLength: 3 }), fc.jsonValue())
  .map((value) => Buffer.from(JSON.stringify(value)).toString('base64url'));

/** Valid values of a schema; optional parts come and go. */
export function arbitraryOf(document: Document, given: JsonSchema, kind: string | undefined, name = ''): fc.Arbitrary<unknown> {
  const schema = resolve(document, given);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return fc.oneof(...options.map((option) => arbitraryOf(document, option, kind, name)));
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => arbitraryOf(document, { ...schema, type }, kind, name)));
  switch (schema.type) {
    case 'object': {
      const properties = Object.entries(schema.properties ?? {});
      if (properties.length === 0) return fc.dictionary(fc.string({ maxLength: 12 }), fc.jsonValue(), { maxKeys: 3 });
      const shape = Object.fromEntries(properties.map(([key, value]) => [key, arbitraryOf(document, value, kind, key)]));
      return fc.record(shape, { requiredKeys: schema.required ?? [] });
    }
    case 'array':
      return fc.array(arbitraryOf(document, schema.items ?? {}, kind, name), { minLength: schema.minItems ?? 0, maxLength: Math.min(schema.maxItems ?? 4, Math.max(schema.minItems ?? 0, 4)) });
    case 'string':
      return textOf(schema, kind, name);
    case 'integer':
    case 'number': {
      const min = schema.minimum ?? (schema.exclusiveMinimum !== undefined ? schema.exclusiveMinimum + 1 : -1_000_000);
      const max = schema.maximum ?? (schema.exclusiveMaximum !== undefined ? schema.exclusiveMaximum - 1 : 1_000_000);
      return fc.oneof(fc.integer({ min: Math.max(min, -(2 ** 53) + 1), max: Math.min(max, 2 ** 53 - 1) }), fc.constantFrom(min, max));
    }
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.jsonValue();
  }
}

function textOf(schema: JsonSchema, kind: string | undefined, name: string): fc.Arbitrary<string> {
  if (schema.format === 'uuid') return own(kindNamed(name) ?? kind ?? 'contact');
  if (schema.format === 'email') return fc.stringMatching(/^[a-z]{1,8}(\.[a-z0-9]{1,5})?@[a-z]{1,9}\.[a-z]{2,4}$/);
  if (schema.format === 'date-time') return fc.date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-31') }).map((date) => date.toISOString());
  if (schema.format === 'date') return fc.date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-31') }).map((date) => date.toISOString().slice(0, 10));
  if (/date|birthday/.test(name)) return fc.oneof(fc.constantFrom('1990-05-17', '--02-29', '9999-12-31'), fc.constantFrom('0000-01-01', '2023-02-29', 'soon'));
  if (name === 'tier') return fc.constantFrom('1', '2', '3');
  if (/zone/.test(name)) return fc.constantFrom('Europe/Berlin', 'UTC', 'Mars/Base', '');
  if (schema.pattern) {
    try {
      return fc.stringMatching(new RegExp(schema.pattern.replace(/\\p\{[LN]\}/g, 'a-z')), { maxLength: Math.min(schema.maxLength ?? 60, 60) });
    } catch {
      return fc.string();
    }
  }
  const [minLength, maxLength] = [schema.minLength ?? 0, Math.min(schema.maxLength ?? 200, Math.max(schema.minLength ?? 0, 200))];
  const exact = schema.maxLength && schema.maxLength <= 100_000 ? [fc.constantFrom('x'.repeat(schema.maxLength), 'é'.repeat(schema.maxLength))] : [];
  const spoken = fc.constantFrom(...SCRIPTS.filter((text) => text.length >= minLength && text.length <= maxLength), 'She works as a vet and loves sailing. We met in June.');
  return fc.oneof({ weight: 6, arbitrary: fc.string({ unit: 'grapheme', minLength, maxLength }) }, { weight: 4, arbitrary: spoken }, ...exact);
}

/** `tag_ids` → tag: good enough for a guess. */
const kindNamed = (name: string) => /^(\w+?)_ids?$/.exec(name)?.[1]?.replace(/^raw_|^other_/, '');
const kindFor = (route: Route, place: IdPlace): string | undefined => {
  try {
    return kindOf(route, place);
  } catch {
    return kindNamed(place.name);
  }
};

const headerMutation = fc.oneof(
  fc.record({ key: fc.constant('idempotency-key'), value: fc.oneof(fc.integer({ min: 0, max: 5 }).map((n) => `key-${n}`), fc.constantFrom('', ' ', 'k'.repeat(255), 'k'.repeat(256), `';--`), fc.uuid()) }),
  fc.record({ key: fc.constant('kith-space'), value: fc.oneof(own('space'), fc.constantFrom('', 'personal', 'null', '../x')) }),
  fc.record({ key: fc.constantFrom('if-match', 'if-none-match'), value: fc.constantFrom('*', '"abc.def"', 'W/"abc.def"', 'abc', '"', '"".', '"MjAyNi0wMS0wMQ.x"') }),
  fc.record({ key: fc.constant('accept-encoding'), value: fc.constantFrom('gzip', 'br', 'deflate', 'zstd', '*;q=0', 'gzip;q=x') }),
  fc.record({ key: fc.constant('authorization'), value: fc.constantFrom('Bearer x', 'Bearer ', 'Basic eDp5', `Bearer ${'y'.repeat(200)}`, `Bearer ${'y'.repeat(201)}`, 'bearer kith_s_x') }),
  fc.record({ key: fc.constantFrom('origin', 'sec-fetch-site'), value: fc.constantFrom('null', 'https://evil.example', 'same-origin', 'cross-site', '') }),
  fc.record({ key: fc.constantFrom('accept', 'range', 'x-http-method-override', 'x-request-id', 'x-forwarded-for', 'user-agent', 'content-encoding', 'cookie', 'expect'), value: fc.constantFrom('text/html', 'bytes=0-1', 'DELETE', 'x'.repeat(5_000), 'gzip', 'kith_session=%00', 'kith_session=a; kith_session=b', '\u00e9') }),
);

const mutation = (route: Route): fc.Arbitrary<Mutation> => {
  const body = fc.oneof(
    { weight: 5, arbitrary: fc.record({ at: fc.constant('body' as const), do: fc.constantFrom('replace', 'add', 'remove', 'wrap') as fc.Arbitrary<'replace'>, where: fc.nat(), key: fc.constantFrom('__proto__', 'constructor', 'prototype', 'id', 'space_id', 'created_by', 'extra', '', 'a.b', 'x'.repeat(300)), value: junk }) },
    {
      weight: 2,
      arbitrary: fc.record({
        at: fc.constant('raw' as const),
        raw: fc.oneof(fc.constantFrom('{', '[', '{"a":}', '{"full_name":"a","full_name":"b c"}', '\ufeff{}', '{"__proto__":{"x":1},"full_name":"Proto Type"}', 'null', 'true', '0', '"x"', '[]', '', ' ', '\u0000', 'a=b&c=d', '['.repeat(50_000), '{"a":'.repeat(20_000), `{"full_name":"${'x'.repeat(3_000_000)}"}`, '{"full_name":"\\ud800"}', '{"full_name":"a\\u0000b"}', '1e999'), fc.string({ unit: 'binary', maxLength: 60 })),
        contentType: fc.constantFrom('application/json', 'application/json', 'application/json; charset=utf-8', 'application/json; charset=latin1', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/merge-patch+json', 'garbage', '', undefined),
      }),
    },
  );
  const path = fc.record({ at: fc.constant('path' as const), do: fc.constantFrom('segment', 'segment', 'suffix', 'prefix') as fc.Arbitrary<'segment'>, where: fc.nat(), text: fc.oneof(fc.constantFrom('%2F', '%00', '%', '%zz', '%ff%fe', '..', '%2e%2e%2f', '.', '', ';x=1', 'a'.repeat(201), 'a'.repeat(4_000), '%F0%9F%99%82', '*', ':id', '{id}', '__proto__', '00000000-0000-0000-0000-000000000000', '/'), junkText.map((text) => encodeURIComponent(text.toWellFormed()).slice(0, 500))) });
  const query = fc.record({ at: fc.constant('query' as const), key: fc.oneof(...(route.query.length ? [fc.constantFrom(...route.query.map((parameter) => parameter.name))] : []), fc.constantFrom('limit', 'cursor', 'q', '__proto__', 'limit[]', 'a[b]', 'toString', '')), value: fc.oneof(junkText, cursor, fc.constantFrom('0', '101', '-1', '1e2', '0x10', '99999999999999999999', 'Infinity', '1,2')) });
  const method = fc.record({ at: fc.constant('method' as const), method: fc.constantFrom('PUT', 'PATCH', 'DELETE', 'POST', 'GET', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND') });
  return fc.oneof(
    ...(route.body ? [{ weight: 8, arbitrary: body as fc.Arbitrary<Mutation> }] : [{ weight: 1, arbitrary: body as fc.Arbitrary<Mutation> }]),
    { weight: 4, arbitrary: query },
    { weight: 3, arbitrary: headerMutation.map((header) => ({ at: 'header' as const, ...header })) },
    { weight: 3, arbitrary: path },
    { weight: 1, arbitrary: method },
  );
};

/** Requests of all routes, valid ones (two in five) and mutated ones. */
export function plans(document: Document, routes: Route[]): fc.Arbitrary<Plan> {
  const perRoute = routes.map((route) => {
    const places = idPlaces(document, route);
    const kindAt = (where: string, name: string) => {
      const place = places.find((candidate) => candidate.in === where && candidate.name === name);
      return place && kindFor(route, place);
    };
    const params = fc.record(Object.fromEntries(route.params.map((parameter) => [parameter.name, arbitraryOf(document, parameter.schema, kindAt('path', parameter.name), parameter.name === 'id' ? '' : parameter.name).map(String)])));
    const query = fc.record(Object.fromEntries(route.query.filter((parameter) => parameter.name !== 'cursor').map((parameter) => [parameter.name, arbitraryOf(document, parameter.schema, kindAt('query', parameter.name), parameter.name === 'id' ? '' : parameter.name).map(String)])), { requiredKeys: [] });
    const bodyKind = places.find((place) => place.in === 'body');
    const body = route.body ? arbitraryOf(document, route.body, bodyKind && kindFor(route, bodyKind)) : fc.constant(undefined);
    return fc.record({
      route: fc.constant(route),
      params,
      query: query.map((values) => Object.entries(values) as [string, string][]),
      body,
      mutations: fc.oneof({ weight: 2, arbitrary: fc.constant<Mutation[]>([]) }, { weight: 3, arbitrary: fc.array(mutation(route), { minLength: 1, maxLength: 3 }) }),
    });
  });
  return fc.oneof(...perRoute) as fc.Arbitrary<Plan>;
}
