/** How each kind of claim is said. Patterns are anchored at the head of a clause, after its subject; capitals count. */
import type { Claim } from './contradictions.ts';
import { isFirstName } from './people/names.ts';
import { fold } from './people/text.ts';
import { A_JOB, jobOf, nounOf, orgOf, placeOf, tradeOf } from './contradictions.values.ts';

/** A capital, in patterns that are blind to case elsewhere. */
const UP = '(?-i:\\p{Lu})';
const NAME = `${UP}[\\p{L}-]+`;
const SUBJECT = String.raw`(?:(?:he|she|they|(?:the (?:whole )?|their )family|${NAME}(?: ${NAME}){0,2})(?: and ${NAME}(?: ${NAME})?)?(?:['’]s|['’]re|['’]ve)?\s+)?(?:(?:has|have|is|are|was|now|just|recently|currently|still|also|finally|again|really|actually|since|already|both|apparently|officially)\s+)*`;
const at = (body: string) => new RegExp(`^${SUBJECT}${body}`, 'iu');

export type Rule = { key: string; test: RegExp; value?: string | ((match: RegExpExecArray) => string); tense?: Claim['tense']; moved?: boolean };
const place = (match: RegExpExecArray) => placeOf(match[1] ?? '');
const org = (match: RegExpExecArray) => orgOf(match[1] ?? '');
const noun = (match: RegExpExecArray) => nounOf(match[1] ?? '');
const job = (match: RegExpExecArray) => jobOf(match[1] ?? '');
const word = (match: RegExpExecArray) => (match[1] ?? '').toLowerCase().replace('é', 'e');
const THING = String.raw`((?:[\p{L}-]+ ){0,2}[\p{L}-]+)`;
/** Nothing that would make something else of it follows: "single", not "single-handedly". */
const END = String.raw`(?=\s*(?:$|[,.;!()–]|\b(?:now|again|any ?more|any longer|since|because|these days|at last|at all|at the moment|for (?:good|years|ages)|and|but|too|like|in (?:${UP}|the|spring|summer|autumn|winter|\d)|last|this|after|with|so)\b))`;
const PETS = '((?:dog|cat|rabbit|horse|parrot|hamster|spaniel|labrador|terrier|tortoise|greyhound|poodle|corgi|budgie|snake|guinea pig|puppy|kitten|pony|beagle|dachshund)s?|puppies|ponies)(?![\\p{L}-])(?! (?:allergy|sitter|food|bed|basket|hair|video|person|lover|walker|race|riding))';
const OWNED = '(sailing boat|boat|car|house|flat|apartment|motorbike|bike|van|shop|store|cafe|café|restaurant|garden|allotment|caravan|piano|cottage|cabin|farm|company|business|camper|scooter|drone|telescope)(?![\\p{L}-])(?! (?:keys?|papers|park|door|insurance|sitter|warming|mate|card|lessons?|guests?|share|trip|tour|magazine|rental|number|plants?))';
const NUMBER: Record<string, string> = { no: '0', one: '1', a: '1', an: '1', two: '2', three: '3', four: '4', five: '5', six: '6', seven: '7' };
const CHANNEL = '(whatsapp|e-?mails?|phone calls?|calls?|phone|texts?|texting|text messages?|signal|telegram|letters?|voice (?:notes?|messages?)|sms|messenger|slack|zoom|video calls?)(?![\\p{L}-])';
const channel = (match: RegExpExecArray) => (match[1] ?? '').toLowerCase().replace('-', '').replace(/^(?:phone calls?|calls?)$/, 'phone').replace(/^(?:texting|text messages?|sms)$/, 'text').replace(/s$/, '');
const diet = (match: RegExpExecArray) => (match[1] ?? '').toLowerCase().replace('veggie', 'vegetarian');
const SUBJECTS = '(law|medicine|physics|chemistry|biology|history|economics|maths|mathematics|philosophy|psychology|engineering|architecture|landscape architecture|art history|linguistics|literature|music|theology|sociology|politics|computer science|informatics|business|nursing|education|geography|geology|fine arts?|design|marine biology|journalism)';
const GONE = String.raw`(?:graduated(?! from (?:high|primary))|finished (?:her|his|their) (?:degree|studies|phd|master['’]?s)|dropped out(?=\s*(?:$|[,.;!]|of (?:uni|college|school|university|law|med|her|his|the (?:course|programme|program|degree))|in (?:spring|summer|autumn|winter|(?:her|his) |${UP}\p{L}+\s*(?:$|[,.;]))|last|after))|left uni(?:versity)?(?! (?:at|early))|quit (?:uni|university|school|college))(?![\p{L}-])`;
const ALCOHOL = String.raw`(?=\s*(?:$|[,.;!]|alcohol|any ?more|any longer|again|since|because|at all|now|and|but|so|for good|after|last|in (?:${UP}|\d)))`;
const SMOKE = '(?! (?:his own|her own|their own|fish|salmon|ham|meat|bacon|trout|eel|cheese|out))';

