/** Sentences that name somebody only to say that it was another: "I thought it was Anna, but it was Tom", "Anna isn't the one who sings, Tom is". */
import { type Reading, type Ref, refAt } from './refs.ts';
import type { Token } from './text.ts';

/** All tokens before `to` are about `who`, and not about `instead`. */
export type Contrast = { who: Ref; instead: Ref[]; to: number };

const BE = /^(?:is|was|are|were)$/;
const BE_NOT = /^(?:isn't|isnt|wasn't|wasnt|aren't|weren't|ain't)$/;
const NOT = /^(?:not|never|no)$|n't$/;
const BELIEVED = /^(?:thought|believed|assumed|supposed|figured|reckoned|imagined|suspected|convinced|mistook|mixed|sure)$/;
const BELIEVER = /^(?:i|we|everybody|everyone|people|they|you)$/;
const WHO = /^(?:who|whose|whom|that|which)$/;
/** What may stand between the mistake and who it really was: "…, but in fact it turned out to be Tom". */
const BETWEEN = /^(?:,|but|and|so|no|yet|when|though|whereas|while|because|in|fact|actually|really|apparently|then|now|of|course|truth|reality|rather|turns|turned|out|that|to|be|it's)$/;

/** Finds such a sentence; null for any other. `tokens`: a sentence or clause from its beginning. */
export function contrastIn(tokens: Token[], reading: Reading): Contrast | null {
  if (!tokens.some(({ lower }) => NOT.test(lower) || BE_NOT.test(lower) || BELIEVED.test(lower))) return null;
  for (let at = 2; at < tokens.length; at++) {
    const word = (tokens[at] as Token).lower;
    const mark = /^[,;:–—.]$/.test(word) || (word === '-' && (tokens[at] as Token).start > (tokens[at - 1] as Token).end);
    if (!mark && !/^(?:but|when|though|whereas)$/.test(word)) continue;
    const answer = answerAt(tokens, at + 1, reading);
    const mistake = answer && mistaken(tokens.slice(0, at), answer.form, reading);
    if (mistake) return { who: answer.who, instead: [mistake], to: answer.to };
  }
  return null;
}

const isBody = (ref: Ref | null): ref is Ref => ref !== null && ref.kind !== 'thing' && !(ref.kind === 'pronoun' && ref.possessive);
const ends = (token: Token | undefined) => token === undefined || /^(?:[.,!?;)"”…–—-]|and|but|so|instead|lol|haha|though)$/.test(token.lower);

/** `it`: "it was Tom", `is`: "Tom is", `did`: "Tom does". */
type Answer = { who: Ref; to: number; form: 'it' | 'is' | 'did' };

function answerAt(tokens: Token[], from: number, reading: Reading): Answer | null {
  let at = from;
  let be = false;
  for (let word = tokens[at]?.lower ?? ''; at < from + 8 && at < tokens.length; word = tokens[at]?.lower ?? '') {
    const next = tokens[at + 1]?.lower ?? '';
    const pointed = /^(?:it|that|this)$/.test(word);
    const is = pointed && ((tokens[at] as Token).tail === 'verb' ? at + 1 : BE.test(next) ? at + 2 : 0);
    if (is || be) {
      const ref = refAt(tokens, is || at, reading);
      if (isBody(ref) && ends(tokens[ref.to]) && (tokens[ref.to - 1] as Token).tail === '') return { who: ref, to: ref.to, form: 'it' };
        return null;
    }
    const ref = refAt(tokens, at, reading);
    if (isBody(ref)) {
      const verb = tokens[ref.to]?.lower ?? '';
      return /^(?:is|was|does|did|has|have|had|do|are|were|can|will)$/.test(verb) && ends(tokens[ref.to + 1]) ? { who: ref, to: ref.to + 1, form: BE.test(verb) ? 'is' : 'did' } : null;
    }
    if (!BETWEEN.test(word) && !(word === 'it' && next.startsWith('turn'))) return null;
    be = word === 'be';
    at++;
  }
  return null;
}

/** Where "is not" ends, after a subject that ends before `at`. */
function pastIsNot(tokens: Token[], at: number): number | null {
  const [word, next] = [tokens[at]?.lower ?? '', tokens[at + 1]?.lower ?? ''];
  if ((tokens[at - 1] as Token).tail === 'verb' && word === 'not') return at + 1;
  if (BE.test(word) && /^(?:not|never)$/.test(next)) return at + 2;
  return BE_NOT.test(word) ? at + 1 : null;
}

/** Of whom a first half speaks by mistake, or only to say that it was not them. */
function mistaken(head: Token[], answer: Answer['form'], reading: Reading): Ref | null {
  const believed = head.findIndex(({ lower }, i) => BELIEVED.test(lower) && head.slice(Math.max(0, i - 3), i).some((one) => BELIEVER.test(one.lower)));
  for (let at = 0; at < head.length; at++) {
    const word = (head[at] as Token).lower;
    // "it isn't Anna who …"
    if (/^(?:it|that)$/.test(word)) {
      const past = pastIsNot(head, at + 1);
      const ref = past === null ? null : refAt(head, past, reading);
      if (isBody(ref) && (ref.to >= head.length || WHO.test(head[ref.to]?.lower ?? ''))) return ref;
    }
    const ref = refAt(head, at, reading);
    if (!isBody(ref)) continue;
    // "I thought Anna …"
    if (believed >= 0 && at > believed) return ref;
    const past = pastIsNot(head, ref.to);
    // "Anna isn't the one who …", "Anna isn't the vet": another is
    const only = past !== null && head[past]?.lower === 'the' && /^(?:one|ones|only|person)$/.test(head[past + 1]?.lower ?? '');
    if (only || (past !== null && head[past]?.lower === 'the' && answer !== 'did')) return ref;
    // "Anna never sang, that was Tom"
    if (answer === 'it' && head.slice(ref.to, ref.to + 3).some(({ lower }) => NOT.test(lower))) return ref;
    at = ref.to - 1;
  }
  return null;
}
