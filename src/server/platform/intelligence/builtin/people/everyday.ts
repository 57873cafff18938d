/** Words that are no names: of the word lists, at the head of a sentence, animals. */
import { isIn, lookUp } from '../lexicon.ts';
import { words as lexiconWords } from '../words.ts';

/** Capitalised at the start of a sentence without being a name. */
export const STARTERS = new Set(
  ('the a an this that these those there here it its he she they we i you his her their my our your who what when where why how which if in on at by for from with without unlike like despite to of as and or but so because since while although though until once after before during then also plus yes no not ' +
    'maybe perhaps please thanks sorry ok okay hi hey hello oh ah wow well now today tomorrow yesterday tonight monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december christmas easter ' +
    'both all some most many few one two three four five six seven eight nine ten another other each every any last next first second third still always never often usually sometimes apparently recently currently originally basically actually honestly finally lately ' +
    'works work lives loves likes hates wants needs has had have is was are were be been got gets going moved moving met meeting lunch dinner coffee drinks call called send ask remind tell told said says talked spoke heard saw just really very super big great good nice lovely new old ' +
    'update note notes ps nb re todo birthday family job home email phone kids husband wife mum dad mom brother sister son daughter partner boss friend colleague everybody everyone nobody someone somebody anybody anyone customs best worst only people things stuff work').split(' '),
);

/** A word is asked about once for every place it may begin something at. */
const asked = new Map<string, boolean>();
const MOST = 5000;

/** Whether any word list but names and verbs knows a word: then a capital does not make it a name. */
export function everyday(word: string): boolean {
  const old = asked.get(word);
  if (old !== undefined) return old;
  if (asked.size >= MOST) asked.clear();
  const found = lookUp(lexiconWords(word)).some((hit) => hit.class !== 'firstname');
  asked.set(word, found);
  return found;
}
export const isPet = (word: string): boolean => isIn('pet', word) && !/^(?:call|name|walk|vet|fish|python)/.test(word);
