/** "zoes brother", "ronnies fine": the possessive and the "is" of people who write without apostrophes. */
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
