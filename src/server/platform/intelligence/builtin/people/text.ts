/** Tokens of a unit as the reader of people sees them: words and marks with offsets, the possessive 's apart. */
import { fold as plain } from '../../../fold.ts';

export type Token = {
  /** As written, without the possessive 's. */
  text: string;
  lower: string;
  /** UTF-16 offsets in the text that was given, without the 's. */
  start: number;
  end: number;
  /** Begins with a capital letter. */
  cap: boolean;
  /** What followed: 's or ’ of a possessor, or the short form of is/has/will/would/are/have. */
  tail: '' | 'poss' | 'verb';
};

/** Lower case without accents, straight apostrophes. */
export const fold = (text: string): string => (/^[ -~]*$/.test(text) ? text.toLowerCase() : plain(text).replaceAll('’', "'"));

const TOKEN = /[\p{L}\p{M}\p{N}]+(?:[-/][\p{L}\p{M}\p{N}]+|['’](?!s(?![\p{L}\p{N}]))[\p{L}\p{M}]+)*|[^\s\p{L}\p{M}\p{N}]/gu;
/** Words after "X's" that show it is "X is" or "X has". */
export const AFTER_IS = /^(?:a|an|the|not|now|been|got|gone|in|at|on|from|very|so|too|always|just|still|really|also|already|about|back|away|off|out|up|down|over|pretty|quite|never|no|only|here|there|going|gonna|into|fine|well|ill|sick|pregnant|single|married|engaged|divorced|separated|vegan|vegetarian|veggie|allergic|coeliac|celiac|lactose|gluten|afraid|scared|worried|stressed|tired|happy|sad|keen|good|great|bad|based|born|turned|turning|left|lost|moved|started|quit|decided|bought|been|become|half|originally|obsessed|mad|crazy|training|working|moving|thinking|looking|learning|expecting|applying|planning|trying|getting|having|leaving|coming|doing|taking|living|dating|seeing|studying|saving|hoping|worth|terrified|struggling|retiring|retired|unemployed|furious|my|your|his|her|their|our)$/;

/** Splits text into tokens. */
export function tokenise(text: string): Token[] {
  const out: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const raw = match[0];
    const start = match.index;
    const after = /^['’]s(?![\p{L}\p{N}])/u.exec(text.slice(start + raw.length));
    if (/^['’]$/.test(raw)) {
      const last = out.at(-1);
      // "the kids' school": the apostrophe of a plural owner
      if (last && last.end === start && /s$/i.test(last.text) && /^\s\p{L}/u.test(text.slice(start + 1))) last.tail = 'poss';
      else if (last && last.end === start && /^s(?![\p{L}\p{N}])/u.test(text.slice(start + 1))) continue;
      if (last && last.end === start) continue;
    }
    const last = out.at(-1);
    if (raw === 's' && last && /^['’]$/.test(text.slice(last.end, start))) continue;
    const lower = fold(raw);
    let tail: Token['tail'] = '';
    let word = raw;
    if (after) {
      const next = /^['’]s\s+([\p{L}]+)/u.exec(text.slice(start + raw.length))?.[1]?.toLowerCase() ?? '';
      tail = /^(?:he|she|it|that|there|who|what|where|how|here|let|everyone|everybody|one)$/.test(lower) || AFTER_IS.test(next) || (next !== '' && next.endsWith('ing') && next.length > 5 && !/^(?:wedding|building|meeting|wing|offering|clothing|evening|morning|training|sibling|ring|king|thing|boarding|housing|drawing|painting)$/.test(next)) ? 'verb' : 'poss';
    } else {
      const short = /^(\p{L}+)['’](?:m|re|ve|ll|d)$/u.exec(raw);
      if (short) {
        word = short[1] as string;
        tail = 'verb';
      }
    }
    out.push({ text: word, lower: fold(word), start, end: start + word.length, cap: /^\p{Lu}/u.test(word), tail });
  }
  return out;
}
