/** Finds texts that occur, nearly the same, in more than one split. */

type Item = { where: string; split: string; plain: string; tokens: Set<string> };

/** Pairs of units (or notes) of different splits: same tokens by 0.8 (Jaccard), or one text inside the other. Short ones are left out. */
export function nearDuplicates(splits: Record<string, { id: string; units: { text: string }[] }[]>): [string, string][] {
  const items: Item[] = Object.entries(splits).flatMap(([split, notes]) =>
    notes.flatMap((note) =>
      note.units.map(({ text }) => {
        const list = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
        return { where: `${note.id} ${text}`, split, plain: ` ${list.join(' ')} `, tokens: new Set(list) };
      }),
    ),
  );
  const long = items.filter((item) => item.tokens.size >= 4);
  const byToken = new Map<string, Item[]>();
  for (const item of long) for (const token of item.tokens) byToken.set(token, [...(byToken.get(token) ?? []), item]);
  const out: [string, string][] = [];
  for (const item of long) {
    const rare = [...item.tokens].sort((a, b) => (byToken.get(a)?.length ?? 0) - (byToken.get(b)?.length ?? 0));
    const others = new Set(rare.slice(0, Math.ceil(item.tokens.size * 0.2) + 1).flatMap((token) => byToken.get(token) ?? []));
    for (const other of others) {
      if (other.split <= item.split) continue;
      const shared = [...item.tokens].filter((token) => other.tokens.has(token)).length;
      const jaccard = shared / (item.tokens.size + other.tokens.size - shared);
      const [small, large] = item.plain.length < other.plain.length ? [item, other] : [other, item];
      if (jaccard >= 0.8 || (small.tokens.size >= 5 && large.plain.includes(small.plain))) out.push([`${item.split} ${item.where}`, `${other.split} ${other.where}`]);
    }
  }
  return out;
}
