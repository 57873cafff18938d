import type { Analysis } from '../../platform/intelligence/index.ts';
import { type Channel, CHANNELS } from './channels.ts';

const HEAD = /^\[[^\]\n]{1,40} - \d{4}-\d\d-\d\d\](?: \(\d+\))?(?=\n|$)/;
const LINE = /^(\d\d:\d\d )([^\n:]{1,255}): /gm;

/** Whether a note is what people wrote to each other: messages of a day, a line each with time and sender. */
export const isSpoken = (source: string): boolean => CHANNELS.includes(source as Channel);

/** Such a note as analysis reads it: its head is blanks, so that every place stays where it is. */
export const withoutHead = (content: string): string => content.replace(HEAD, (head) => ' '.repeat(head.length));

/** Such a note as dates are looked for in it: the times at which its lines were written are none. */
export const withoutTimes = (content: string): string => withoutHead(content).replace(LINE, (line, time: string) => ' '.repeat(time.length) + line.slice(time.length));

/** What is left of what analysis found of others: whoever writes in it and is not the person is the user, of whom nothing is proposed. */
export function ofOthers(people: NonNullable<Analysis['people']>, content: string): NonNullable<Analysis['people']> {
  const speakers = new Set([...content.matchAll(LINE)].flatMap(([, , name]) => [name!.toLowerCase(), name!.split(' ')[0]!.toLowerCase()]));
  const isSpeaker = (one: { name: string; contact_ids: readonly string[] } | null) => one !== null && one.contact_ids.length === 0 && speakers.has(one.name.toLowerCase());
  return { ...people, facts: people.facts.filter(({ who }) => !isSpeaker(who)), relations: people.relations.filter(({ who, of }) => !isSpeaker(who) && !isSpeaker(of)) };
}

/** What somebody says of themselves, in the words of others: "I'm vegan" is "is vegan". */
export const inThirdPerson = (content: string): string => content.replace(/^I(?:['’]m| am) /, 'is ').replace(/^I(?:['’]ve| have) (?=\p{L}+(?:ed|en|ne|ft|it|ot)\b)/u, 'has ').replace(/^I don['’]t /, "doesn't ").replace(/^I /, '');
