/** Short forms that no list has: "dre" for Andre, "Clem" for Clementine, "Tabby" for Tabitha, "Baz" for Barrington. */
import { isWholeName } from './names.ts';

/** The roots a short form may be made of: Tabby → Tabby, Tab. */
function rootsOf(short: string): string[] {
  const roots = [short];
  const root = /^(.{2,}?)(?:ie|ey|y|i|o|s|ers?)$/.exec(short)?.[1];
  if (root) roots.push(/([^aeiou])\1$/.test(root) ? root.slice(0, -1) : root);
  const gaz = /^(..+?)zz?a?$/.exec(short)?.[1];
  if (gaz) roots.push(`${gaz}r`);
  return roots;
}

/** Whether a folded word may be short for a folded first name, by its form: its beginning, its end, or that with an ending. */
export function mayBeShort(short: string, first: string): boolean {
  if (short.length < 2 || short === first || short.length > first.length || !/^\p{L}+$/u.test(short)) return false;
  if (first.startsWith(short) || (short.length > 2 && first.endsWith(short))) return true;
  return rootsOf(short).slice(1).some((root) => root.length > 2 && first.includes(root) && !(root.length < 4 && first.indexOf(root) > 2));
}

/** Whether a word can be asked at all: a name in its own right is that name. */
export const isShort = (word: string): boolean => word.length < 9 && !isWholeName(word);

/** Looks first names up by short forms, or by their first letter alone; `names`: folded first names with the ids they stand for. */
export function shortForms(names: ReadonlyMap<string, readonly string[]>): (word: string) => string[] {
  const known = new Map<string, string[]>();
  const text = `\n${[...names.keys()].join('\n')}\n`;
  const look = (word: string): string[] => {
    const found = new Set<string>();
    for (const root of word.length === 1 ? [`\n${word}`] : rootsOf(word)) {
      for (let at = text.indexOf(root); at >= 0; at = text.indexOf(root, at + 1)) {
        const first = text.slice(text.lastIndexOf('\n', at) + 1, text.indexOf('\n', at + 1));
        if (word.length === 1 || mayBeShort(word, first)) found.add(first);
      }
    }
    return [...found].flatMap((first) => names.get(first) ?? []);
  };
  return (word) => {
    const ids = known.get(word) ?? (isShort(word) ? look(word) : []);
    known.set(word, ids);
    return ids;
  };
}
