import { fold as plain } from '../../../platform/fold.ts';
import { ending, stem } from '../../../platform/intelligence/builtin/words.ts';
import { TOPICS, type Topic } from './topics.ts';

/** What a question asks for. */
export type Asked = {
  /** Each must be told of by a passage that answers. */
  topics: readonly Topic[];
  /** Raise a passage, but need not be in it. */
  soft: readonly Topic[];
  /** Stems of the words that are left, with those that mean the same. */
  words: readonly (readonly string[])[];
  /** Names of others in the question, folded: must occur. */
  names: readonly string[];
  /** Whether it asks for how it was. */
  past: boolean;
  /** About somebody of theirs, not about themselves. */
  others: boolean;
  /** Whether it speaks of the person at all, and of whoever asks. */
  person: boolean;
  mine: boolean;
};

const STOP = new Set(
  ('a an the and or but of to in on at for with from by as about into over this that these those it its is are was were be been being am do does did done doing has have had having ' +
    'can could should shall will would may might must i me my mine we us our you your he him his she her hers they them their theirs who whom whose what which when where why how there here ' +
    "what's who's where's when's how's name not no any anything anyone somebody someone something some all more most many much still also just ever yet now today currently again up out off go goes going went get got gets give given " +
    'like likes love loves enjoy enjoys favourite favorite prefer kind sort type know knows known tell called call happen happened thing things time day days lately moment please make made keep long main nice good best possible ' +
    'so if then than other others else only own really actually really happening year years old matter look bring take need needs let own each every whether because play plays both try use uses these mine nothing does well okay anywhere somewhere issue issues restriction restrictions requirements needs turn turns turned').split(' '),
);
/** Words that ask for the same; any of them answers any other. */
const SAME = [
  'finish complete pass', 'buy bought get purchase', 'child kid baby', 'begin start', 'break broke broken', 'job work', 'due expect', 'film movie', 'doctor physician gp', 'ill sick', 'move relocate', 'repair fix',
  'flat apartment', 'house home', 'bike bicycle cycle', 'trip journey travel', 'wine barolo rioja riesling', 'nut peanut almond cashew walnut', 'shellfish seafood prawn', 'fish salmon tuna seafood', 'milk dairy lactose', 'recommend suggest', 'hand wrist craft carve',
  'ocean sea', 'photo picture', 'computer laptop', 'phone mobile', 'wedding marry', 'holiday vacation', 'teach teacher', 'sing choir', 'climb boulder', 'study student university', 'car drive', 'run marathon jog', 'church parish', 'garden allotment', 'mum mother', 'dad father', 'send post mail',
].map((line) => line.split(' ').map((word) => ending(stem(word))));

/** Lower case without accents, straight apostrophes. */
export const fold = (text: string): string => plain(text).replace(/[’‘]/g, "'");
const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const rooted = (word: string) => ending(stem(word.replace(/'s$/, '')));
/** Stems of the words of a text, without case and accents. */
export const stemsOf = (text: string): string[] => (fold(text).match(/[\p{L}\p{N}]+(?:'[\p{L}]+)?/gu) ?? []).map(rooted);

const PAST = /\b(?:before|previous(?:ly)?|used to|in the past|earlier|formerly|former|once)\b/i;
const OF_PERSON = /\b(?:name|s?he|her|hers|his|him|they|them|theirs?)\b/i;
const OF_WRITER = /\b(?:I|my|mine|me|we|our|us)\b/i;
/** What somebody does for the person is part of these. */
const BETWEEN = ['gift', 'followup', 'asked_me', 'recommend', 'met', 'bring'];
/** What decides alone, whatever else a question touches. */
const ALONE = ['bring', 'cook_for', 'met', 'next', 'last', 'how_reach', 'talk', 'news', 'about'];
/** What is meant when both are found. */
const INSTEAD: readonly [string, readonly string[]][] = [
  ['gift', ['birthday', 'goal', 'asked_me', 'travel', 'interest']],
  ['job_before', ['job']],
  ['job', ['home']],
  ['email', ['home', 'phone']],
  ['home_before', ['home']],
  ['diet', ['food', 'dislike']],
  ['allergy', ['diet', 'food']],
  ['drink', ['food']],
  ['teach', ['job']],
  ['study', ['job']],
  ['social', ['phone', 'email']],
  ['followup', ['asked_me', 'goal', 'interest']],
  ['instrument', ['music']],
  ['anniversary', ['partner']],
  ['grandchild', ['child', 'son', 'daughter']],
  ['language', ['study']],
  ['dislike', ['interest']],
];
/** Too general to be asked for beside something else. */
const GENERAL = new Set(['goal', 'interest', 'challenge', 'health', 'study', 'origin', 'family', 'asked_me', 'recommend']);

/** Reads a question about somebody (or, without `names`, about anybody). `names`: how the person is called. */
export function understand(question: string, names: readonly string[]): Asked {
  let text = question.normalize('NFC').replace(/[’‘]/g, "'").replace(/\s+/g, ' ').trim().replace(/\bnames?\b/gi, 'called');
  for (const name of names.toSorted((a, b) => b.length - a.length)) text = text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${escape(name)}(?![\\p{L}\\p{N}])`, 'giu'), 'name');
  let found = TOPICS.filter((topic) => topic.asked.test(text));
  const touched = found;
  const alone = found.find((topic) => ALONE.includes(topic.key));
  if (alone) found = [alone];
  for (const [key, covered] of INSTEAD) if (found.some((topic) => topic.key === key)) found = found.filter((topic) => !covered.includes(topic.key));
  const telling = found.filter((topic) => !GENERAL.has(topic.key));
  const topics = telling.length > 0 ? telling : found.slice(0, 1);
  const soft = found.filter((topic) => !topics.includes(topic));
  let rest = text;
  for (const topic of touched) rest = rest.replace(new RegExp(topic.asked.source, `${topic.asked.flags}g`), ' ');
  const others = [...rest.matchAll(/(?<=\S\s+)\p{Lu}[\p{L}-]+/gu)].map((match) => fold(match[0].replace(/'s$/, ''))).filter((word) => !STOP.has(word));
  const words = alone || topics.some((topic) => topic.key === 'birthday')
    ? []
    : [...new Set((fold(rest).match(/[\p{L}\p{N}]+(?:'[\p{L}]+)?/gu) ?? []).filter((word) => !STOP.has(word) && !STOP.has(word.replace(/'\w+$/, '')) && word.length > 1 && !others.includes(word.replace(/'s$/, ''))))].map((word) => {
        const root = rooted(word);
        return [root, ...SAME.filter((group) => group.includes(root)).flat()];
      });
  return { topics, soft, words, names: alone ? [] : others, past: PAST.test(text), others: others.length > 0 || topics.some((topic) => topic.kin), person: OF_PERSON.test(text), mine: OF_WRITER.test(text) || found.some((topic) => BETWEEN.includes(topic.key)) };
}
