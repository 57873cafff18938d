/** What the classifier looks at: words, meanings from the word lists, and the shape of the clause. */
import { lookUp, type Hit } from './lexicon.ts';
import { words, type Word } from './words.ts';
import { patterns } from './patterns.ts';

export type Feature = [name: string, value: number];

const FUNCTION = new Set(
  (
    'i me my mine we us our you your he him his she her hers they them their it its this that these those there here who what when where why how which ' +
    'a an the some any no not and or but so because since if than then as at by for from in into of off on onto out over to up with without about after before ' +
    'between during under until till per via be have do get go make take give keep let can could will would should must may might shall ' +
    "'s 'd is too very just only also even still yet already never always again now back all both each every other another more most much many few lot"
  ).split(' '),
);
const PERSON = new Set(['he', 'she', 'they']);

/** Which list names a word when several do; earlier wins among matches of equal length. */
const RANK = [
  'partner', 'kin', 'illness', 'trouble', 'health', 'job', 'employer', 'language', 'place', 'nationality', 'pet', 'channel', 'friend', 'music', 'food', 'hobby', 'team',
  'weekday', 'month', 'want', 'todo', 'talk', 'taste', 'relstate', 'workplace', 'work', 'bio', 'body', 'money', 'document', 'event', 'legal', 'school', 'object', 'nature', 'looks', 'faith', 'home', 'smalltalk', 'scene', 'praise', 'timefuture', 'timepast', 'recur', 'firstname', 'verb',
];
const rankOf = new Map(RANK.map((name, i) => [name, i]));

/** The category a list speaks for, so that rare words count as much as common ones. */
const SPEAKS_FOR: Record<string, string> = {
  kin: 'R', partner: 'R', friend: 'R', relstate: 'R', job: 'W', workplace: 'W', employer: 'W', work: 'W', hobby: 'I', music: 'I', food: 'I', team: 'I', taste: 'I',
  bio: 'P', health: 'P', looks: 'P', pet: 'P', faith: 'P', home: 'P', language: 'P', place: 'P', nationality: 'P', illness: 'H', trouble: 'H', want: 'G', todo: 'A',
  channel: 'C', talk: 'C', smalltalk: 'N', scene: 'N',
};

/** Weight of each family of features before training; larger is trusted more for the same evidence. */
export const FAMILY = { word: 0.6, form: 0.5, edge: 0.4, bigram: 0.45, trigram: 0.35, list: 1, shape: 0.5, pattern: 1.2, hint: 0.3, surface: 0.5, char: 0.25 };

/** Features of one unit on its own. `speaker`: the unit is a turn in a chat, so "I" may be the person. */
export function features(unit: string, speaker: boolean): Feature[] {
  const text = unit.replace(/\S{50,}/gu, (long) => long.slice(0, 40));
  const list = words(text);
  const hits = widest(lookUp(list));
  const symbols = shape(list, hits);
  const out = new Map<string, number>();
  const add = (name: string, value: number) => out.set(name, Math.max(out.get(name) ?? 0, value));

  const stems = list.map((word) => (/^\d/.test(word.text) ? '0' : word.stem));
  stems.forEach((one, i) => {
    add(`w:${one}`, FAMILY.word);
    add(`b:${stems[i - 1] ?? '^'} ${one}`, FAMILY.bigram);
    if (i > 1) add(`t:${stems[i - 2]} ${stems[i - 1]} ${one}`, FAMILY.trigram);
    if (FAMILY.char > 0 && one.length > 3) for (let at = 0, padded = `<${one}>`; at + 4 <= padded.length; at++) add(`c:${padded.slice(at, at + 4)}`, FAMILY.char);
  });

  for (const { text: form } of list) add(`W:${form}`, FAMILY.form);
  add(`f1:${stems[0]}`, FAMILY.edge);
  add(`f2:${stems[0]} ${stems[1]}`, FAMILY.edge);
  add(`e1:${stems.at(-1)}`, FAMILY.edge);

  const counts = new Map<string, number>();
  for (const hit of hits) counts.set(hit.class, (counts.get(hit.class) ?? 0) + (hit.length > 1 ? 1.5 : 1));
  for (const [name, count] of counts) {
    add(`L:${name}`, FAMILY.list);
    if (count > 1) add(`L2:${name}`, FAMILY.list * 0.6);
    add(`Lr:${name}`, (FAMILY.list * 2 * count) / (list.length + 3));
  }
  for (const hit of hits) if (hit.length > 1) add(`Lp:${hit.class}`, FAMILY.list * 0.8);

  const hints = new Map<string, number>();
  for (const hit of hits) {
    const category = SPEAKS_FOR[hit.class];
    if (category) hints.set(category, (hints.get(category) ?? 0) + (hit.length > 1 ? 2 : 1));
  }
  const ranked = [...hints].sort((a, b) => b[1] - a[1]);
  for (const [category, count] of hints) add(`H:${category}`, FAMILY.hint * Math.min(3, count) * 0.5);
  if (ranked[0] && ranked[0][1] > (ranked[1]?.[1] ?? 0)) add(`H1:${ranked[0][0]}`, FAMILY.hint);
  if (ranked.length === 1) add(`H0:${ranked[0]?.[0]}${list.length <= 4 ? '!' : ''}`, FAMILY.hint);
  if (ranked.length === 0) add(list.length <= 4 ? 'H0:short' : 'H0:none', FAMILY.hint);
  add(`H+:${ranked.slice(0, 3).map(([category]) => category).sort().join('')}`, FAMILY.hint);

  for (let size = 1; size <= 4; size++) {
    for (let at = 0; at + size <= symbols.length; at++) add(`A:${symbols.slice(at, at + size).join(' ')}`, FAMILY.shape);
  }
  const subject = subjectOf(list, hits);
  add(`S:${subject}${speaker ? '@' : ''}`, 1);
  for (const name of counts.keys()) add(`S:${subject}|${name}`, FAMILY.shape);

  for (const name of patterns(text, list)) add(`P:${name}`, FAMILY.pattern);
  for (const name of surface(text, list, speaker)) add(`x:${name}`, FAMILY.surface);
  return [...out];
}

