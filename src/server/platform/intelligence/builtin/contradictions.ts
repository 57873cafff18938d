/** What an entry claims about somebody that can change (home, employer, diet, …), and which older claims a newer one ends. Pure. */
import { fold } from './people/text.ts';

/** `ended`: it says that this is over. `past` and `plan` say nothing about today. */
export type Claim = { key: string; value: string; tense: 'now' | 'ended' | 'past' | 'plan'; moved: boolean };

const PAST = /\b(?:used to|formerly|previously|once (?:lived|worked|was|had)|back then|in (?:her|his|their) (?:youth|twenties|childhood)|as an? (?:child|kid|student|teenager|girl|boy)|grew up|until (?:19|20)\d\d|before (?:that|the|she|he|they)|years ago (?:she|he|they)|at the time|in those days|when (?:she|he|they) (?:was|were|lived|worked)|ex-)\b/i;
const PLAN = /\b(?:wants?|wanted|plans?|planning|hopes?|hoping|would (?:like|love|rather)|'d (?:like|love|rather)|wishes|dreams?|dreaming|thinking (?:of|about)|thinks (?:of|about)|considering|considers|might|may|could|if (?:she|he|they)|is going to|are going to|'s going to|going to|gonna|will|'ll|looking (?:to|for|at|into)|about to|applied|applying|interview(?:ed|ing)?|offered|offer from|next (?:month|year|week|spring|summer|autumn|winter)|in (?:january|february|march|april|may|june|july|august|september|october|november|december) (?:she|he|they) (?:will|is)|saving|intends?|tempted|talks? about|toying|is moving|are moving|'s moving|moves to \S+ (?:in|next)|someday|one day|asked to|should|refuses|considered|almost|nearly|visit\w*|trip|holiday|vacation)\b/i;
const ROLE = /^(?:(?:her|his|their|\p{Lu}[\p{L}-]+['’]s)\s+(?:\w+\s+)?(?:mother|father|mum|mom|dad|brother|sister|son|daughter|husband|wife|partner|boyfriend|girlfriend|boss|friend|cousin|aunt|uncle|parents|kids|children|neighbour|colleague|ex|flatmate|grand\w+|niece|nephew|best|company|firm|team|office|in-laws|twin|sibling\w*))/iu;
const SUBJECT = String.raw`(?:(?:he|she|they|${'\\p{Lu}[\\p{L}-]+(?: \\p{Lu}[\\p{L}-]+){0,2}'})(?:['’]s|['’]re|['’]ve)?\s+)?(?:(?:has|have|is|are|was|now|just|recently|currently|still|also|finally|again|really|actually|since|already|both|apparently|officially)\s+)*`;
const at = (body: string) => new RegExp(`^${SUBJECT}${body}`, 'iu');

type Rule = { key: string; test: RegExp; value?: string | ((match: RegExpExecArray) => string); tense?: Claim['tense']; moved?: boolean };
const place = (match: RegExpExecArray) => placeOf(match[1] ?? '');
const org = (match: RegExpExecArray) => orgOf(match[1] ?? '');
const noun = (match: RegExpExecArray) => nounOf(match[1] ?? '');
const THING = String.raw`((?:[\p{L}-]+ ){0,2}[\p{L}-]+)`;
const PETS = '(dog|cat|puppy|kitten|rabbit|horse|parrot|hamster|spaniel|labrador|terrier|tortoise|pony|greyhound|poodle|corgi|budgie|snake|guinea pig)s?';
const OWNED = '(boat|car|house|flat|apartment|motorbike|bike|van|shop|cafe|café|restaurant|garden|allotment|caravan|piano|cottage|cabin|farm|company|business|camper|scooter|drone|telescope|sailing boat)';
const NUMBER: Record<string, string> = { no: '0', one: '1', a: '1', an: '1', two: '2', three: '3', four: '4', five: '5', six: '6', seven: '7', twins: '2' };
const CHANNEL = '(whatsapp|e-?mails?|phone calls?|calls?|phone|texts?|texting|text messages?|signal|telegram|letters?|voice (?:notes?|messages?)|sms|messenger|slack|zoom|video calls?)';
const channel = (match: RegExpExecArray) => (match[1] ?? '').toLowerCase().replace('-', '').replace(/^(?:phone calls?|calls?)$/, 'phone').replace(/^(?:texting|text messages?|sms)$/, 'text').replace(/s$/, '');

const RULES: Rule[] = [
  // home
  { key: 'home', test: at(String.raw`(?:lives?|living|resides?|based|settled|staying|rents? a \w+|has a (?:flat|house|place))\s+(?:\w+\s+){0,5}?(?:in|near|on|at)\s+(.+)`), value: place },
  { key: 'home', test: at(String.raw`(?:moved|relocated|emigrated|went back|gone back)\s+(?:house\s+|back\s+|over\s+|in with \w+\s+|with \w+ \w+\s+)?(?:to|into|in)\s+(.+)`), value: place, moved: true },
  { key: 'home', test: at(String.raw`(?:left|moved away from|moved out of)\s+(.+?)\s+for\s+(.+)`), value: (match) => placeOf(match[2] ?? ''), moved: true },
  { key: 'home', test: at(String.raw`(?:moved away from|moved out of|no longer lives? in|doesn['’]t live in|not living in)\s+(.+)`), value: place, tense: 'ended' },
  { key: 'home', test: at(String.raw`(?:new (?:home|address|flat|house) is|home is|address is|new address:|address:|home:)\s*(?:now\s+)?(?:in\s+)?(.+)`), value: place, moved: true },
  { key: 'home', test: at(String.raw`lived in (.+)`), value: place, tense: 'past' },
  // employer and work
  { key: 'employer', test: at(String.raw`(?:works?|working|employed|nursing|teaching|teaches|interning)\s+(?:as [\p{L} -]+?\s+)?(?:\w+\s+)?(?:at|for|with|by)\s+(.+)`), value: org },
  { key: 'employer', test: at(String.raw`(?:joined|started (?:work(?:ing)? )?(?:at|with|for)|began (?:work )?at|switched to|hired by|been hired by|got (?:a|the|her|his) job (?:at|with)|took a job (?:at|with)|new job (?:at|with)|signed with|moved to a job at|new employer is|employer:|has a new job at)\s*(?:a new job at\s+)?(.+)`), value: org, moved: true },
  { key: 'employer', test: at(String.raw`(?:an?|the|head|director|manager|engineer|vp|senior|junior)?\s*[\p{L} -]{3,30}? at (\p{Lu}[\p{L}&'. -]+)`), value: org },
  { key: 'employer', test: at(String.raw`(?:left|quit|resigned from|fired (?:from|by)|laid off (?:from|by)|let go by|retired from|no longer works? (?:at|for)|doesn['’]t work (?:at|for)|stopped working (?:at|for)|handed in (?:her|his|their) notice at)\s+(.+)`), value: org, tense: 'ended' },
  { key: 'employer', test: at(String.raw`(?:lost (?:her|his|their|the) job|laid off|made redundant|been made redundant|got fired|fired|unemployed|out of work|between jobs|retired|quit (?:her|his|their|the) job|quit work|given up work|stopped working)\b`), value: '*', tense: 'ended' },
  { key: 'employer', test: at(String.raw`worked (?:as [\p{L} -]+?\s+)?(?:at|for) (.+)`), value: org, tense: 'past' },
  { key: 'job', test: at(String.raw`(?:works? as|working as|job is|became|become|promoted to|now an?|trained as|retrained as|title:|role:|title is|role is)\s+(?:an?\s+|the\s+)?(.+)`), value: noun },
  { key: 'job', test: at(String.raw`(?:retired|retiree|a retiree|unemployed|out of work)\b`), value: '*', tense: 'ended' },
  { key: 'job', test: /^(?:(?:he|she|they|\p{Lu}[\p{L}-]+)(?:['’]s| is| are) )(?:now )?an? ((?:[\p{L}-]+ )?(?:teacher|nurse|doctor|lawyer|baker|plumber|carpenter|engineer|designer|developer|vet|pilot|chef|cook|waiter|waitress|journalist|architect|accountant|electrician|writer|musician|actor|actress|librarian|midwife|paramedic|banker|consultant|gardener|driver|farmer|student|dentist|barista|translator|photographer|programmer|analyst|salesman|cashier|cleaner|builder|joiner|potter|florist|judge|policeman|policewoman|firefighter|soldier|manager))\b/iu, value: noun },
  { key: 'job', test: at(String.raw`(?:stopped|quit|gave up|given up|left) (teaching|nursing|acting|cooking|writing|driving taxis|consulting|farming|banking|law|medicine|engineering|journalism|translating)\b`), value: (match) => trade(match[1] ?? ''), tense: 'ended' },
  { key: 'job', test: at(String.raw`(?:no longer|not|isn['’]t) an? ([\p{L} -]+)`), value: noun, tense: 'ended' },
  // love
  { key: 'status', test: at(String.raw`(?:single|on (?:her|his|their) own again|not seeing anyone|unattached)\b`), value: 'single' },
  { key: 'status', test: at(String.raw`(?:has (?:a|no) )?(?:a new |new )?(?:dating|seeing|going out with|in a relationship|together with|a boyfriend|a girlfriend|boyfriend|girlfriend|has a (?:new )?(?:boyfriend|girlfriend|partner))\b`), value: 'dating' },
  { key: 'status', test: at(String.raw`(?:got )?engaged\b`), value: 'engaged' },
  { key: 'status', test: at(String.raw`(?:got |happily )?married\b|^(?:(?:he|she|they|\p{Lu}[\p{L}-]+) )?(?:has (?:a|been) )(?:husband|wife|married)\b`), value: 'married' },
  { key: 'status', test: at(String.raw`(?:got |getting |newly )?divorced\b`), value: 'divorced' },
  { key: 'status', test: at(String.raw`(?:separated|split up|broke up|broken up|left (?:her|his) (?:husband|wife|boyfriend|girlfriend|partner)|called off (?:the|her|his|their) (?:wedding|engagement))\b`), value: 'separated' },
  { key: 'status', test: at(String.raw`(?:widowed|a widow|a widower|lost (?:her|his) (?:husband|wife))\b`), value: 'widowed' },
  // how to reach
  { key: 'email', test: /\b(?:e-?mail|address|mail)\b.*?\b([\w.+-]+@[\w-]+\.[\w.-]+)/i, value: (match) => (match[1] ?? '').toLowerCase().replace(/\.$/, '') },
  { key: 'phone', test: /\b(?:phone|number|mobile|cell|tel|whatsapp)\b[^\d+]*(\+?[\d][\d ()/-]{5,}\d)/i, value: (match) => (match[1] ?? '').replace(/\D/g, '') },
  { key: 'handle', test: /\b(instagram|twitter|telegram|signal|mastodon|bluesky|linkedin|github|discord|skype)\b[^@\n]{0,24}@([\w.]+)/i, value: (match) => `${(match[1] ?? '').toLowerCase()} ${(match[2] ?? '').toLowerCase()}` },
  { key: 'channel', test: at(String.raw`(?:prefers?|best reached (?:by|via|on)|reach (?:her|him|them) (?:by|via|on)|only (?:answers|reads|uses)|likes? to be contacted (?:by|via)|wants (?:only )?)\s+${CHANNEL}`), value: channel },
  { key: 'channel', test: at(String.raw`(?:no longer (?:uses|on|reads|has)|not on|stopped (?:using|reading)|deleted|left|quit|hates|ignores|never (?:reads|answers|uses))\s+(?:her |his |their |the )?${CHANNEL}`), value: channel, tense: 'ended' },
  // body and table
  { key: 'diet', test: at(String.raw`(?:gone |went |turned |become |became |a strict |a |strictly )?(vegan|vegetarian|pescatarian|veggie)\b(?! (?:cook|food|restaurant|recipe|friend))`), value: (match) => (match[1] ?? '').toLowerCase().replace('veggie', 'vegetarian') },
  { key: 'diet', test: at(String.raw`(?:eats?|eating|started eating|gone back to|back to eating|back to)\s+(?:eating\s+)?(?:meat|everything|steak|chicken|bacon)\b`), value: 'meat' },
  { key: 'diet', test: at(String.raw`(?:no longer|not|isn['’]t|stopped being|gave up being|given up being)\s+(?:a )?(vegan|vegetarian|pescatarian|veggie)\b`), value: (match) => (match[1] ?? '').toLowerCase().replace('veggie', 'vegetarian'), tense: 'ended' },
  { key: 'diet', test: at(String.raw`(?:doesn['’]t|does not|no longer|stopped|gave up|given up|never) (?:eats?|eating)?\s*meat\b`), value: 'meat', tense: 'ended' },
  { key: 'allergy', test: at(String.raw`(?:very |severely |badly |mildly )?allergic to (.+)`), value: noun },
  { key: 'allergy', test: at(String.raw`(?:not|isn['’]t|no longer) (?:really )?allergic to (.+)`), value: noun, tense: 'ended' },
  { key: 'allergy', test: at(String.raw`(?:outgrew|outgrown|grew out of|lost) (?:her|his|their|the) (.+?) allergy`), value: noun, tense: 'ended' },
  { key: 'allergy', test: at(String.raw`(?:has|have|got) an? ([\p{L}]+) allergy`), value: noun },
  { key: 'smoking', test: at(String.raw`(?:smokes?|a smoker|started smoking|smoking again|back on cigarettes|a heavy smoker)\b`), value: 'yes' },
  { key: 'smoking', test: at(String.raw`(?:quit smoking|stopped smoking|gave up smoking|given up (?:smoking|cigarettes)|doesn['’]t smoke|does not smoke|no longer smokes?|never smokes|a non-?smoker|smoke-?free|gave up cigarettes)\b`), value: 'no' },
  { key: 'drinking', test: at(String.raw`(?:drinks? (?:wine|beer|too much|whisky|a lot|again|alcohol)|started drinking|drinking again|loves (?:a good )?(?:wine|beer|whisky))\b`), value: 'yes' },
  { key: 'drinking', test: at(String.raw`(?:teetotal|sober|stopped drinking|quit drinking|gave up (?:drinking|alcohol|drink)|given up (?:drinking|alcohol|drink)|doesn['’]t drink|no longer drinks?|never drinks|off the drink|doesn['’]t touch alcohol)\b`), value: 'no' },
  // belongings and animals
  { key: 'pet', test: at(String.raw`(?:has|have|got|adopted|keeps?|bought|owns?)\s+(?:an? |two |three |the |her |his |their )?(?:\p{L}+ ){0,2}?${PETS}\b(?! (?:allergy|sitter))`), value: (match) => (match[1] ?? '').toLowerCase() },
  { key: 'pet', test: new RegExp(`^(?:(?:her|his|their|the|\\p{Lu}[\\p{L}-]+['’]s)\\s+(?:old )?)${PETS}(?:,? \\p{Lu}\\p{L}+,?)? (?:has |had )?(?:died|passed away|was put down|been put down|ran away|had to be put down|is dead)`, 'iu'), value: (match) => (match[1] ?? '').toLowerCase(), tense: 'ended' },
  { key: 'pet', test: at(String.raw`(?:no longer has|doesn['’]t have|gave away|given away|lost|had to put down|rehomed|sold|has no)\s+(?:an? |the |her |his |their |any )?(?:\p{L}+ )?${PETS}\b`), value: (match) => (match[1] ?? '').toLowerCase(), tense: 'ended' },
  { key: 'owns', test: at(String.raw`(?:has|have|owns?|bought|keeps?|runs?|got|opened)\s+(?:an? |two |the |her own |his own |their own |her |his )?(?:\p{L}+ ){0,2}?${OWNED}(?![\p{L}])`), value: (match) => (match[1] ?? '').toLowerCase().replace('é', 'e') },
  { key: 'owns', test: at(String.raw`(?:sold|no longer (?:has|owns|runs)|got rid of|gave up|lost|closed|wrote off|crashed|given up|gave away|doesn['’]t (?:have|own) (?:an? )?)\s*(?:an? |the |her |his |their )?(?:\p{L}+ )?${OWNED}(?![\p{L}])`), value: (match) => (match[1] ?? '').toLowerCase().replace('é', 'e'), tense: 'ended' },
  { key: 'car', test: at(String.raw`drives? (?:an?|the|her|his) (?:\p{L}+ )?(\p{Lu}[\p{L}\d]+|electric \w+|tesla|van|mini)`), value: (match) => fold(match[1] ?? '') },
  { key: 'driving', test: at(String.raw`(?:doesn['’]t drive|no longer drives|stopped driving|lost (?:her|his) licen[cs]e|can['’]t drive|gave up driving)\b`), value: 'no' },
  { key: 'driving', test: at(String.raw`(?:passed (?:her|his|the) driving test|drives everywhere|drives to work|got (?:her|his) licen[cs]e back)\b`), value: 'yes' },
  // family, age, studies
  { key: 'children', test: at(String.raw`(?:has|have|got)\s+(no|one|an?|two|three|four|five|six|\d)\s+(?:small |little |grown-up |grown |young |adult )?(?:kids?|children|child)\b`), value: (match) => NUMBER[(match[1] ?? '').toLowerCase()] ?? (match[1] as string) },
  { key: 'age', test: at(String.raw`(?:turned|aged|turns|is)?\s*(\d{1,2})(?: years old| today| yesterday| on \w+| last \w+| in \w+)?(?:[.!,]|$)`), value: (match) => match[1] as string },
  { key: 'school', test: at(String.raw`(?:studies|studying|at school|goes to|attends|reads \w+|enrolled)\s+(?:[\p{L} ]+ )?(?:at|in)\s+((?:the )?(?:University|Uni|\p{Lu}\p{L}+)[\p{L} ]*)`), value: org },
  { key: 'studies', test: at(String.raw`(?:studies|studying|majors? in|doing a degree in|switched to|changed to)\s+([\p{Ll}][\p{L} ]*?)(?: at| in|[.,]|$)`), value: noun },
  { key: 'studies', test: at(String.raw`(?:graduated|finished (?:her|his|their) (?:degree|studies|phd|master['’]?s)|dropped out|left uni(?:versity)?|quit (?:uni|university|school))\b`), value: '*', tense: 'ended' },
  { key: 'school', test: at(String.raw`(?:graduated|finished (?:her|his|their) (?:degree|studies|phd|master['’]?s)|dropped out|left uni(?:versity)?|quit (?:uni|university|school))\b`), value: '*', tense: 'ended' },
  // taste
  { key: 'likes', test: at(String.raw`(?:loves?|likes?|enjoys?|adores?|into|mad about|obsessed with|a fan of|a big fan of|keen on|fond of)\s+(?:playing |eating |going |the )?(.+)`), value: noun },
  { key: 'likes', test: at(String.raw`(?:hates?|dislikes?|can['’]t stand|no longer (?:likes?|loves?|enjoys?|into)|doesn['’]t (?:like|enjoy)|bored (?:of|with|by)|gone off|went off|fed up with|sick of|lost interest in|not into|over)\s+(?:playing |eating |going |the )?(.+)`), value: noun, tense: 'ended' },
  { key: 'does', test: at(String.raw`(?:plays?|playing|took up|started|practises|practices|does|goes|sings in|member of|on the)\s+(?:the |a |an |to |in )?${THING}`), value: noun },
  { key: 'does', test: at(String.raw`(?:gave up|given up|quit|stopped|no longer (?:plays?|does|goes|sings in)|dropped|left)\s+(?:playing |doing |going to |going |the |a |an )*${THING}`), value: noun, tense: 'ended' },
];
/** Of these only one can be true at a time. */
const EXCLUSIVE = new Set(['home', 'employer', 'job', 'status', 'email', 'phone', 'handle', 'channel', 'diet', 'smoking', 'drinking', 'car', 'driving', 'children', 'age', 'school', 'studies']);
const COUNTRIES = new Set('england scotland wales ireland uk britain germany france spain italy portugal poland sweden norway denmark finland austria switzerland belgium netherlands holland greece turkey russia ukraine romania hungary czechia usa us america canada mexico brazil argentina chile peru colombia australia china japan korea india pakistan thailand vietnam egypt morocco nigeria ghana kenya israel iceland croatia serbia bulgaria slovakia slovenia europe asia africa bavaria tuscany sicily provence cornwall yorkshire texas california florida brittany catalonia'.split(' '));

function placeOf(text: string): string {
  const names = text.match(/\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)*/gu)?.filter((name) => !/^(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Christmas|Easter|She|He|They|Spring|Summer)$/.test(name)) ?? [];
  return names.map(fold).join('|');
}
const orgOf = (text: string): string => {
  const name = /^(?:the |a |an |her |his )?((?:\p{Lu}[\p{L}&'’.-]*|\d+)(?:[ ](?:\p{Lu}[\p{L}&'’.-]*|&|of|and(?= \p{Lu})))*)/u.exec(text)?.[1];
  if (name) return fold(name).replace(/[.,]$/, '');
  return nounOf(text);
};
/** The words that carry a noun phrase, folded and without endings. */
function nounOf(text: string): string {
  const head = text.split(/[,.;:!?()]|\s(?:and|but|because|since|for|with|at|in|on|from|when|every|after|before|again|now|any ?more|so|who|which|that|since|last|this|as|to)\s|\s(?:now|again|anymore|lately|recently)$/u)[0] ?? '';
  return fold(head).replace(/^(?:an?|the|her|his|their|all|any|some|really|very)\s+/, '').trim().split(/\s+/).slice(-3).map((word) => word.replace(/(?:ies)$/, 'y').replace(/(?<=..)(?:es|s)$/, '').replace(/ing$/, '')).join(' ');
}
const TRADES: Record<string, string> = { teaching: 'teacher', nursing: 'nurse', acting: 'actor', cooking: 'cook', writing: 'writer', consulting: 'consultant', farming: 'farmer', law: 'lawyer', medicine: 'doctor', engineering: 'engineer', journalism: 'journalist', translating: 'translator', banking: 'banker' };
const trade = (text: string) => TRADES[text.toLowerCase()] ?? fold(text);

/** What an entry claims. `name`: of the person it is about; entries that begin with somebody else's name claim nothing of theirs. */
export function claimsOf(content: string, name?: string): Claim[] {
  const out: Claim[] = [];
  const own = name ? fold(name).split(/\s+/) : null;
  let foreign = false;
  for (const part of content.split(/(?:[.;!]\s+|,?\s+(?:and|but|so)\s+(?=(?:she|he|they|has|is|works|lives|now|moved|quit|left|started|joined|got)\b)|\s[–—-]\s)/u)) {
    const clause = part.trim().replace(/^[-•*]\s*/, '').replace(/^(?:since|in|from|as of) (?:\p{Lu}\p{L}+|\d{4}|last \w+),? /u, '');
    const lead = /^(\p{Lu}[\p{L}-]+)(?:['’]s)? (?=\p{Ll})/u.exec(clause)?.[1];
    const subject = lead && !/^(?:She|He|They|Now|Works?|Lives?|Living|Moved|Has|Is|Was|Left|Quit|Joined|Started|Got|Drives|Loves?|Likes?|Hates?|Plays?|Smokes?|Drinks?|Eats?|Prefers?|Allergic|Engaged|Married|Divorced|Single|Dating|Based|Gave|Given|Stopped|No|Not|Turned|Studies|Studying|Sold|Bought|Owns|Never|Doesn|Retired|Still|New|Email|Phone|Number|Her|His|Their|The|A|An|Recently|Just|Lost|Became|Promoted|Separated|Widowed|Went|Gone|Vegan|Vegetarian|Can|Enjoys|Adopted|Keeps|Home|Mobile|Best|Used|Wants|Plans|Lived|Worked|Grew)$/.test(lead) ? fold(lead) : null;
    if (subject) foreign = own !== null && !own.includes(subject);
    else if (/^(?:she|he|they)\b/i.test(clause)) foreign = false;
    if (/\p{Lu}[\p{L}-]+['’]s (?!own\b)\p{Ll}/u.test(clause.slice(0, 20)) && !/['’]s (?:now|a|an|in|at|not|just|been|vegan|vegetarian|married|single|engaged|divorced|allergic|moved|quit|left|joined|got|no|back|working|living|dating|the)\b/.test(clause.slice(0, 24))) continue;
    if (foreign || (ROLE.test(clause) && !/^(?:her|his|their|\p{Lu}[\p{L}-]+['’]s) (?:old )?(?:dog|cat)/iu.test(clause))) continue;
    const past = PAST.test(clause) && !/\bmoved\b.*\byears ago\b/i.test(clause);
    const plan = !clause.includes('@') && PLAN.test(clause.replace(/\b(?:in |since |of )May\b/g, ''));
    for (const { key, test, value, tense, moved } of RULES) {
      const match = test.exec(clause);
      if (!match) continue;
      const said = typeof value === 'function' ? value(match) : (value ?? '');
      if (said === '' || (key === 'does' && said.length < 3)) continue;
      const finished = /\b(?:was|were|had been)\b/i.test(match[0].slice(0, 24)) && tense !== 'ended' && !moved && !/\b(?:fired|laid off|hired|made redundant|put down)\b/i.test(match[0]);
      out.push({ key, value: said, tense: plan ? 'plan' : past || finished ? 'past' : (tense ?? 'now'), moved: moved ?? false });
    }
  }
  return out;
}

/** Whether a newer claim ends an older one. */
export function ends(newer: Claim, older: Claim): boolean {
  if (newer.tense === 'past' || newer.tense === 'plan' || older.tense === 'past' || older.tense === 'plan') return false;
  if (newer.key === 'driving' && older.key === 'car') return newer.value === 'no';
  if (newer.key !== older.key) return false;
  const same = overlap(newer.value, older.value);
  if (newer.tense === 'ended') return older.tense === 'now' && (newer.value === '*' || same);
  if (older.tense === 'ended') return older.value === '*' ? newer.key === 'employer' || newer.key === 'job' : same && newer.key !== 'home';
  if (!EXCLUSIVE.has(newer.key) || same) return false;
  if (newer.key === 'handle') return newer.value.split(' ')[0] === older.value.split(' ')[0];
  if (newer.key === 'home' && !newer.moved) {
    // a town and the country it may be in
    const [a, b] = [newer.value.split('|'), older.value.split('|')];
    const wide = (list: string[]) => list.every((one) => COUNTRIES.has(one));
    if (wide(a) !== wide(b)) return false;
  }
  if (newer.key === 'age') return Number(newer.value) > Number(older.value);
  return true;
}

function overlap(a: string, b: string): boolean {
  if (a === b) return true;
  const [x, y] = [a.split(/[| ]/), b.split(/[| ]/)];
  return x.some((word) => word.length > 2 && y.includes(word));
}

/** Which of `older` (contents) a newer entry ends, and by which kind of claim. */
export function contradicted(newer: string, older: readonly string[], name?: string): { index: number; key: string }[] {
  const claims = claimsOf(newer, name).filter((claim) => claim.tense === 'now' || claim.tense === 'ended');
  if (claims.length === 0) return [];
  return older.flatMap((content, index) => {
    const theirs = claimsOf(content, name);
    const hit = claims.find((claim) => theirs.some((other) => ends(claim, other)));
    // An entry that still holds in part is not over.
    return hit ? [{ index, key: hit.key }] : [];
  });
}
