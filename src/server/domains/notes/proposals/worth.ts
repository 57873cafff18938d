/** What is worth asking somebody about: in everyday notes most of what could be proposed is not. English. Pure. */
import type { OtherFact } from '../../../platform/intelligence/index.ts';

const MONTH = '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const WEEKDAY = '(?:mon|tues|wednes|thurs|fri|satur|sun)day';
const DAY = new RegExp(String.raw`\b(?:\d{1,2}(?:st|nd|rd|th)?\.?\s+(?:of\s+)?${MONTH}|${MONTH}\s+\d{1,2}(?:st|nd|rd|th)?|\d{1,4}[./-]\d{1,2}(?:[./-]\d{1,4})?|the \d{1,2}(?:st|nd|rd|th)|today|tonight|tomorrow|day after|${WEEKDAY}(?!s)|next week|weekend|in (?:a|one|two|three|four|\d+) (?:days?|weeks?)|fortnight|christmas|easter|new year|end of the (?:week|month))\b`, 'i');
/** Whether words name a day, not only an hour or "in about two years". */
export const isDay = (words: string): boolean => DAY.test(words);

const VERBS =
  'ask|call|ring|phone|text|message|e-?mail|write|send|bring|buy|get|give|invite|visit|check|book|order|introduce|talk|tell|thank|return|lend|pick|find|look|try|plan|prepare|arrange|schedule|organi[sz]e|follow up|remind|remember|congratulate|help|show|share|reply|answer|confirm|cancel|pay|repay|renew|post|print|sign|cook|bake|fix|make|take|meet|catch up|let|come|drop|go|read|reach out|water|wish|offer|suggest|recommend|forward|connect|set up|research|transfer|collect|submit|review|draft|finish|discuss';
