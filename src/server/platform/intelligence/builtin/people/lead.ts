/** What may stand at the head of a clause before its subject, and what may be one. */
import type { Ref } from './refs.ts';
import type { Token } from './text.ts';

export const LEAD = /^(?:and|n|but|so|also|then|plus|btw|oh|yo|hey|ugh|omg|wow|well|anyway|apparently|recently|currently|now|today|yesterday|tonight|yet|still|meanwhile|sadly|luckily|fortunately|unfortunately|actually|basically|honestly|finally|lately|originally|ps|update|fyi|news|again|later|soon|once|suddenly|secretly|maybe|perhaps|obviously|sometimes|usually|often|always|never|afterwards|both|even|only|just|right|ok|okay|yes|no|yeah|haha|lol|sorry|wait|nope|correction|hmm|ah|,|;|:|-|–|—|"|“|”|'|’|•|\*|\(|>|\.|…|&|turns|out|that|neither|it|is|was|there|here|sounds|looks|seems|like|as|though|because|since|rumour|word|has|how|if|when|whenever|poor|dear|old|young|little|big|sweet|lovely|silly)$/;
export const PREPOSITION = /^(?:in|at|on|after|before|since|during|for|with|from|by|when|while|because|if|although|though|as|until|once|unless|last|next|this|every|despite|whenever|where|over|around|through|about|between|according)$/;

/** Whether a reference can be what a clause is about at its head: "her" and "him" cannot. */
export const canLead = (ref: Ref | null, tokens: Token[]): ref is Ref => {
  if (!ref) return false;
  if (ref.kind === 'pronoun') return !ref.possessive && !/^(?:him|her|them|me|us|hers|himself|herself|mine|theirs|myself)$/.test((tokens[ref.from] as Token).lower);
  return true;
};

export const notOnly = (tokens: Token[], at: number) => tokens[at]?.lower === 'not' && /^(?:only|just|merely)$/.test(tokens[at + 1]?.lower ?? '');
