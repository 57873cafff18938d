import type { Ctx } from '../../../platform/context.ts';
import { analyse } from './analysis.ts';
import { etagOf } from './graph.ts';
import type { Communities } from './graph.schema.ts';
import { selectVersion } from './graph.store.ts';
import * as store from './network.store.ts';

/** Fewer are a couple, not a community. */
const SMALLEST = 3;
const MOST_BRIDGES = 20;
/** Spaces whose communities are remembered, the latest asked for. */
const REMEMBERED = 50;

const remembered = new Map<string, { etag: string; found: Promise<Communities> }>();

/**
 * Communities, bridges and isolated people of the working space, archived ones left out. Found again only when something in the space
 * has changed.
 * @param seen the ETag the client has
 * @throws 503 when it takes too long
 */
export async function getCommunities(ctx: Ctx, seen?: string): Promise<{ etag: string; communities: Communities | undefined }> {
  const space = ctx.space.id;
  const etag = etagOf(['communities', space, await selectVersion(ctx, space, null)]);
  if (seen === etag) return { etag, communities: undefined };
  const known = remembered.get(space);
  remembered.delete(space);
  const found = known?.etag === etag ? known.found : find(ctx);
  remembered.set(space, { etag, found });
  for (const oldest of remembered.keys()) if (remembered.size > REMEMBERED) remembered.delete(oldest);
  found.catch(() => remembered.get(space)?.found === found && remembered.delete(space));
  return { etag, communities: await found };
}

async function find(ctx: Ctx): Promise<Communities> {
  const network = await store.selectNetwork(ctx, ctx.space.id, false);
  const { ids } = network;
  const { communities, modularity, degrees, betweenness, sampled } = await analyse(network);
  const names = await store.selectCommunityNames(ctx, ctx.space.id, ids, communities);
  const people = new Map((await store.selectNamesOf(ctx, ctx.space.id, ids)).map((person) => [person.id, person]));

  const members = Map.groupBy(ids.keys(), (n) => communities[n]!);
  const neighbours = Map.groupBy([...pairsOf(network)], ([n]) => n);
  return {
    communities: [...members].filter(([, list]) => list.length >= SMALLEST).map(([community, list]) => {
      const sorted = list.toSorted((a, b) => degrees[b]! - degrees[a]! || a - b);
      const known = sorted.flatMap((n) => people.get(ids[n]!) ?? []);
      const { kind, name } = names.find((one) => one.community === community) ?? { kind: 'person' as const, name: `Around ${known[0]?.full_name ?? 'somebody'}` };
      return { id: community, name, named_by: kind, size: known.length, members: known };
    }).toSorted((a, b) => a.id - b.id),
    bridges: ids
      .flatMap((id, n) => {
        const person = people.get(id);
        const connects = [...new Set((neighbours.get(n) ?? []).map(([, other]) => communities[other]!))].filter((community) => members.get(community)!.length >= SMALLEST).toSorted((a, b) => a - b);
        return person && connects.length > 1 ? [{ contact: person, betweenness: Number(betweenness[n]!.toFixed(4)), communities: connects }] : [];
      })
      .toSorted((a, b) => b.betweenness - a.betweenness || b.communities.length - a.communities.length)
      .slice(0, MOST_BRIDGES),
    isolated: ids.flatMap((id, n) => (degrees[n] === 0 ? (people.get(id) ?? []) : [])).toSorted((a, b) => a.full_name.localeCompare(b.full_name)),
    modularity: Number(Math.max(0, modularity).toFixed(3)),
    sampled,
  };
}

function* pairsOf({ pairs }: store.Network): Generator<[number, number]> {
  for (let i = 0; i < pairs.length; i += 2) {
    yield [pairs[i]!, pairs[i + 1]!];
    yield [pairs[i + 1]!, pairs[i]!];
  }
}
