/** What an entry claims about somebody that can change (home, employer, diet, …), and which older claims a newer one ends. Pure. */
import { RULES } from './contradictions.rules.ts';
import { isNamed, overlap, sameSize, within } from './contradictions.values.ts';
import { fold } from './people/text.ts';

/**
 * `ended`: it says that this is over. `past` and `plan` say nothing about today. `moved`: it tells of a change ("joined", not "works at").
 * `besides`: other things may be true of it at the same time (a job for weekends, a work address).
 */
export type Claim = { key: string; value: string; tense: 'now' | 'ended' | 'past' | 'plan'; moved: boolean; besides: boolean; named: boolean };

const PAST = /\b(?:used to|formerly|previously|once (?:lived|worked|was|had)|back then|in (?:her|his|their) (?:youth|twenties|childhood)|as an? (?:child|kid|student|teenager|girl|boy)|grew up|until (?:19|20)\d\d|before (?:that|the|she|he|they)|years ago (?:she|he|they)|at the time|in those days|when (?:she|he|they) (?:was|were|lived|worked)|ex-)\b/i;
const PLAN = /\b(?:wants?|wanted|plans?|planning|hopes?|hoping|would (?:like|love|rather)|'d (?:like|love|rather)|wishes|dreams?|dreaming|thinking (?:of|about)|thinks (?:of|about)|considering|considers|might|may|maybe|perhaps|supposedly|rumou?rs?|pretend\w*|joked?|joking|could|if (?:she|he|they)|is going to|are going to|'s going to|going to|gonna|will|'ll|looking (?:to|for|at|into)|about to|applied|applying|interview(?:ed|ing)?|offered|offer from|next (?:month|year|week|spring|summer|autumn|winter)|in (?:january|february|march|april|may|june|july|august|september|october|november|december) (?:she|he|they) (?:will|is)|saving|intends?|tempted|talks? about|toying|is moving|are moving|'s moving|moves to \S+ (?:in|next)|someday|one day|asked to|should|refuses|considered|almost|nearly|visit\w*|trip|holiday|vacation)\b/i;
/** What will be as it was: a shop that closes for two weeks is not given up. */
const FOR_NOW = /\b(?:for (?:a (?:while|bit|few \w+|day|week|month)|now|the (?:season|summer|winter|moment|week|weekend|month|time being|day|night|holidays|semester|term|renovation)|(?:two|three|four|five|six|\d+) (?:days|weeks|months)|lent|lunch|repairs)|until|till|temporarily|over the (?:summer|winter|holidays))\b/i;
/** Work beside other work. */
const BESIDES = /\b(?:on (?:weekends|the side|(?:mon|tues|wednes|thurs|fri|satur|sun)days|the weekend)|part-time|weekends|evenings|in the evenings?|freelance\w*|volunteer\w*|(?:one|two|three|a|\d) (?:days?|mornings?|afternoons?|nights?|evenings?) (?:a|per) week|summer job|holiday job|as a student|from home)\b/i;
const NOW = /\b(?:now|new(?! (?:year|york|zealand|jersey|orleans|delhi|mexico))|instead|these days|nowadays|has changed|changed to|back in)\b/i;
const ROLE = /^(?:(?:her|his|their|\p{Lu}[\p{L}-]+['’]s)\s+(?:\w+\s+)?(?:mother|father|mum|mom|dad|brother|sister|son|daughter|husband|wife|partner|boyfriend|girlfriend|boss|friend|cousin|aunt|uncle|parents|kids|children|neighbour|colleague|ex|flatmate|grand\w+|niece|nephew|best|company|firm|team|office|in-laws|twin|sibling\w*))/iu;
/** Of these only one can be true at a time. */
const EXCLUSIVE = new Set(['home', 'employer', 'job', 'status', 'email', 'phone', 'handle', 'channel', 'diet', 'smoking', 'drinking', 'car', 'driving', 'children', 'age', 'school', 'studies']);
/** What is said of one thing by several claims. */
const ONE_THING = [['employer', 'job', 'does'], ['owns', 'car', 'driving'], ['school', 'studies'], ['likes', 'does'], ['email', 'phone', 'handle', 'channel']];

/** What an entry claims. `name`: of the person it is about; entries that begin with somebody else's name claim nothing of theirs. */
export function claimsOf(content: string, name?: string): Claim[] {
  const out: Claim[] = [];
  const own = name ? fold(name).split(/\s+/) : null;
  let foreign = false;
  for (const part of content.split(/(?:[.;!]\s+|,?\s+(?:and|but|so)\s+(?=(?:she|he|they|has|is|works|lives|now|moved|quit|left|started|joined|got|smokes|drinks|eats|plays|drives|hates|stopped|sold|gave up)\b)|\s[–—-]\s)/u)) {
    const clause = part.trim().replace(/^[-•*]\s*/, '').replace(/^(?:(?:big|good|bad|great|sad|other|more) )?news[,:!]? /i, '').replace(/^(?:since|in|from|as of) (?:\p{Lu}\p{L}+|\d{4}|last \w+),? /u, '');
    const lead = /^(\p{Lu}[\p{L}-]+)(?:['’]s)? (?=\p{Ll})/u.exec(clause)?.[1];
    const subject = lead && !/^(?:She|He|They|Now|Works?|Lives?|Living|Moved|Has|Is|Was|Left|Quit|Joined|Started|Got|Drives|Loves?|Likes?|Hates?|Plays?|Smokes?|Drinks?|Eats?|Prefers?|Allergic|Engaged|Married|Divorced|Single|Dating|Based|Gave|Given|Stopped|No|Not|Turned|Studies|Studying|Sold|Bought|Owns|Never|Doesn|Retired|Still|New|Email|Phone|Number|Her|His|Their|The|A|An|Recently|Just|Lost|Became|Promoted|Separated|Widowed|Went|Gone|Vegan|Vegetarian|Can|Enjoys|Adopted|Keeps|Home|Mobile|Best|Used|Wants|Plans|Lived|Worked|Grew)$/.test(lead) ? fold(lead) : null;
    if (subject) foreign = own !== null && !own.includes(subject);
    else if (/^(?:she|he|they)\b/i.test(clause)) foreign = false;
    if (/\?["'”’)]?$/.test(clause)) continue;
    if (/\p{Lu}[\p{L}-]+['’]s (?!own\b)\p{Ll}/u.test(clause.slice(0, 20)) && !/['’]s (?:now|a|an|in|at|not|just|been|vegan|vegetarian|married|single|engaged|divorced|allergic|moved|quit|left|joined|got|no|back|working|living|dating|the)\b/.test(clause.slice(0, 24))) continue;
    if (foreign || (ROLE.test(clause) && !/^(?:her|his|their|\p{Lu}[\p{L}-]+['’]s) (?:old )?(?:dog|cat)/iu.test(clause))) continue;
    out.push(...claimed(clause));
  }
  return out;
}

/** What one clause about the person claims. */
function claimed(clause: string): Claim[] {
  const out: Claim[] = [];
  const past = PAST.test(clause) && !/\bmoved\b.*\byears ago\b/i.test(clause);
  const plan = !clause.includes('@') && PLAN.test(clause.replace(/\b(?:in |since |of )May\b/g, ''));
  for (const { key, test, value, tense, moved } of RULES) {
    const match = test.exec(clause);
    if (!match) continue;
    const said = typeof value === 'function' ? value(match) : (value ?? '');
    if (said === '' || (key === 'does' && said.length < 3)) continue;
    const finished = /\b(?:was|were|had been)\b/i.test(match[0].slice(0, 24)) && tense !== 'ended' && !moved && !/\b(?:fired|laid off|hired|made redundant|put down)\b/i.test(match[0]);
    const passing = FOR_NOW.test(clause) && (tense === 'ended' || key === 'home');
    const label = key === 'email' || key === 'phone' ? /\b(?:work|office|business|private|personal|home|landline|school|university|uni|holiday|emergency)\b/i.exec(clause)?.[0].toLowerCase() : undefined;
    out.push({
      key: label ? `${key} ${label}` : key,
      value: said,
      tense: plan || passing ? 'plan' : past || finished ? 'past' : (tense ?? 'now'),
      moved: (moved ?? false) || NOW.test(clause) || /\b(?:became|become|retrained|promoted|works? as|working as)\b/i.test(match[0]),
      besides: (key === 'employer' || key === 'job') && BESIDES.test(clause),
      named: key === 'employer' && isNamed(match[1] ?? ''),
    });
  }
  return out;
}

/** Whether a newer claim ends an older one. `together`: they are of one text, where both hold unless one tells of a change. */
export function ends(newer: Claim, older: Claim, together = false): boolean {
  if (newer.tense === 'past' || newer.tense === 'plan' || older.tense === 'past' || older.tense === 'plan') return false;
  if (newer.key === 'driving' && older.key === 'car') return newer.value === 'no';
  if (newer.key !== older.key) return false;
  const taste = newer.key === 'likes' || newer.key === 'does';
  if (newer.tense === 'ended') return older.tense === 'now' && (newer.value === '*' || (taste ? within(newer.value, older.value) : overlap(newer.value, older.value)));
  if (older.tense === 'ended') return !newer.besides && (older.value === '*' ? newer.key === 'employer' || newer.key === 'job' : newer.key !== 'home' && (taste ? newer.value === older.value : overlap(newer.value, older.value)));
  if (newer.key === 'handle') return newer.value !== older.value && newer.value.split(' ')[0] === older.value.split(' ')[0];
  if (!EXCLUSIVE.has(newer.key.split(' ')[0] as string) || overlap(newer.value, older.value)) return false;
  if (together && !newer.moved) return false;
  switch (newer.key) {
    case 'home':
      return newer.moved || sameSize(newer.value, older.value);
    case 'employer':
      // who works at a bank may work at Barclays
      return !newer.besides && !older.besides && (newer.moved || (newer.named && older.named));
    case 'job':
      // one can be a nurse and a gardener
      return !newer.besides && !older.besides && newer.moved;
    case 'age':
    case 'children':
      return Number(newer.value) > Number(older.value);
    default:
      return true;
  }
}

/** Which of `older` (contents) a newer entry ends, and by which kind of claim. `together`: all are of one note. */
export function contradicted(newer: string, older: readonly string[], name?: string, together = false): { index: number; key: string }[] {
  const claims = claimsOf(newer, name).filter((claim) => claim.tense === 'now' || claim.tense === 'ended');
  if (claims.length === 0) return [];
  return older.flatMap((content, index) => {
    const theirs = claimsOf(content, name).filter((claim) => claim.tense === 'now' || claim.tense === 'ended');
    const hit = claims.find((claim) => theirs.some((other) => ends(claim, other, together)));
    // An entry that still holds in part is not over.
    const rest = hit && theirs.some((other) => !sameThing(other.key, hit.key) && !claims.some((claim) => ends(claim, other, together)));
    return hit && !rest ? [{ index, key: hit.key }] : [];
  });
}

const sameThing = (a: string, b: string): boolean => a === b || ONE_THING.some((keys) => keys.includes(a) && keys.includes(b));
