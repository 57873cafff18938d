/** Words that show what stands before them does something. */
import { isIn } from '../lexicon.ts';
import type { Token } from './text.ts';

export const REPORT = /^(?:says?|said|told|tells|telling|mention|mentions|mentioned|heard|hear|hears|knows?|found|finds|explained|explains|admitted|confirmed|texted|texts|wrote|writes|announced|revealed|claims|claimed|whispered|insists|insisted|swears|think|thinks|thought|guess|reckons?|believes?|remember|learned|learnt|noticed|noted|realised|realized|saying|complains|complained|joked|worries|hopes|suspects?|telled|saying|telling)$/;
/** What may stand between a subject and its verb. */
export const ADVERB = /^(?:also|just|still|really|never|always|often|recently|now|already|only|even|finally|currently|secretly|both|usually|hardly|barely|rarely|seldom|almost|nearly|simply|suddenly|allegedly|supposedly|certainly|definitely|probably|apparently|sometimes|actually|mostly|originally|once|not|kindly|then|kinda|sort|kind|of|all|each|have|has|had|been|is|was|are|were|'ve|will|would|do|did|does|can|could|might|may|must|should|proudly|quietly|happily|later|since|long|clearly|obviously|literally)$/;
export const AUX = /^(?:is|are|was|were|has|have|had|will|would|can|could|should|may|might|must|does|do|did|isn't|isnt|aren't|wasn't|weren't|hasn't|haven't|won't|wouldn't|can't|cant|couldn't|doesn't|doesnt|don't|dont|didn't|didnt|wasnt|werent|hasnt|wont|wouldnt|couldnt|ain't|aint|got|gets|gave|gives|goes|went|gone|going|used|seems?|became|becomes|keeps?|kept|wanna|gonna|needs?|went|put|puts|sat|cut|hit|let|swore|swears|beat|bit|sings?|sews|hosts|dropped|flew|flies|teaches|paints|cycles|hiding|whose)$/;

/** A verb, or "no longer" before one. */
export const verbAt = (tokens: readonly Token[], at: number): boolean => verbish(tokens[at]) || (tokens[at]?.lower === 'no' && tokens[at + 1]?.lower === 'longer');

export const verbish = (token: Token | undefined): boolean => {
  if (!token) return false;
  const { lower } = token;
  return AUX.test(lower) || ADVERB.test(lower) || REPORT.test(lower) || /^(?:who|which)$/.test(lower) || (/^\p{Ll}/u.test(token.text) && (isIn('verb', lower) || isIn('talk', lower) || (/(?:ed|es|[^s]s|ing)$/.test(lower) && lower.length > 3 && !/^(?:this|his|always|perhaps|besides|sometimes|thursdays?|fridays?|news|bus|plus|as|nothing|something|anything|everything|during|morning|evening)$/.test(lower))));
};

/** What people do: a capitalised word before one of these names somebody. */
export const HUMAN = /^(?:says?|said|told|tells|lives|lived|works|worked|loves|hates|likes|wants|wanted|thinks|thought|believes|hopes|teaches|taught|studies|studied|speaks|married|moved|plays|played|runs|drives|asked|asks|called|calls|texted|mentioned|knows|knew|met|retired|joined|quit|prefers|enjoys|dreams|plans|feels|felt|cooks|bakes|sings|reads|writes|wrote|turned|turns|drinks|smokes|sends|sent|promised|invited|introduced|recommended|suggested|agreed|refuses|collects|trains|swims|hikes|climbs|paints)$/;
/** What people do, too; a name that is an everyday word is a name before it. */
export const DID = /^(?:sold|bought|brought|gave|made|took|lost|found|kept|broke|won|spent|paid|grew|began|became|ran|drove|flew|built|owns|owned|needs|needed|left|lent|sent|taught|caught|ate|drank|slept|woke|wore|chose|forgot|heard|let|put|rang|rode|sang|swore|threw|understood|stopped|started|helped|looks|looked|failed|passed|lies|lied|cried|laughed|died|owes)$/;
/** Whether a word says that what stands before it does something, and cannot be a noun or an -ing form. */
export const acts = (token: Token | undefined): boolean => token !== undefined && (AUX.test(token.lower) || HUMAN.test(token.lower) || DID.test(token.lower) || (/(?:[^s]s|ed)$/.test(token.lower) && verbish(token)));
