import type { Ctx } from '../../../platform/context.ts';
import { notFound } from '../../../platform/errors.ts';
import type { GraphPath, PathContact } from './graph.schema.ts';
import * as store from './network.store.ts';
import { edgeOf, hasEnded, sentenceOf } from './relationship-types.schema.ts';

/** Beyond so many steps nobody would call it knowing each other. */
const MOST_STEPS = 6;

/**
 * How two people are connected: the fewest relationships from one to the other (at most six), whichever way they point. Of several
 * such ways the one through the closest people: inner circle before outer, more notes and entries before fewer.
 * @param from left out: from whoever of the inner circle is nearest
 * @returns null when there is no way
 * @throws 404 for either person
 */
export async function findPath(ctx: Ctx, from: string | undefined, to: string): Promise<GraphPath | null> {
  const named = from ? [from, to] : [to];
  const existing = await store.selectExisting(ctx, ctx.space.id, named);
  if (named.some((id) => !existing.has(id))) throw notFound('contact');
  const starts = from ? [from] : await store.selectInnerCircle(ctx, ctx.space.id);
  const layers = shortestWays(await store.selectNetwork(ctx, ctx.space.id, true), starts, to);
  if (!layers) return null;
  const people = new Map((await store.selectPathContacts(ctx, ctx.space.id, layers.flatMap((layer) => [...layer.keys()]))).map((person) => [person.id, person]));
  const ids = closestWay(layers, (id) => distance(people.get(id)));
  const between = await store.selectBetween(ctx, ctx.space.id, ids);
  const contacts = ids.flatMap((id) => {
    const person = people.get(id);
    if (!person) return []; // deleted a moment ago
    const { interactions: _count, ...shown } = person;
    return [shown];
  });
  return { contacts, steps: contacts.slice(1).map((contact, i) => stepOf(contacts[i]!, contact, between)) };
}

/** How far somebody is, for choosing between ways of the same length. */
const distance = (person: { tier: number; interactions: number } | undefined) => (person ? person.tier + 1 / (1 + person.interactions) : 9);

function stepOf(a: PathContact, b: PathContact, between: Awaited<ReturnType<typeof store.selectBetween>>): GraphPath['steps'][number] {
  const relationships = between.flatMap((row) => {
    const forward = row.source_contact_id === a.id && row.target_contact_id === b.id;
    if (!forward && !(row.source_contact_id === b.id && row.target_contact_id === a.id)) return [];
    const [source, target] = forward ? [a, b] : [b, a];
    const { inverse_label: _inverse, since: _since, until, today, ...shown } = row;
    return [{ ...shown, label: edgeOf(row), sentence: sentenceOf(row, source.full_name, target.full_name, hasEnded(until, today)) }];
  });
  return { from_contact_id: a.id, to_contact_id: b.id, relationships };
}

/** Layers of all shortest ways, from the nearest starts to the end; each person with those of the next layer that they know. */
type Layers = Map<string, string[]>[];

function shortestWays({ ids, pairs }: store.Network, starts: string[], to: string): Layers | undefined {
  const numbers = new Map(ids.map((id, n) => [id, n]));
  const neighbours: number[][] = ids.map(() => []);
  for (let i = 0; i < pairs.length; i += 2) {
    neighbours[pairs[i]!]!.push(pairs[i + 1]!);
    neighbours[pairs[i + 1]!]!.push(pairs[i]!);
  }
  const wanted = new Set(starts.map((id) => numbers.get(id)));
  const end = numbers.get(to);
  if (end === undefined) return undefined;
  // from the end outwards, one step at a time, until a start is met
  const steps = new Map([[end, 0]]);
  let edge = [end];
  for (let step = 0; !edge.some((n) => wanted.has(n)); ) {
    if (++step > MOST_STEPS || edge.length === 0) return undefined;
    const next: number[] = [];
    for (const other of edge.flatMap((n) => neighbours[n]!)) {
      if (steps.has(other)) continue;
      steps.set(other, step);
      next.push(other);
    }
    edge = next;
  }
  const layers: Layers = [];
  for (let layer = new Set(edge.filter((n) => wanted.has(n))); layer.size > 0; ) {
    const after = new Set<number>();
    layers.push(
      new Map(
        [...layer].map((n) => {
          const nearer = [...new Set(neighbours[n])].filter((other) => steps.get(other) === steps.get(n)! - 1);
          for (const other of nearer) after.add(other);
          return [ids[n]!, nearer.map((other) => ids[other]!)];
        }),
      ),
    );
    layer = after;
  }
  return layers;
}

/** The way with the smallest sum of distances; of equal ones the one with the smallest ids. */
function closestWay(layers: Layers, distanceOf: (id: string) => number): string[] {
  let best = new Map<string, { sum: number; way: string[] }>();
  for (const layer of layers.toReversed()) {
    const here = new Map<string, { sum: number; way: string[] }>();
    for (const [id, nearer] of layer) {
      const rest = nearest(nearer.map((other) => best.get(other)!));
      here.set(id, { sum: distanceOf(id) + (rest?.sum ?? 0), way: [id, ...(rest?.way ?? [])] });
    }
    best = here;
  }
  return nearest([...best.values()])!.way;
}

const nearest = (ways: { sum: number; way: string[] }[]) => ways.toSorted((a, b) => a.sum - b.sum || (a.way.join() < b.way.join() ? -1 : 1))[0];
