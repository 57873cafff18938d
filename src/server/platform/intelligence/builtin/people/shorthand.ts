/** Words nobody means: "um", and "that is" before what says once more who somebody is. And "zoes brother", "ronnies fine": the possessive and the "is" of people who write without apostrophes. */
import { isFirstName, isWordToo } from './names.ts';
import type { Roster } from './roster.ts';
import { AFTER_IS, type Token } from './text.ts';

/** Tokens with the s of somebody's name apart. */
export const withoutS = (tokens: Token[], roster: Roster): Token[] =>
  tokens.map((token, i) => {
    const { text, tail } = token;
    const name = text.slice(0, -1);
    if (tail !== '' || !/^\p{L}{3,}s$/u.test(text) || name.endsWith('s') || isFirstName(text) || roster.has(text) || roster.isPerson([text]) || (isWordToo(name) && !(i === 0 && AFTER_IS.test(tokens[1]?.lower ?? '')))) return token;
    if (!roster.isPerson([name]) && !roster.has(name)) return token;
    const next = tokens[i + 1]?.lower ?? '';
    if (/^(?:the|two)$/.test(tokens[i - 1]?.lower ?? '') || !/^\p{L}/u.test(next)) return token;
    return { ...token, text: name, lower: token.lower.slice(0, -1), end: token.end - 1, tail: AFTER_IS.test(next) || /^\p{L}{4,}ing$/u.test(next) ? 'verb' : 'poss' };
  });

/** Scots spellings of the small words sentences are read by. */
const SCOTS: Record<string, string> = { telt: 'told', wis: 'was', wisnae: "wasn't", isnae: "isn't", arenae: "aren't", cannae: "can't", dinnae: "don't", disnae: "doesn't", didnae: "didn't", couldnae: "couldn't", wouldnae: "wouldn't", hasnae: "hasn't", havenae: "haven't", willnae: "won't", wi: 'with', tae: 'to', frae: 'from', aff: 'off', hersel: 'herself', himsel: 'himself' };

const RESTATED = /^(?:that is|i mean|meaning|namely)(?= |$)/;

/** Tokens without hesitations, and without "that is" and "I mean" between commas: ", that is the husband," reads like ", the husband,". */
export function plainly(tokens: Token[]): Token[] {
  const out: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const written = tokens[i] as Token;
    const token = Object.hasOwn(SCOTS, written.lower) ? { ...written, lower: SCOTS[written.lower] as string } : written;
    if (/^(?:um+|uh+|er+m|uhm)$/.test(token.lower)) continue;
    const said = /^[,(–—-]$/.test(out.at(-1)?.text ?? '') ? (token.lower === 'that' && token.tail === 'verb' ? 1 : RESTATED.exec(`${token.lower} ${tokens[i + 1]?.lower ?? ''}`)?.[0].split(' ').length) : undefined;
    const close = said === undefined ? -1 : tokens.findIndex((one, n) => n > i && n <= i + 7 && /^[,)–—-]$/.test(one.text));
    // at the end of a sentence it may tell of something else
    if (said !== undefined && close > i + said) {
      i += said - 1;
      if (tokens[i + 1]?.text === ',') i++;
      continue;
    }
    out.push(token);
  }
  return out;
}