export const RULES: Rule[] = [
  // home
  { key: 'home', test: at(String.raw`(?:lives?|living|resides?|based|settled|rents? a \w+)\s+(?:\w+\s+){0,5}?(?:in|near|on|at)\s+(.+)`), value: place },
  { key: 'home', test: at(String.raw`(?:moved|relocated|emigrated|went back|gone back)\s+(?:house\s+|back\s+|over\s+|in with \w+\s+|with \w+ \w+\s+)?(?:to|into|in)\s+(.+)`), value: place, moved: true },
  { key: 'home', test: at(String.raw`left (${UP}.+?)\s+for\s+(?:good|${UP})`), value: place, tense: 'ended' },
  { key: 'home', test: at(String.raw`(?:moved away from|moved out of|no longer lives? in|doesn['’]t live in|not living in)\s+(.+)`), value: place, tense: 'ended' },
  { key: 'home', test: at(String.raw`(?:new (?:home|address|flat|house) is|home is|address is|new address:|address:|home:)\s*(?:now\s+)?(?:in\s+)?(.+)`), value: place, moved: true },
  { key: 'home', test: at(String.raw`lived in (.+)`), value: place, tense: 'past' },
  // employer and work
  { key: 'employer', test: at(String.raw`(?:works?|working|employed|nursing|teaching|teaches|interning)\s+(?:as [\p{L} -]+?\s+)?(?:(?:full-time|now|again|still|here)\s+)?(?:at|for|by)\s+(.+)`), value: org },
  { key: 'employer', test: at(String.raw`(?:joined(?= (?:${UP}|the (?:bank|hospital|firm|company|university)))|started (?:work(?:ing)? )?(?:at|with|for)|began (?:work )?at|switched to(?= ${UP})|hired by|been hired by|got (?:a|the|her|his) job (?:at|with)|took a job (?:at|with)|(?:has a )?new job (?:at|with)|signed with|moved to a job at|new employer is|employer:)\s*(.+)`), value: org, moved: true },
  { key: 'employer', test: at(String.raw`(?:(?:an?|the)\s+)?(?:${A_JOB}|(?:vp|cto|ceo|cfo|partner|head of [\p{L}]+|director of [\p{L}]+|(?:leads|runs|heads) [\p{L}]+)) at (${UP}[\p{L}&'. -]+)`), value: org },
  { key: 'employer', test: at(String.raw`(?:left|quit|resigned from|fired (?:from|by)|laid off (?:from|by)|let go by|retired from|no longer works? (?:at|for)|doesn['’]t work (?:at|for)|stopped working (?:at|for)|handed in (?:her|his|their) notice at)\s+(?!(?:his|her|their|my|our) (?!job|company|firm|post))(?!.*\b(?:at (?:\d|six|seven|eight|nine|ten|noon|midnight)|early|late|this morning|tonight|behind|open|the (?:room|building|table))\b)(.+)`), value: org, tense: 'ended' },
  { key: 'employer', test: at(String.raw`(?:lost (?:her|his|their|the) job|laid off|(?:been )?made redundant|(?:been|was|got|gets|were) fired(?! up)|unemployed|out of work|between jobs|retired(?! (?:to|early to|the|his|her|their|my|an?|into|hurt)\b)|quit (?:her|his|their|the) job|quit work|given up work|stopped working(?=\s*(?:$|[,.;]|last|in|altogether|for good|after)))(?![\p{L}-])`), value: '*', tense: 'ended' },
  { key: 'employer', test: /^(?:[Ff]ired)(?=\s*(?:$|[,.;!]| (?:by|from|last|yesterday|in \p{Lu})))/u, value: '*', tense: 'ended' },
  { key: 'employer', test: at(String.raw`worked (?:as [\p{L} -]+?\s+)?(?:at|for) (.+)`), value: org, tense: 'past' },
  { key: 'job', test: at(String.raw`(?:works? as|working as|job is|became|become|now an?|trained as|retrained as)\s+(?:an?\s+|the\s+)?(.+)`), value: job },
  { key: 'job', test: at(String.raw`(?:promoted to|title:|role:|title is|role is)\s+(?:an?\s+|the\s+)?(.+)`), value: noun },
  { key: 'job', test: at(String.raw`(?:retired(?! (?:to|from|early to|the|his|her|their|my|an?|into|hurt)\b)|retiree|a retiree|unemployed|out of work)(?![\p{L}-])`), value: '*', tense: 'ended' },
  { key: 'job', test: new RegExp(String.raw`^(?:(?:he|she|they|${NAME})(?:['’]s| is| are) )(?:now )?an? (${A_JOB})(?![\p{L}-])(?! at (?!${UP}))`, 'iu'), value: job },
  { key: 'job', test: at(String.raw`(?:stopped|quit|gave up|given up|left) (teaching|nursing|acting|cooking|writing|driving taxis|consulting|farming|banking|law|medicine|engineering|journalism|translating)\b(?! (?:to|school|at|early))`), value: (match) => tradeOf(match[1] ?? ''), tense: 'ended' },
  { key: 'job', test: at(String.raw`(?:no longer|not|isn['’]t) an? ([\p{L} -]+)`), value: job, tense: 'ended' },
  // love
  { key: 'status', test: at(String.raw`(?:single(?:${END}|(?= (?:mum|mom|dad|mother|father|parent)))|on (?:her|his|their) own again|not seeing anyone|unattached|has no (?:boyfriend|girlfriend|partner))`), value: 'single' },
  { key: 'status', test: at(String.raw`(?:(?:a new |new )?(?:dating(?! back)|seeing (?:someone|somebody)(?! about)|seeing (?:an?|this) (?:new )?(?:man|woman|guy|girl)|going out with|in a relationship|(?:is|back|been|are) together with|has (?:a|her|his) (?:new )?(?:boyfriend|girlfriend|partner)|(?:a )?(?:new )?(?:boyfriend|girlfriend)(?=\s*(?:is|called|named|:|,|$))))`), value: 'dating' },
  { key: 'status', test: at(String.raw`seeing (${NAME})(?!['’])(?!.*\b(?:tomorrow|tonight|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|for (?:lunch|dinner|coffee|a)|next|later|about|off)\b)`), value: (match) => (isFirstName(match[1] ?? '') ? 'dating' : '') },
  { key: 'status', test: at(String.raw`(?:got )?engaged(?! (?:an?|the|with|her|his|their|in (?!${UP}|\d)))\b`), value: 'engaged' },
  { key: 'status', test: at(String.raw`(?:(?:got |happily )?married(?! (?:off|twice|three times|before|once|to (?:her|his|their|the) \p{L}+))|married (?=${NAME}))(?![\p{L}-])|^(?:(?:he|she|they|${NAME}) )?(?:has (?:a|been) )(?:husband|wife|married(?! (?:twice|three times|before)))\b`), value: 'married' },
  { key: 'status', test: at(String.raw`(?:got |getting |newly )?divorced\b(?! (?:twice|before))`), value: 'divorced' },
  { key: 'status', test: at(String.raw`(?:(?:separated|split up|broke up|broken up)(?! (?:the|a|an|into|his|her|their|with (?:laughter|the|his|her)))|left (?:her|his) (?:husband|wife|boyfriend|girlfriend|partner)(?! (?:at|in|with|on|behind|to|alone|a|the))|called off (?:the|her|his|their) (?:wedding|engagement))(?![\p{L}-])`), value: 'separated' },
  { key: 'status', test: at(String.raw`(?:widowed|a widow|a widower|lost (?:her|his) (?:husband|wife))(?![\p{L}-])`), value: 'widowed' },
  // how to reach
  { key: 'email', test: /\b(?:e-?mail|address|mail)\b.*?\b([\w.+-]+@[\w-]+\.[\w.-]+)/i, value: (match) => (match[1] ?? '').toLowerCase().replace(/\.$/, '') },
  { key: 'phone', test: /(?<!(?:order|flight|ticket|account|customer|booking|train|room|reference|serial|passport|insurance|case|plate) )\b(?:phone|number|mobile|cell|tel|whatsapp)\b(?! (?:of|for) )[^\d+]*(\+?[\d][\d ()/-]{5,}\d)/i, value: (match) => (match[1] ?? '').replace(/\D/g, '') },
  { key: 'handle', test: /\b(instagram|twitter|telegram|signal|mastodon|bluesky|linkedin|github|discord|skype)\b[^@\n]{0,24}@([\w.]+)/i, value: (match) => `${(match[1] ?? '').toLowerCase()} ${(match[2] ?? '').toLowerCase()}` },
  { key: 'channel', test: at(String.raw`(?:prefers?|best reached (?:by|via|on)|reach (?:her|him|them) (?:by|via|on)|only (?:answers|reads|uses)|likes? to be contacted (?:by|via)|wants only)\s+${CHANNEL}`), value: channel },
  { key: 'channel', test: at(String.raw`(?:no longer (?:uses|on|reads|has)|not on|stopped (?:using|reading)|deleted|left|quit|hates|ignores|never (?:reads|answers|uses))\s+(?:the )?${CHANNEL}(?! (?:at|in|on|from|me|the|to|about)\b)`), value: channel, tense: 'ended' },
  // body and table
  { key: 'diet', test: at(String.raw`(?:gone |went |turned |become |became |a strict |a |strictly )?(vegan|vegetarian|pescatarian|veggie)${END}(?! for (?:lent|a|the|january|one|two))`), value: diet },
  { key: 'diet', test: at(String.raw`(?:eats?|eating|started eating|gone back to|back to eating|back to)\s+(?:eating\s+)?(?:meat|everything|steak|chicken|bacon)(?![\p{L}-])(?! (?:but|except|vegan|vegetarian|in sight|with|substitutes?))`), value: 'meat' },
  { key: 'diet', test: at(String.raw`(?:no longer|not|isn['’]t|stopped being|gave up being|given up being)\s+(?:a )?(vegan|vegetarian|pescatarian|veggie)\b`), value: diet, tense: 'ended' },
  { key: 'diet', test: at(String.raw`(?:doesn['’]t|does not|no longer|stopped|gave up|given up|never) (?:eats?|eating)?\s*meat\b`), value: 'meat', tense: 'ended' },
  { key: 'allergy', test: at(String.raw`(?:very |severely |badly |mildly )?allergic to (.+)`), value: noun },
  { key: 'allergy', test: at(String.raw`(?:not|isn['’]t|no longer) (?:really )?allergic to (.+)`), value: noun, tense: 'ended' },
  { key: 'allergy', test: at(String.raw`(?:outgrew|outgrown|grew out of|lost) (?:her|his|their|the) (.+?) allergy`), value: noun, tense: 'ended' },
  { key: 'allergy', test: at(String.raw`(?:has|have|got) an? ([\p{L}]+) allergy`), value: noun },
  { key: 'smoking', test: at(String.raw`(?:smokes?${SMOKE}|a smoker|started smoking|smoking again|back on cigarettes|a heavy smoker)(?![\p{L}-])`), value: 'yes' },
  { key: 'smoking', test: at(String.raw`(?:quit smoking|stopped smoking|gave up smoking|given up (?:smoking|cigarettes)|doesn['’]t smoke|does not smoke|no longer smokes?|never smokes|a non-?smoker|smoke-?free|gave up cigarettes)(?![\p{L}-])${SMOKE}`), value: 'no' },
  { key: 'drinking', test: at(String.raw`(?:drinks? (?:wine|beer|too much|whisky|a lot|again|alcohol)|started drinking(?! (?:tea|coffee|more|water))|drinking again)(?![\p{L}-])(?! (?:coffee|tea|of (?:water|coffee|tea)|water))`), value: 'yes' },
  { key: 'drinking', test: at(String.raw`(?:teetotal${END}|sober${END}|(?:stopped|quit|gave up|given up) drinking${ALCOHOL}|(?:gave up|given up) (?:alcohol|drink)(?![\p{L}-])|(?:doesn['’]t|does not|no longer|never) drinks?${ALCOHOL}|off the drink|on the wagon|doesn['’]t touch alcohol)`), value: 'no' },
  // belongings and animals
  { key: 'pet', test: at(String.raw`(?:has|have|got|adopted|keeps?|bought|owns?)\s+(?:an? |two |three |the |her |his |their )?(?:[\p{L}-]+ ){0,2}?${PETS}`), value: word },
  { key: 'pet', test: new RegExp(`^(?:(?:her|his|their|the|${NAME}['’]s)\\s+(?:old )?)${PETS}(?:,? ${NAME},?)? (?:has |had )?(?:died|passed away|was put down|been put down|ran away|had to be put down|is dead)`, 'iu'), value: word, tense: 'ended' },
  { key: 'pet', test: at(String.raw`(?:gave away|given away|lost|had to put down|rehomed|sold)\s+(?:an? |the |her |his |their )?(?:[\p{L}-]+ )?${PETS}`), value: word, tense: 'ended' },
  { key: 'pet', test: at(String.raw`(?:no longer has|doesn['’]t have|has no)\s+(?:an? |the |any )?${PETS}`), value: (match) => `${word(match).replace(/s$/, '')}|${word(match).replace(/s?$/, 's')}`, tense: 'ended' },
  { key: 'owns', test: at(String.raw`(?:has|have|owns?|bought|keeps?|runs?|got|opened)\s+(?:an? |two |the |her own |his own |their own |her |his )?(?:[\p{L}-]+ ){0,2}?${OWNED}`), value: word },
  { key: 'owns', test: at(String.raw`(?:sold|no longer (?:has|owns|runs)|got rid of|gave up|lost|closed|wrote off|given up|gave away|doesn['’]t (?:have|own) (?:an? )?)\s*(?:an? |the |her |his |their )?(?!(?:old|first|second|other|spare|little) )(?:[\p{L}-]+ )?${OWNED}(?! (?:at (?:\d|six|noon)|early|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|behind))`), value: word, tense: 'ended' },
  { key: 'car', test: at(String.raw`drives? (?:an?|her|his) (?:\p{Ll}+ )?(${UP}[\p{L}\d]+|electric \w+|tesla|van|mini)(?![\p{L}-])`), value: (match) => (/^(?:mum|mom|dad|grand)/i.test(match[1] ?? '') ? '' : fold(match[1] ?? '')) },
  { key: 'driving', test: at(String.raw`(?:(?:doesn['’]t drive|no longer drives|stopped driving|can['’]t drive|gave up driving)(?=\s*(?:$|[,.;!]|any ?more|any longer|since|because|now|at all|after (?:his|her)))|lost (?:her|his) licen[cs]e)`), value: 'no' },
  { key: 'driving', test: at(String.raw`(?:passed (?:her|his|the) driving test|drives everywhere|drives to work|got (?:her|his) licen[cs]e back)\b`), value: 'yes' },
  // family, age, studies
  { key: 'children', test: at(String.raw`(?:has|have|got)\s+(no|one|an?|two|three|four|five|six|\d)\s+(?:small |little |grown-up |grown |young |adult )?(?:kids?|children|child)(?![\p{L}'’-])(?! (?:in|on|at) (?:her|his|their|the) (?!house))`), value: (match) => NUMBER[(match[1] ?? '').toLowerCase()] ?? (match[1] as string) },
  { key: 'age', test: new RegExp(`^(?:(?:he|she|they|${NAME}(?: ${NAME})?)(?:['’]s|['’]re)?\\s+)?(?:(?:has|just|is|now|already|recently|are)\\s+)*(?:(?<=(?:is|['’]s|now|are|already) |^)|turned |aged |turns )(\\d{1,2})(?: years old| now| today| yesterday| on \\w+| last \\w+| in \\w+)*(?:[.!,]|$)`, 'iu'), value: (match) => match[1] as string },
  { key: 'school', test: at(String.raw`(?:studies|studying|at school|enrolled)\s+(?:[\p{L} ]+ )?at\s+((?:the )?(?:University|Uni|${UP}\p{L}+)[\p{L} ]*)`), value: org },
  { key: 'studies', test: at(String.raw`(?:studies|studying|majors? in|doing a degree in)\s+(?!(?:at|in|on|for|with|the|all|too|a|an|her|his|every|until|between|abroad|hard|there|here|and|again|now|part-time|full-time|late|less|more)\b)((?-i:\p{Ll})[\p{L} ]*?)(?: at| in| and| since| again| now|[.,]|$)`), value: noun },
  { key: 'studies', test: at(String.raw`(?:switched|changed) to ${SUBJECTS}(?![\p{L}-])`), value: noun },
  { key: 'studies', test: at(GONE), value: '*', tense: 'ended' },
  { key: 'school', test: at(GONE), value: '*', tense: 'ended' },
  // taste
  { key: 'likes', test: at(String.raw`(?:loves?|likes|enjoys?|adores?|into|mad about|obsessed with|a fan of|a big fan of|keen on|fond of)\s+(?:playing |eating |going |the )?(.+)`), value: noun },
  { key: 'likes', test: at(String.raw`(?:hates?|dislikes?|can['’]t stand|no longer (?:likes?|loves?|enjoys?|into)|doesn['’]t (?:like|enjoy)|bored (?:of|with|by)|gone off|went off|fed up with|sick of|lost interest in|not into)\s+(?:playing |eating |going |the )?(.+)`), value: noun, tense: 'ended' },
  { key: 'does', test: at(String.raw`(?:plays?|playing|took up|started|practises|practices|does(?! not)|goes|sings in|member of|on the)\s+(?:the |a |an |to |in )?${THING}`), value: noun },
  { key: 'does', test: at(String.raw`(?:gave up|given up|quit|stopped|no longer (?:plays?|does|goes|sings in)|dropped out of|left the (?=choir|band|club|orchestra|group|class|course|league|team|[\p{L}]+ (?:team|choir|band|club|group)))\s*(?:playing |doing |going to |going |the |a |an )*${THING}`), value: noun, tense: 'ended' },
];
