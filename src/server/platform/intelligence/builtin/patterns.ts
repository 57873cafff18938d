/** Hand-made cues for whole phrases that word lists cannot say. Each is named; the model learns what it is worth. */
import type { Word } from './words.ts';

const THEY = "(?:he|she|they|\\p{Lu}\\p{L}+|h?is|her)";
const DAY = '(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?s?';
const HIM = '(?:him|her|them|h(?:is|er) \\w+|\\p{Lu}\\p{L}+|the \\w+)';
const SEND =
  '(?:send|email|e-mail|mail|call|ring|phone|text|message|ping|dm|write|reply|follow|chase|nudge|remind|remember|book|reserve|order|buy|get|bring|take|drop|pop|pick|collect|return|give|lend|pay|transfer|invite|introduce|intro|put|connect|link|refer|recommend|forward|share|pass|post|print|scan|sign|fill|submit|prepare|prep|draft|finish|review|proofread|check|confirm|find|look|search|ask|tell|let|mention|talk|speak|discuss|raise|schedule|reschedule|set|arrange|organi[sz]e|plan|sort|fix|cancel|renew|register|make|meet|visit|see|help|cook|bake|wrap|congratulate|wish|thank|apologi[sz]e|say|add|update|cc|loop|show|teach|try|keep|don.?t|do not|never|please|pls|must|need|dig|hand|offer|water|feed|fetch|swing|go|come|join|leave|save|note|move|push|clear|sync|circle|touch|research|google|prepare|pack|upload|download|measure|quote|invoice|reserve|rsvp|nominate|endorse|vouch|pencil|diarise)';

