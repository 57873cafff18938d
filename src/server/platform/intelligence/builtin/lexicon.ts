/** Word lists by meaning: `lexicon/<class>.txt`, one word or phrase a line, matched by stem. */
import { readdirSync, readFileSync } from 'node:fs';
import { ending, stem, words, type Word } from './words.ts';

export type Hit = { class: string; from: number; length: number };

type Phrase = { stems: string[]; class: string };

const folder = new URL('./lexicon/', import.meta.url);
const byFirst = new Map<string, Phrase[]>();
const single = new Map<string, Set<string>>();

/** Names of the word lists, sorted. */
export const CLASSES: string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .map((name) => name.slice(0, -4))
  .sort();

for (const name of CLASSES) {
  for (const line of readFileSync(new URL(`${name}.txt`, folder), 'utf8').split('\n')) {
    const stems = words(line).map((word) => ending(word.stem));
    const first = stems[0];
    if (first === undefined) continue;
    if (stems.length === 1) single.set(first, (single.get(first) ?? new Set()).add(name));
    else byFirst.set(first, [...(byFirst.get(first) ?? []), { stems, class: name }]);
  }
}

/** Whether one word (any form) is in a list. */
export function isIn(list: string, word: string): boolean {
  return single.get(ending(stem(word)))?.has(list) ?? false;
}

/** Every place where an entry of any list occurs. */
export function lookUp(list: Word[]): Hit[] {
  const hits: Hit[] = [];
  const stems = list.map((word) => ending(word.stem));
  for (let from = 0; from < list.length; from++) {
    const first = stems[from] as string;
    for (const name of single.get(first) ?? []) hits.push({ class: name, from, length: 1 });
    for (const phrase of byFirst.get(first) ?? []) {
      if (phrase.stems.every((part, i) => stems[from + i] === part)) hits.push({ class: phrase.class, from, length: phrase.stems.length });
    }
  }
  return hits;
}
