import { z } from 'zod';
import type { Ctx } from '../../platform/context.ts';
import { decodeCursor, type Page, toPage } from '../../platform/http/shapes.ts';
import type { SearchSource } from '../../platform/search.ts';
import { highlights, parseWords, snippet } from './highlight.ts';
import type { SearchQuery, SearchResult } from './search.schema.ts';
import { type Found, selectFound } from './search.store.ts';

const Cursor = z.tuple([z.int().min(0).max(9999), z.iso.datetime({ offset: true }), z.uuid(), z.int().min(0).max(1e9)]);
const DAY = 86_400_000;
/** The day after it has five digits in its year. */
const LAST_DAY = '9999-12-31';
/** From this class on, a match is one that forgives a slip. */
const FORGIVING = 1000;

/** What matches in the working space, best first. */
export async function search(ctx: Ctx, sources: readonly SearchSource[], query: SearchQuery): Promise<Page<SearchResult>> {
  const after = decodeCursor(query.cursor, Cursor);
  const to = query.to?.length === 10 ? (query.to === LAST_DAY ? undefined : new Date(Date.parse(query.to) + DAY).toISOString()) : query.to;
  const find = (q: string) => selectFound(ctx, ctx.space.id, sources, { ...query, q, to }, after);
  let rows = await find(query.q);
  const digits = digitsOf(query.q);
  if (rows.length === 0 && digits) rows = await find(digits);
  const seen = (after?.[3] ?? 0) + Math.min(rows.length, query.limit);
  const { data, ...rest } = toPage(rows, query.limit, (row) => [row.class, row.created_at, row.id, seen]);
  return { data: await byMeaning(ctx, query.q, data.map(toResult), data), ...rest };
}

/** Found by their names, which say all that they mean. */
const NAMED: readonly string[] = ['contact', 'tag', 'group'];
const SENT = 500;

/**
 * The texts of a page in the order of how near what they say is to the question, where a provider can tell. Whatever is found by its
 * name keeps its place; so does everything when there is no answer in time. Scores stay with the places.
 */
async function byMeaning(ctx: Ctx, question: string, page: SearchResult[], rows: readonly Found[]): Promise<SearchResult[]> {
  const places = page.flatMap((result, i) => (NAMED.includes(result.kind) ? [] : [i]));
  const { intelligence, meter } = ctx.platform;
  if (places.length < 2) return page;
  const vectors = await intelligence.embed([question, ...places.map((i) => `${rows[i]!.title}: ${rows[i]!.text ?? ''}`.slice(0, SENT).toWellFormed())], { meter: meter(ctx) });
  if (!vectors) return page;
  const [asked, ...said] = vectors;
  const ordered = places.map((place, n) => ({ place, near: cosine(asked!, said[n]!) })).toSorted((a, b) => b.near - a.near);
  const arranged = [...page];
  for (const [n, place] of places.entries()) arranged[place] = { ...page[ordered[n]!.place]!, score: page[place]!.score };
  return arranged;
}

function cosine(a: readonly number[], b: readonly number[]): number {
  let [dot, left, right] = [0, 0, 0];
  for (const [i, x] of a.entries()) {
    const y = b[i]!;
    dot += x * y;
    left += x * x;
    right += y * y;
  }
  return left && right ? dot / Math.sqrt(left * right) : 0;
}

/** A phone number as people are found by it: its digits without grouping and without zeros in front. */
function digitsOf(q: string): string | undefined {
  const digits = /^[+\d\s()./-]+$/.test(q) ? q.replace(/\D/g, '').replace(/^0+/, '') : '';
  return digits.length >= 7 && digits.length <= 15 ? digits : undefined;
}

function toResult({ text, class: found, matched, ...row }: Found): SearchResult {
  const words = parseWords(matched);
  const shown = snippet(text ?? '', words);
  return { ...row, snippet: shown, highlights: [...highlights('title', row.title, words), ...highlights('snippet', shown, words)], score: score(found, row.created_at) };
}

/** Falls as the class rises (see kith.search); within a class the newer is a little higher. The order of results, as a number. */
function score(found: number, createdAt: string): number {
  const kind = found % FORGIVING;
  const base = kind < 300 ? 0.99 - Math.floor(kind / 100) * 0.1 - (kind % 100) * 0.001 : 0.7 - (kind - 300) * 0.004;
  const years = Math.max(0, Date.now() - Date.parse(createdAt)) / (365 * DAY);
  return Number(((base + 0.0009 / (1 + years)) * (found < FORGIVING ? 1 : 0.3)).toFixed(8));
}