const CUES: [string, RegExp][] = [
  ['imperative', new RegExp(`^${SEND}\\b(?!\\s+(?:to|is|was|has)\\b)`, 'iu')],
  ['imperative_him', new RegExp(`^(?:(?:then|also|and|so|please|pls|plus|maybe|next time|ok|i|we|must|should|to|let's)[\\s,:]+){0,3}${SEND}\\s+(?:\\w+\\s+)?${HIM}`, 'iu')],
  ['todo_mark', /^(?:to-?do|action(?: item| point)?s?|ap|next steps?|follow[- ]?up|reminder|note to self|ask|bring|remember|deadline)\b\s*[:\-–—]/i],
  ['i_must', /\b(?:i|we|i've|we've|i'd|we'd)\s+(?:\w+\s+)?(?:must|should|need to|have to|has to|ought to|got to|gotta|better|owe|promised|agreed|said|offered|volunteered|'?ll|will|shall|am to|are to)\b/i],
  ['i_will', /\b(?:i'll|we'll|i will|we will|i'm going to|im gonna|i'm gonna|gonna|i shall)\b/i],
  ['bare_must', /^(?:must|need to|have to|gotta|should|got to|ought to|want to|better)\b/i],
  ['said_id', /\b(?:said|told (?:him|her|them|\p{Lu}\p{L}+)|promised)\s+(?:that\s+)?(?:i|we)(?:'d|'ll| would| will)\b/iu],
  ['lets', /^(?:ok |so |and )?let'?s\b/i],
  ['dont_forget', /\b(?:don'?t|do not) (?:let me )?forget\b|\bremember to\b|\bremind me\b|\bmake sure\b/i],
  ['asked_me', /\b(?:asked|wants?|needs?|expects?|would like|begged|waiting for)\s+(?:me|us)\b/i],
  ['owe', /\b(?:i|we) owe\b|^owes? (?:him|her|them|me|\d|[€$£])/i],
  ['by_day', new RegExp(`\\b(?:by|before|due|until|till)\\s+(?:${DAY}|tomorrow|the \\d|\\d|end of|eod|eow|next|noon|then|christmas|easter)`, 'iu')],
  ['on_day', new RegExp(`\\b(?:on|next|this|coming)\\s+${DAY}\\b`, 'iu')],
  ['we_said_day', new RegExp(`\\b(?:lunch|dinner|coffee|drinks|meeting|call|appointment|breakfast|brunch|tea|visit|catch[- ]?up|demo|session)\\b.{0,25}\\b(?:on|at|next|tomorrow|${DAY})\\b`, 'iu')],
  ['me_to', /\bfor (?:me|us) to\b|\b(?:i|we)(?:'m| am|'re| are) (?:meeting|seeing|picking|bringing|taking|calling|sending|helping|hosting|having)\b/i],
  ['want_to', /\b(?:want|wants|wanna|hope|hopes|hoping|plan|plans|planning|aims?|aiming|intends?|intending|dreams?|dreaming|looking|longs?|keen|eager|dying|itching|determined|would love|'d love|would like|'d like|thinking|saving|training|trying|tries|working|applying|applied|wishes|means|mean|set|vowed|swore|resolved|ready|going|about)\s+(?:\w+ly\s+)?(?:to|of|on|for|up|about|towards?|at)\b/i],
  ['wants_thing', /\b(?:wants|would love|'d love|'d like|would like|fancies|dreams of|dreaming of|hoping for|after) (?:a|an|her|his|their|more|some|to|the)\b/i],
  ['person_wants', new RegExp(`${THEY}(?:'s|'d| is| would|s)?\\s+(?:\\w+ly |really |still |also |secretly |now )?(?:want|hop|plan|aim|intend|dream|look(?:s|ing) (?:to|for)|sav(?:es|ing)|train(?:s|ing) for|try(?:ing)? to|love to|like to|thinking of|thinking about|considering|determined)`, 'iu')],
  ['one_day', /\b(?:one day|some ?day|eventually|by (?:the time|age|thirty|forty|fifty|sixty)|before (?:s?he|they) turns?|within (?:\w+) years?|in (?:\w+) years'? time|this time next year|bucket list|by 20\d\d|by (?:next )?(?:spring|summer|autumn|winter|christmas))\b/i],
  ['starts_want', /^(?:also |still |really )?(?:wants?|hopes?|hoping|plans?|planning|aims?|aiming|dreams?|dreaming|looking|saving|training|trying|thinking|considering|applying|intends?|would (?:love|like)|keen to|eager to|goal|ambition|working (?:on|towards)|learning|toying|hunting|desperate to|determined)\b/i],
  ['work_as', /\b(?:works?|worked|working|job|career|trained|training|qualified|freelanc\w+|employed|hired|promoted|position|role)\s+(?:\w+\s+)?(?:as|at|for|in|with|on|to)\b/i],
  ['runs_x', /\b(?:runs|manages|leads|heads|directs|oversees|founded|co-founded|set up|started|owns|chairs|edits|teaches|supervises|sells|designs|builds|imports|exports|installs|handles|covers|produces|supplies|repairs|fits|drives)\s+(?:a|an|the|her own|his own|their|all|two|three|\w+s\b)/i],
  ['years_job', /\b(?:years?|yrs|months) (?:at|in|with|as|there|now|of experience|on the)\b|\bsince (?:19|20)\d\d\b/i],
  ['job_at', /\b(?:at|for|with) (?:a|an|the) (?:\w+[ -]){0,3}(?:company|firm|startup|start-up|school|hospital|bank|agency|university|uni|lab|studio|shop|factory|charity|ngo|clinic|practice|co-op|cooperative|council|plant|office|centre|center|store|restaurant|hotel|museum|theatre)\b/i],
  ['degree', /\b(?:degree|phd|masters?|msc|bsc|mba|ba|dissertation|thesis|studies|studying|studied|reading|majors?|majoring|graduat\w+) (?:in|at|on|from)\b|\b(?:1st|2nd|3rd|first|second|third|final)[- ]ye?a?r\b/i],
  ['title_head', /^(?:\p{Lu}[\p{L}.'-]{1,30}\s*){0,3}[,:-]?\s*(?:ex-|former |senior |junior |head of |vp |chief |c[etofmp]o\b|director|founder)/iu],
  ['kin_of', /\b(?:my|his|her|their|\p{Lu}\p{L}+'s)\s+(?:\w+\s+)?(?:mother|father|mum|mom|dad|sister|brother|son|daughter|wife|husband|partner|boyfriend|girlfriend|fianc\w+|parents|kids|children|cousin|uncle|aunt|nephew|niece|gran\w*|nan|twins?|baby|ex|in-laws|friend|flatmate|roommate|best friend|godmother|godfather|step\w+)\b/iu],
  ['kin_head', /^(?:her |his |their |the |two |three |one |four |has |mum|mother)?\s*(?:wife|husband|partner|boyfriend|girlfriend|fianc\w+|mother|father|mum|mom|dad|sister|brother|son|daughter|kids?|children|parents|twins|siblings|ex|cousin|uncle|aunt|grandmother|grandfather|gran|nan|nephew|niece|godson|goddaughter|best friend|flatmate|in-laws|family)\b/i],
  ['has_kids', /\b(?:two|three|four|five|six|\d)\s+(?:\w+\s+)?(?:kids|children|sons|daughters|boys|girls|siblings|brothers|sisters|grandchildren|grandkids|nephews|nieces)\b/i],
  ['married_to', /\b(?:married|engaged|related|close|introduced|dating|divorced|separated|friends|mates|best friends|cousins?|sister|brother|daughter|son|neighbou?rs?) (?:to|with|of|from|by|since|for)\b/i],
  ['who_met', /\b(?:we|they|i) (?:first )?(?:met|know each other|knew each other|grew up|went to school|shared|lived together|go back|dated)\b|\bmet (?:him|her|them) (?:through|via|at|in|on)\b|\bknows? \p{Lu}\p{L}+ (?:from|through|via)\b/iu],
  ['born_in', /\b(?:born|grew up|raised|comes?|hails|originally|moved|lives?|living|based|settled|relocated|native|emigrated|came over|resident)\s+(?:\w+\s+)?(?:in|on|from|to|at|near|of|with|alone|here|there)\b/i],
  ['age', /\b(?:turns?|turned|turning|aged?|is|just|she'?s|he'?s|'s|about)\s+(?:\d{1,2}|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b(?!\s*(?:%|k|minutes|min|hours|people|years (?:at|in|of)|am|pm|:))|\b\d{1,2}\s?(?:yo|y\/o|yrs? old|years? old)\b/i],
  ['birthday', /\b(?:birthday|bday|b-day|born on|name day|anniversary)\b/i],
  ['diet', /\b(?:allergic|allerg\w+|vegetarian|vegan|veggie|coeliac|celiac|gluten|lactose|kosher|halal|pescatarian|doesn'?t (?:eat|drink)|don'?t (?:eat|drink)|can'?t (?:eat|have)|never drinks|teetotal|intolerant|no (?:pork|meat|dairy|gluten|nuts|alcohol|fish|shellfish))\b/i],
  ['drives_car', /\bdrives (?:a|an|the|her|his)\b|\b(?:doesn'?t|can'?t|never) drive\b/i],
  ['speaks_lang', /\b(?:speaks?|fluent in|native|mother tongue|first language|bilingual)\b/i],
  ['size', /\b(?:size|height|shoe|ring|collar)\b.{0,15}\d|\b\d['’]\d|\b\d{3}\s?cm\b/i],
  ['pet_named', /\b(?:dog|cat|puppy|kitten|spaniel|labrador|terrier|rabbit|parrot|horse|tortoise|hens)\b.{0,20}\b(?:called|named)\b/i],
  ['prefers_channel', /\b(?:prefers?|better by|best by|best reached|reach(?:able)?|only (?:by|via|on|texts?|answers?|reads?)|hates?|likes?|use|via|by|on|over|never (?:answers?|picks?|reads?|replies)|don'?t|ignores?|answers?|replies|responds)\b.{0,18}\b(?:e-?mails?|phone|calls?|text(?:s|ing)?|whatsapp|signal|telegram|voice ?(?:mail|notes?|messages?)|dms?|slack|teams|zoom|letters?|sms|messages?|messenger|landline|facetime|video|in person|face to face|instagram|linkedin)\b/i],
  ['never_tell', /^(?:don'?t|do not|never|avoid|always|best|better|just|only|please|keep|be|go|speak|talk|write|call|text|ring|phone|use|say|start|open|lead|give|let|leave)\b.{0,40}\b(?:her|him|them|to|mention|about|before|after|unless|first|short|slow\w*|patient|direct|clear\w*|brief|name|call\w*|phone|ask\w*|bring|tease|joke\w*|push|interrupt|rush|surprise|talk|small talk|silences?)\b/i],
  ['small_talk', /\bsmall ?-?talk\b|\bchit-?chat\b/i],
  ['how_talks', new RegExp(`${THEY}\\s+(?:\\w+ly |always |often |never |rarely |only |just )?(?:talks?|speaks?|listens?|answers?|replies|responds|interrupts?|argues?|shouts?|jokes?|swears?|mumbles?|rambles?|texts?|emails?|writes back|calls back|picks up|hangs up|goes quiet|gets quiet|clams up|shuts down|opens up|snaps|nods|reads|laughs)\\b`, 'iu')],
  ['before_ten', /\b(?:before|after|until|between|past)\s+(?:\d{1,2}(?::\d\d)?\s?(?:am|pm|a\.m|p\.m)?|noon|lunch|seven|eight|nine|ten|eleven|six|five|four|three|two|coffee|work|dinner)\b/i],
  ['replies_in', /\b(?:repl(?:y|ies)|answers?|responds?|gets back|response)\b.{0,30}\b(?:within|minutes?|hours?|days?|later|weeks?|night|same day|straight|instantly|immediately|late|slow|fast|quick\w*|never|always|only|short|one)\b/i],
  ['trouble_be', /\b(?:worried|stressed|anxious|afraid|scared|overwhelmed|struggling|exhausted|lonely|homesick|burnt|burned|stuck|fed up|depressed|devastated|heartbroken|furious|upset|terrified|nervous|frustrated|torn|desperate|ashamed|grieving)\b/i],
  ['cant', /\b(?:can'?t|cannot|can not|unable to|no longer|couldn'?t|won'?t|hasn'?t been able|not able)\b/i],
  ['keeps_ing', /\b(?:keeps?|kept|keeping) (?:\w+ing|her (?:up|awake)|him (?:up|awake))\b/i],
  ['lost_x', /\b(?:lost|losing|lose|loses) (?:her|his|their|the|a|an|money|two|three|sleep|weight|custody|\w+ customers)\b/i],
  ['since_event', /\bsince (?:the|her|his|their|he|she|they|losing|being)\b/i],
  ['wont_let', /\b(?:won'?t|refuses? to|wouldn'?t|threaten\w*|might|may) (?:\w+ )?(?:let|pay|sign|speak|talk|renew|close|lose|cut|sell|fire|leave)\b/i],
  ['too_much', /\btoo (?:much|many|little|few|expensive|old|late|tired|slow|small|proud|far)\b/i],
  ['loves_ing', /\b(?:loves?|likes?|enjoys?|hates?|adores?|can'?t stand|into|mad about|obsessed with|hooked on|fan of|crazy about|nuts about|keen on|addicted to|swears by|lives for|passionate about|fond of|interested in|fascinated by)\s+(?:\w+ing\b|all|old|any|everything|anything|\w+)/i],
  ['plays_x', /\b(?:plays?|playing|watch(?:es|ing)?|reads?|reading|collects?|collecting|follows?|supports?|listens? to|cooks?|bakes?|paints?|knits?|grows?|brews?|sings?|dances?|sails?|climbs?|rides?|fishes|runs? (?:marathons|ultras))\b/i],
  ['hobby_time', /\b(?:in (?:her|his|their) (?:spare|free) time|every (?:weekend|spare|free|sunday|saturday)|most weekends|at (?:the )?weekends?|on (?:weekends|sundays|saturdays)|after work|evenings)\b/i],
  ['favourite', /\b(?:fav(?:e|ou?rite)?s?|go-to|guilty pleasure|comfort food|signature dish)\b/i],
  ['weather', /\b(?:weather|rain\w*|drizzl\w*|sunny|sunshine|windy|snow(?:ed|ing|y)?|fog\w*|chilly|freezing|humid|heatwave|storm\w*)\b/i],
  ['greeting', /^(?:hi+|hey+|hello|hiya|yo|good (?:morning|evening|afternoon|night)|morning|evening|bye|thanks?|thank you|cheers|ok(?:ay)?|haha\w*|lol|yes|yeah|yep|sure|no worries|right|anyway|oh|ah|wow|hm+|great|nice|cool|lovely|perfect|sounds|see you|see ya|talk soon|take care|welcome|sorry|so good|so nice|good to|nice to|great to)\b/i],
  ['i_feel', /\b(?:i|we) (?:really |do |always |just |still )?(?:felt|feel|was|were|had|sat|walked|went|drove|slept|left|got|came|ate|drank|stayed|laughed|saw|met|liked|enjoyed|wonder|wish|hope|guess|think|love|miss|noticed|forgot|arrived|ended|spent|took)\b/i],
  ['was_x', /\b(?:was|were) (?:\w+ )?(?:great|good|lovely|nice|fun|late|cold|hot|freezing|packed|noisy|loud|closed|full|empty|terrible|awful|delicious|tasty|ok|okay|fine|long|short|tired|boring|amazing|busy|quiet)\b/i],
  ['praise_only', /^(?:such |what |really |a |an |very |so |just |overall |seems? |lol |love |total |top |all )*(?:\w+ )?(?:nice|lovely|great|good|solid|cool|sweet|fun|kind|funny|brilliant|smart|charming|wonderful|decent|legend|star|gem|impressive)\b.{0,25}$/i],
  ['question_you', /\b(?:how|what|where|when|did|do|are|have|can|is) (?:\w+ )?(?:you|u|it|things)\b.*\?/i],
  ['you_know', /\b(?:you know|i mean|as i said|like i said|where was i|never mind|whatever)\b/i],
];

/** Names of the cues found in a unit. */
export function patterns(text: string, list: Word[]): string[] {
  const plain = text.replaceAll('’', "'").trim();
  const out = CUES.filter(([, cue]) => cue.test(plain)).map(([name]) => name);
  if (list.length <= 3) out.push('tiny');
  return out;
}