/** Drops hits inside a longer hit of the same list. */
function widest(hits: Hit[]): Hit[] {
  return hits.filter((hit) => !hits.some((other) => other !== hit && other.class === hit.class && other.length > hit.length && other.from <= hit.from && other.from + other.length >= hit.from + hit.length));
}

/** The unit as a row of symbols: function words as they are, other words by the list they are in. */
function shape(list: Word[], hits: Hit[]): string[] {
  const best: (Hit | undefined)[] = list.map(() => undefined);
  for (const hit of hits) {
    for (let at = hit.from; at < hit.from + hit.length; at++) {
      const old = best[at];
      if (!old || hit.length > old.length || (hit.length === old.length && (rankOf.get(hit.class) ?? 99) < (rankOf.get(old.class) ?? 99))) best[at] = hit;
    }
  }
  const out = ['^'];
  for (let at = 0; at < list.length; at++) {
    const word = list[at] as Word;
    const hit = best[at];
    if (hit && hit.length > 1) {
      if (out.at(-1) !== hit.class.toUpperCase() || hit.from === at) out.push(hit.class.toUpperCase());
      at = Math.max(at, hit.from + hit.length - 1);
    } else if (PERSON.has(word.text)) out.push('S');
    else if (FUNCTION.has(word.stem) || FUNCTION.has(word.text)) out.push(FUNCTION.has(word.text) ? word.text : word.stem);
    else if (hit) out.push(hit.class.toUpperCase());
    else if (/^\d/.test(word.text)) out.push('0');
    else if (word.capital && at > 0) out.push('NAME');
    else out.push(/(?:ing|ed|ly|er|s)$/.exec(word.text)?.[0] ?? '_');
  }
  out.push('$');
  return out;
}

/** Who or what the clause is about, from its first words. */
function subjectOf(list: Word[], hits: Hit[]): string {
  const first = list[0];
  if (!first) return 'none';
  for (let at = 0; at < Math.min(list.length, 5); at++) {
    const word = (list[at] as Word).text;
    if (word === 'i') return at === 0 ? 'i' : 'i_later';
    if (word === 'we') return 'we';
    if (PERSON.has(word)) return 'person';
    if (word === 'you') return 'you';
    if (word === 'it' || word === 'that' || word === 'this') return 'it';
    const hit = hits.find((one) => one.from === at && (one.class === 'kin' || one.class === 'partner' || one.class === 'friend'));
    if (hit) return hit.class;
    if (word === 'my' || word === 'our') continue;
    if (at === 0 && hits.some((one) => one.from === 0 && one.class === 'todo')) return 'todo';
    if (at === 0 && hits.some((one) => one.from === 0 && one.class === 'job')) return 'job';
    if (at === 0 && word.endsWith('s') && hits.some((one) => one.from === 0 && (one.class === 'verb' || one.class === 'taste'))) return 'verb_s';
    if (at === 0 && (list[0] as Word).capital && hits.every((one) => one.from !== 0)) return 'name';
  }
  return 'other';
}

function surface(text: string, list: Word[], speaker: boolean): string[] {
  const out = [`len${Math.min(6, Math.floor(Math.log2(list.length + 1)))}`];
  if (speaker) out.push('chat');
  if (/\?/.test(text)) out.push('question');
  if (/!/.test(text)) out.push('bang');
  if (/\d/.test(text)) out.push('digit');
  if (/[€$£]|\b\d+k\b/.test(text)) out.push('money');
  if (/\d{1,2}[:.]\d{2}|\b\d{1,2}\s?[ap]m\b/i.test(text)) out.push('clock');
  if (/\b(?:19|20)\d\d\b/.test(text)) out.push('year');
  if (/\p{Extended_Pictographic}/u.test(text)) out.push('emoji');
  if (/@|https?:|www\./.test(text)) out.push('address');
  if (/["“”]/.test(text)) out.push('quote');
  if (/^\p{Ll}/u.test(text)) out.push('lower');
  if (/[,;:]$/.test(text)) out.push('open_end');
  if (list.some((word, i) => i > 0 && word.capital && word.text !== 'i')) out.push('name');
  if (/^\W*(?:and|but|so|or|also|plus|which|who|because|since|with|like|for)\b/i.test(text)) out.push('continues');
  return out;
}
