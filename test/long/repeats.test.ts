import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../harness.ts';
import { fill, kindOf, makeThings, type Request, send, type Things } from '../generated/feed.ts';
import { documentOf, type Document, idPlaces, type JsonSchema, resolve, type Route, routesOf, setDeep } from '../generated/routes.ts';

/** What a text is made of, over and over, to find the pattern whose time grows with the square of it. */
const PIECES = [
  ' ', 'x', 'é', '1', '\n', ' \n', '\t', '. ', ', ', '-', '(', '((a', '"', "'", '@', 'a@', 'a.', '<', '[', '](', '{', ': ', '- a\n', '# a\n', '> ', '/', '1/', '1:', '+1 ', 'A ', 'Anna ', 'Anna’s ', 'Anna and ', 'she ', 'her friend ',
  'of ', 'in ', 'March ', 'every ', 'tomorrow ', '5pm ', 'not ', 'says that ', 'http://a.', 'e\u0301', '\u200d', '🙂', '%', '\\', '=\n', ';', '&a', 'Dr. ', '...', '[12:00] A: ', '2026-01-01 ', 'A: b\n', 'BEGIN:VCARD\n', 'x,"', '""', '<sms ', "INSERT INTO `", "('", '=?utf-8?q?', 'or ', 'tag:"',
];
const LONG = 2_000;
const FILE_BYTES = 200_000;
/** Milliseconds of work on the event loop: three times what the dearest takes. The reader of tables once took 2,500. */
const MOST = 300;

let kith: TestKith;
beforeAll(async () => {
  kith = await testKith({ LOG_LEVEL: 'silent' });
});
afterAll(() => kith.close());

type Place = { path: (string | number)[]; length: number } | 'file';

/** Where a body takes a long text. */
function longTexts(document: Document, given: JsonSchema, path: (string | number)[] = [], depth = 0): { path: (string | number)[]; length: number }[] {
  const schema = resolve(document, given);
  if (depth > 8 || schema.enum || schema.format) return [];
  if (schema.type === 'string') return (schema.maxLength ?? 0) >= LONG ? [{ path, length: Math.min(schema.maxLength!, 1_000_000) }] : [];
  const options = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].flatMap((option) => longTexts(document, option, path, depth + 1));
  const properties = Object.entries(schema.properties ?? {}).flatMap(([key, value]) => longTexts(document, value, [...path, key], depth + 1));
  return [...options, ...properties, ...(schema.items ? longTexts(document, schema.items, [...path, 0], depth + 1) : [])];
}

const repeated = (piece: string, length: number) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

function requestOf(document: Document, route: Route, place: Place, piece: string, things: Things): Request {
  const ids = idPlaces(document, route).filter((id) => id.in === 'path');
  const request = fill(document, route, ids, (id) => things[kindOf(route, id)]!, things);
  if (place === 'file') return { ...request, file: { ...request.file!, content: Buffer.from(repeated(piece, FILE_BYTES)) } };
  return { ...request, body: setDeep(request.body, place.path, repeated(piece, place.length)) };
}

it('no text of one piece over and over holds the event loop, wherever a long text goes', { timeout: 900_000 }, async () => {
  const document = documentOf(kith);
  const slow: string[] = [];
  let tried = 0;
  for (const route of routesOf(document)) {
    const places: Place[] = [...(route.file ? ['file' as const] : []), ...(route.body ? longTexts(document, route.body) : [])];
    for (const place of places) {
      const client: Client = await signUp(kith);
      const things = await makeThings(kith, client, 'Own');
      for (const piece of PIECES) {
        const request = requestOf(document, route, place, piece, things);
        const before = process.threadCpuUsage();
        const { status } = await send(client, request);
        const { user, system } = process.threadCpuUsage(before);
        const took = (user + system) / 1000;
        tried++;
        expect(status, route.name).toBeLessThan(500);
        if (took > MOST) slow.push(`${route.name} ${place === 'file' ? 'file' : place.path.join('.')} of ${JSON.stringify(piece)}: ${Math.round(took)} ms`);
      }
    }
  }
  expect(slow).toEqual([]);
  expect(tried).toBeGreaterThan(1_000);
});
