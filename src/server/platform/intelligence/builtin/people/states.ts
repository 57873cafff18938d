/** How somebody is, said without a verb: "Rudd – injured", "Morrow on mat leave". */
import type { Token } from './text.ts';

/** Whether a token is a dash between words. */
export const isDash = (tokens: readonly Token[], at: number): boolean => /^[–—-]$/.test(tokens[at]?.text ?? '') && at > 0 && (tokens[at] as Token).start > (tokens[at - 1] as Token).end;
/** Whether a token sets what is said of somebody apart from their name. */
export const setsApart = (tokens: readonly Token[], at: number): boolean => tokens[at]?.text === ':' || isDash(tokens, at);

/** How somebody is, without a verb: "Morrow on mat leave", "Lamb off sick". */
export function stateAt(tokens: readonly Token[], at: number): boolean {
  const [word, next] = [tokens[at]?.lower ?? '', tokens[at + 1]?.lower ?? ''];
  if (word === 'on') return /^(?:mat|maternity|paternity|parental|leave|holiday|annual|sick|sabbatical|secondment|crutches|antibiotics|strike|probation)$/.test(next);
  if (word === 'off') return /^(?:sick|work|ill|with|since|until|till|on)$/.test(next);
  return /^(?:away|absent|ill|sick|unwell|hoarse|injured|suspended|keen|sceptical|skeptical|unhappy|pregnant|unavailable|missing)$/.test(word);
}