const LED_BY = String.raw`(?:(?:please|also|maybe|still|and|then|so|but|next time|note to self|to-?do|reminder|action|follow-?up|next steps?|[-*•]|\[ \]|remember to|must|should|need to|needs to|have to|got to|gotta|let['’]s|going to|don['’]t forget to)[\s,:]+)*`;
const TO_DO = [
  new RegExp(String.raw`^${LED_BY}(?:${VERBS})\b(?! (?:with|from)\b)(?!['’]s)`, 'i'),
  /\b(?:I|we)(?:['’]ll| will| shall| should| must| need to| have to| still (?:have|need) to|['’]ve (?:got )?to| ought to| promised| owe| offered to| want to|['’]d better| am to)\b/i,
  /^(?:promised|owe|offered|need|have|must)\b(?! a| an| no)/i,
  /\b(?:remind me|don['’]t forget|next time|to-?do|I said I(?:['’]d| would))\b/i,
];
/** A question in a chat, or a thing only the sentence before names. */
const NO_TO_DO = /\?["'”’)]?$|\b(?:draw|do|send|make|give|get|check|read|fix|try|bring|take|find|buy|see) (?:it|one|this|that)\b/i;
/** Whether a sentence asks the writer to do something. What happened ("Bea signed the lease") and what others do does not. */
export const isToDo = (text: string): boolean => TO_DO.some((one) => one.test(text.trim())) && !NO_TO_DO.test(text) && !/^(?:(?:last|this) \w+|yesterday)\b/i.test(text);

const HABIT = new RegExp(String.raw`\b(?:every|each|usually|always|often|mostly|when(?:ever)?|weekly|daily|${WEEKDAY}s|${WEEKDAY} (?:mornings|evenings|nights|afternoons)|mornings|evenings|weekends)\b`, 'i');
const COMING =
  /\b(?:next|tomorrow|tonight|upcoming|will|shall|going to|has to|have to|must|should|need(?:s)? to|due|deadline|exams?|appointment|wedding|birthday|graduation|operation|surgery|interview|meeting|concert|flight|party|dinner|lunch|leaves|arrives|starts|begins|ends|flies|comes?|turns|moves|marries|opens|retires|retirement|anniversary|funeral|christening|baptism|recital|match|race|marathon|premiere|opening|course|trial|hearing|replacement|scan|check-up|(?:is|are|['’]s|['’]re) (?:on|in|at|due|getting|having|moving|starting|leaving|flying|coming|the))\b|['’]ll\b/i;
const OVER = /\b(?:was|were|had|did|went|came|got|met|saw|took|made|gave|told|said|left|began|split|rang|sent|brought|found|lost|bought|sold|wrote|spent|heard|read aloud|(?!(?:need|feed|speed|bed|red|wed|naked|sacred|tired|married|retired|scheduled|planned|booked|invited|engaged|supposed|agreed)\b)\p{L}{2,}ed)\b/iu;
/** Whether a sentence tells of a day to come that can be reminded of; not of what happens every week, lasts until then, or is vague. */
export function isToCome(sentence: string, words: string): boolean {
  if (!isDay(words) || /\?["'”’)]?$/.test(sentence) || HABIT.test(sentence) || /\b(?:about|around|roughly|some|a few|several|a couple of)\b/i.test(words)) return false;
  if (/\b(?:until|till|since|from|before|after|over)\s+(?:the\s+)?$/i.test(sentence.slice(0, Math.max(0, sentence.indexOf(words))))) return false;
  return COMING.test(sentence) && !OVER.test(sentence);
}

const WRITER = /\b(?:I|me|my|mine|we|us|our)\b|\bI['’]/;
const NOBODY = /^(?:nobody|no one|everybody|everyone|it|this|that|there|these|those|both|which|whose|where|because|his name|her name|their name|what|how|thank|hi|hello|yes|no)\b/i;
const VAGUE = /\b(?:(?:one|this|that|these|those|so|there)(?:[.,!;]|$|\s+(?:and|but|because)\b)|it\b(?! (?:is|was|has)))/i;
const PASSING = /\b(?:until|for the (?:day|week|weekend|month|season|summer|winter)|for a (?:while|bit|week|month)|visiting|staying|flying|stopping by|coming over|at the moment|today|tonight|tomorrow|next (?:week|month|weekend)|says?|said|asked|thinks|pretends|will (?:ask|help|give|bring|call|send|come)|should|could|shall|has to|have to|need to|needs to)\b/i;
const MOOD = /(?:\b(?:is|was|are|feels?|seems?|looks?)|['’]s) (?:\p{L}+ly |so |very |too |quite |a bit |all )?(?:fine|okay?|happy|sad|tired|proud|angry|cross|nervous|worried|scared|thrilled|upset|sick|better|calm|bored|stressed|jealous|exhausted|grateful|mad(?! about)|furious|at sea|at a loss|over the moon|under the weather|on top of|up in arms|on the fence|in good hands|next|merciless|married to (?:his|her|their) |taking)\b|\blost (?:his|her|their) (?:shirt|head|temper|mind|cool|way|thread)\b/iu;
/** "Greta's dog", but not "Greta's a vet": what is told is of a thing of theirs. */
const OF_THEIRS = /^(?:\p{Lu}[\p{L}-]+\s+){0,2}\p{Lu}[\p{L}-]+(?:['’]s|(?<=s)['’])\s(?!(?:an?|the|in|at|on|not|now|been|just|got|gone|moved|left|started|joined|quit|back|allergic|vegan|vegetarian|married|single|engaged|divorced|pregnant|\p{L}+ing)\b)/u;
/** One-off doings that change nothing about anybody. */
const PAST = /^(?:did|ate|put|looked|broke|cried|laughed|came|went|gave|told|took|brought|sent|called|rang|showed|asked|said|made|sang|drove|walked|helped|knew|thought|felt|seemed|liked|wanted|talked|played|cooked|baked|carried|fixed|kept|heard|saw|met|sat|stood|ran|danced|wrote|read|spoke|was|were|had|(?:has|have) (?:given|put|taken|brought|sent|told|asked|drawn))\b/i;
const LASTING = /\b(?:is|are|['’]s|has|have|lives?|works?|wants?|loves?|likes?|hates?|plays?|studies|speaks?|teaches|runs|owns|collects?|drives?|believes|plans?|hopes?|dreams?|can['’]t|cannot|allergic|moved|married|engaged|born|died|started|joined|quit|graduated|passed|bought|sold|opened|closed|became|got|retired?s?|learns|learning|training|looking|moving|expecting|eats|knows|prefers|left|lost|founded|won)\b/i;

/** Whether a fact about somebody else is worth asking about: whole, lasting, and about them rather than the writer or the moment. */
export function isWorthAsking(fact: Pick<OtherFact, 'content' | 'sources' | 'who'>, note: string): boolean {
  const { content, sources, who } = fact;
  const [source] = sources;
  const line = source ? note.slice(note.lastIndexOf('\n', source.start) + 1, source.start) : '';
  const spoken = /^[^\n:]{1,80}: ?$/.test(line);
  if (!/^[\p{L}\p{N}"'“@+]/u.test(content) || NOBODY.test(content) || (who && /^who\b/i.test(content))) return false;
  if (!spoken && (WRITER.test(content) || WRITER.test(source?.text.split(/\s+/).slice(0, 3).join(' ') ?? ''))) return false;
  // "Nikos is his nephew": that is the tie
  if (/^\S+(?: \S+)? is (?:his|her|their) [\p{L}-]+[.!]?$/u.test(content)) return false;
  if (OF_THEIRS.test(content) || MOOD.test(content) || /^(?:he|she|they) and /i.test(content)) return false;
  // nobody is sure whose it is, and it begins with the name of somebody else
  if (!who && (/^(?:his|her|their|our) /i.test(content) || /^(?!(?:He|She|They)\b)\p{Lu}\p{L}+ (?:is|has|can['’]t|cannot|wants|loves|was|will|lives|works|moved|got|hates|likes|does|needs)\b/u.test(content))) return false;
  if (VAGUE.test(content) || PASSING.test(content) || /\?["'”’)]?$/.test(content)) return false;
  if (content.split(/\s+/).length < 3 && !/[@\d]/.test(content)) return false;
  const said = who && content.toLowerCase().startsWith((who.name.split(' ')[0] ?? '').toLowerCase()) ? content.split(/\s+/).slice(1).join(' ') : content.replace(/^\S+\s+/, '');
  const verb = said.replace(/^(?:\p{Lu}\S*\s+)+/u, '').replace(/^(?:now|also|just|finally|already|still)\s+/i, '');
  return !PAST.test(verb) && LASTING.test(content);
}
