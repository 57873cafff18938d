import { z } from 'zod';
import type { Ctx } from '../../../platform/context.ts';
import { notFound, unacceptable } from '../../../platform/errors.ts';
import { decodeCursor, type Page, toPage } from '../../../platform/http/shapes.ts';
import { compare, type Likeness } from './compare.ts';
import * as store from './duplicates.store.ts';
import type { Duplicates } from './merge.schema.ts';

type Cluster = { ids: string[]; score: number; reasons: Likeness['reasons'] };
/** More than these cannot be looked at side by side. */
const TOGETHER = 8;

/**
 * People who look like one and the same, the likeliest first. Three queries, however many.
 * @returns a page, and how many there are in all
 */
export async function listDuplicates(ctx: Ctx, query: { limit: number; cursor?: string | undefined }): Promise<Page<Duplicates> & { total: number }> {
  const after = decodeCursor(query.cursor, z.tuple([z.number(), z.uuid()]));
  const clusters = await findClusters(ctx);
  const rest = after ? clusters.filter(({ score, ids }) => score < after[0] || (score === after[0] && ids[0]! > after[1])) : clusters;
  const list = toPage(rest.slice(0, query.limit + 1), query.limit, ({ score, ids }) => [score, ids[0]!]);
  const contacts = new Map((await store.selectContacts(ctx, ctx.space.id, list.data.flatMap(({ ids }) => ids))).map((contact) => [contact.id, contact]));
  const data = list.data.map(({ ids, score, reasons }) => ({ id: ids[0]!, score, reasons, contacts: ids.flatMap((id) => contacts.get(id) ?? []) }));
  // somebody may have gone between two of the queries
  return { ...list, data: data.filter((cluster) => cluster.contacts.length > 1), total: clusters.length };
}

async function findClusters(ctx: Ctx): Promise<Cluster[]> {
  const pairs = await store.selectPairs(ctx, ctx.space.id);
  const people = new Map((await store.selectCompared(ctx, ctx.space.id, [...new Set(pairs.flatMap((pair) => [pair.contact_id, pair.other_contact_id]))])).map((person) => [person.id, person]));
  const links: Link[] = [];
  for (const [i, pair] of pairs.entries()) {
    const [a, b] = [people.get(pair.contact_id), people.get(pair.other_contact_id)];
    const likeness = a && b && compare(a, b, pair.namesakes);
    if (likeness) links.push({ a: a.id, b: b.id, ...likeness });
    if (i % 500 === 499) await new Promise(setImmediate); // others wait for this process too
  }
  return clustersOf(links).toSorted((a, b) => b.score - a.score || (a.ids[0]! < b.ids[0]! ? -1 : 1));
}

type Link = { a: string; b: string } & Likeness;

/** Strong links first; a person joins only those who look like them one and all, so that no chain of half likenesses makes a crowd. */
function clustersOf(links: Link[]): Cluster[] {
  const linked = new Map(links.map((link) => [`${link.a} ${link.b}`, link]));
  const between = (x: string, y: string) => linked.get(x < y ? `${x} ${y}` : `${y} ${x}`);
  const home = new Map<string, string[]>();
  for (const { a, b } of links.toSorted((x, y) => y.score - x.score || (x.a + x.b < y.a + y.b ? -1 : 1))) {
    const [left, right] = [home.get(a) ?? [a], home.get(b) ?? [b]];
    if (left === right || left.length + right.length > TOGETHER || !left.every((x) => right.every((y) => between(x, y)))) continue;
    const both = [...left, ...right].toSorted();
    for (const id of both) home.set(id, both);
  }
  return [...new Set(home.values())].map((ids) => {
    const inside = ids.flatMap((x, i) => ids.slice(i + 1).map((y) => between(x, y)!));
    const reasons = new Map(inside.flatMap((link) => link.reasons).map((reason) => [`${reason.kind} ${reason.text}`, reason]));
    return { ids, score: Math.min(...inside.map((link) => link.score)), reasons: [...reasons.values()] };
  });
}

/** Remembers that these people are different ones; undo forgets it. @returns the number of pairs @throws 404, 422 for fewer than two */
export function dismissDuplicates(ctx: Ctx, given: string[]): Promise<number> {
  const ids = [...new Set(given)].toSorted();
  if (ids.length < 2) throw unacceptable('ids', 'Name at least two different people.');
  return ctx.tx(async (tx) => {
    if ((await store.selectCompared(tx, ctx.space.id, ids)).length < ids.length) throw notFound('contact');
    return store.insertDistinctions(tx, ctx.space.id, ids.flatMap((x, i) => ids.slice(i + 1).map((y): [string, string] => [x, y])));
  });
}
