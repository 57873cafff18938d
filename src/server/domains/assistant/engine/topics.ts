/**
 * What people ask about each other. `asked` finds the topic in a question, `told` in what is known; `fields` are details that answer
 * it outright, `categories` raise entries of that kind. A topic that is `open` is answered by its categories even when no word fits.
 */
export type Topic = {
  key: string;
  asked: RegExp;
  told?: RegExp;
  fields?: readonly string[];
  categories?: readonly string[];
  /** Entries of these categories do not tell of it, whatever words are in them. */
  not?: readonly string[];
  open?: boolean;
  /** Word lists of the note engine that are examples of it. */
  lists?: readonly string[];
  /** Topics that answer it as well, in this order. */
  also?: readonly string[];
  /** About somebody else: what is said of them counts here, and only here. */
  kin?: boolean;
  /** More than one answer is wanted. */
  many?: boolean;
};

const kin = (key: string, words: string, told = words, fields: readonly string[] = ['relationship']): Topic => ({ key, asked: new RegExp(`\\b(?:${words})\\b`, 'i'), told: new RegExp(`\\b(?:${told})\\b`, 'i'), fields, kin: true });

const LIKE = /\b(?:loves?|likes?|enjoys?|adores?|fond of|fan of|keen on|into|mad about|passionate|crazy about|obsessed|favou?rite|hobby|hobbies|plays?|collects?|follows?|supports?|spends? (?:her|his|their) (?:evenings|weekends)|reads?|grows?|cooks?|bakes?|paints?|makes?|builds?|carves?|goes|sings?|dances?|hikes?|runs?|climbs?|knits?|sews?)\b/i;
const DOG = 'dog|puppy|spaniel|labrador|terrier|greyhound|poodle|corgi|beagle|dachshund|collie|retriever|bulldog|whippet|pug|husky|mutt|hound';
const CAT = 'cat|kitten|tomcat|siamese|tabby';
const PETS = `${DOG}|${CAT}|rabbit|horse|pony|parrot|budgie|hamster|guinea pig|tortoise|turtle|snake|gecko|goldfish|hens?|chickens?|goats?|ferret|donkey|pets?|bees`;
const CARS = 'car|van|drives?|volvo|tesla|bmw|audi|renault|peugeot|citroen|fiat|toyota|honda|skoda|volkswagen|vw|ford|mini|mercedes|porsche|kia|hyundai|nissan|mazda|opel|vauxhall|jeep|land rover|camper';
const DRINKS = 'wine|beer|coffee|tea|whisky|whiskey|gin|rum|cider|barolo|rioja|riesling|champagne|prosecco|cocktails?|alcohol|teetotal|sober|juice|water|cola|espresso|vodka|ale|drinks?|drinking';
const INSTRUMENTS = 'cello|piano|guitar|violin|fiddle|flute|drums?|trumpet|saxophone|sax|harp|bass|accordion|clarinet|oboe|viola|organ|ukulele|banjo|mandolin|trombone|horn|bagpipes|recorder|double bass|keyboard|harmonica';
const SPORTS = 'football|soccer|cricket|tennis|rugby|basketball|volleyball|hockey|golf|swimm?(?:s|ing)?|running|runs|marathon|triathlon|cycling|cycles|bouldering|climbing|climbs|skiing|skis|surf(?:s|ing)|sailing|sails|rowing|rows|yoga|pilates|boxing|judo|karate|badminton|squash|hiking|hikes|gym|dances?|dancing|archery|fencing|riding|parkrun|kayak\\w*|skat\\w+|handball|darts';
const LANGUAGES = 'english|german|french|spanish|italian|portuguese|dutch|swedish|norwegian|danish|finnish|polish|czech|russian|ukrainian|greek|turkish|arabic|hebrew|hindi|urdu|bengali|tamil|japanese|chinese|mandarin|cantonese|korean|vietnamese|thai|irish|welsh|gaelic|latin|swahili|farsi|persian|romanian|hungarian|croatian|serbian|bilingual|trilingual|esperanto|basque|catalan|sign language';

/** In the order in which they are looked for: the special before the general. */
export const TOPICS: readonly Topic[] = [
  { key: 'bring', asked: /\b(?:bring|take)\b(?=.*\b(?:dinner|lunch|brunch|party|barbecue|supper|meal|picnic|visit|to (?:her|him|them)|for (?:her|him|them)|over)\b)|\bwhat (?:should|can|could|shall) (?:i|we) (?:bring|take)\b/i, also: ['allergy', 'diet', 'drink', 'food', 'gift'], many: true },
  { key: 'cook_for', asked: /\b(?:cook|serve|serving|make|prepare|bake|order|feed)\b(?: \w+){0,2} (?:for )?(?:her|him|them|name)\b|\bfoods? (?:should|must|can) i\b|\bdinner for\b/i, also: ['allergy', 'diet', 'food'], many: true },
  { key: 'allergy', asked: /\b(?:allerg\w*|intoleran\w*|tolerate|react badly)\b/i, told: /\b(?:allerg\w*|intoleran\w*|coeliac|celiac|anaphyla\w*|epi-?pen|(?:can['’]?t|can ?not) (?:have|eat|tolerate|drink|stomach)|reacts? badly|lactose|gluten)\b/i, many: true },
  { key: 'diet', asked: /\b(?:diet\w*|vegan|vegetarian|kosher|halal|(?:can['’]?t|can ?not|not|won['’]?t|doesn['’]?t|should|must|shouldn['’]?t)\b.*\b(?:eat|have for)|eats? (?:meat|pork|fish|beef|everything|eggs|cheese|sugar)|food restrictions|avoid eating)\b/i, told: /\b(?:vegan|vegetarian|veggie|pescatarian|kosher|halal|plant-based|keto|low-carb|gluten|lactose|coeliac|celiac|allergic to|dairy|diabet\w+|fasts?|fasting|(?:does ?n[o'’]?t|does not|do not|don['’]t|never|no longer|can['’]?t|can ?not|won['’]t|stopped|avoids?|gave up|only|cannot) (?:eat|eats|eating|have|touch|stand)(?! to)|no (?:meat|pork|fish|sugar|dairy|eggs|nuts|gluten)|eats? (?:\w+ ){0,2}(?:meat|fish|everything|halal|kosher|vegan))\b/i, many: true },
  { key: 'drink', asked: new RegExp(`\\b(?:${DRINKS}|drink milk)\\b`, 'i'), told: new RegExp(`\\b(?:${DRINKS}|lactose)\\b`, 'i'), many: true },
  { key: 'food', asked: /\b(?:foods?|dish(?:es)?|cuisine|meals?|restaurants?|(?:like|love|enjoy|prefer)s? to eat|eats?|eating|cooks?|cooking|bakes?|baking|snacks?|desserts?)\b/i, told: /\b(?:cooks?|cooking|bakes?|baking|dish|dishes|eats?|cuisine|restaurant|foodie|recipe|favou?rite food|cheeses?|chocolate|dosas|sushi|pasta|curry)\b/i, lists: ['food'], many: true },
  { key: 'gift', asked: /\b(?:gifts?|presents?|give (?:to )?(?:her|him|them|name) (?:for|as|to)|(?:could|should|can|might|shall) i (?:give|get|buy)|buy (?:for )?(?:her|him|them|name)|surprise|please (?:her|him|them)|(?:did|have) i (?:give|given|buy|bought|get)|given (?:her|him|them))\b/i, told: /\b(?:gifts?|presents?|wish ?list|would love (?:a|an|some|to have)|always wanted|collects?|i (?:gave|brought|bought|got)|we gave|asked for|wants? (?:a|an|some|the) \w+|needs a new|loved the|was delighted)\b/i, categories: ['Interests'], open: true, many: true },
  { key: 'birthday', asked: /\b(?:birthday|born|birth ?date|date of birth|how old|age|turns? \d+|turning \d+|when (?:is|does) (?:she|he|name) turn)\b/i, told: /\b(?:birthday|was born|born (?:in|on)|turn(?:s|ed|ing) \d+|is \d+ years old|aged \d+)\b/i, fields: ['birthday'] },
  { key: 'anniversary', asked: /\banniversar\w+|wedding (?:day|date)\b/i, told: /\banniversar\w+|wedding (?:day|date)|got married (?:on|in)\b/i, fields: ['important'] },
  { key: 'met', asked: /\bhow (?:did|do|have) (?:we|you|i|(?:name|she|he) and i)\b.*\b(?:meet|met|know|knew|become)\b|\bwhere (?:did|do) (?:we|i) (?:first )?(?:meet|know)\b|\bhow (?:i|we) met\b|\bhow do (?:i|we) know\b|\bget to know\b|\bfirst m[ee]t\b|\bintroduced us\b/i, told: /\b(?:we (?:first )?met (?:at|in|on|through|when)|introduced us|got to know|first met|how you met)\b/i, fields: ['how_we_met'] },
  { key: 'next', asked: /\b(?:next (?:meeting|appointment|time|date|event)|(?:meet|see|seeing|meeting)\b.*\bnext|when (?:do|will|shall|am|are) (?:i|we) (?:meet|see|seeing|meeting|next)|coming up|upcoming)\b/i, fields: ['upcoming'] },
  { key: 'last', asked: /\b(?:last (?:see|saw|met|meet|talk\w*|spoke|speak|contact|call\w*|hear|heard|visit\w*|in touch)|when did (?:i|we)\b.*\b(?:see|meet|talk|speak|call|visit|hear|write)|(?:saw|met|spoke|talked) .*\blast|last in touch|how long (?:ago|since|is it since|has it been))\b/i, fields: ['contact', 'happened'] },
  { key: 'talk', asked: /\b(?:what (?:should|could|can|shall|might|do|to) (?:(?:i|we) )?(?:talk|chat|speak|ask)\b.*\babout|conversation (?:starters?|topics?)|(?:topics?|things|something) to (?:talk|chat|speak|ask)\b)/i, categories: ['Goals', 'Challenges', 'Interests'], open: true, many: true },
  { key: 'news', asked: /\b(?:what(?:['’]s| is| was) (?:new|up with|going on|happening)|what has (?:been )?(?:going on|happen(?:ed|ing))|latest|news|last time|last (?:conversation|meeting|note|talk)|what did (?:we|i) (?:talk|discuss|speak|chat) about|did we (?:talk|discuss|speak)|been up to|up to (?:now|lately|these days)|lately|recently|how (?:is|are|has|have) (?:s?he|they|name|things|it)(?: (?:with|for) (?:her|him|them|name))?(?: been)?(?: (?:doing|going|getting on))?(?: now| these days| at the moment)?(?= *(?:\?|$)))(?!\w)/i, fields: ['contact'] },
  { key: 'how_reach', asked: /\b(?:reach (?:out|her|him|them|name)|best (?:way|time)|how (?:do|should|can|does|would|to)\b.*\b(?:reach|contact\w*|get in touch|messag\w+|write to)|prefer\w*\b.*\b(?:contact|call|message|write)|like to be (?:contacted|reached)|good time to|when (?:should|can|do|could) i (?:call|ring|phone|write|text)|get hold of)\b/i, told: /\b(?:prefers? (?:to be |being )?(?:texts?|calls?|phone|whatsapp|e-?mails?|letters?|signal|messages?)|best (?:to|time|reached)|(?:call|ring|text|reach) (?:her|him|them)? ?(?:after|before|at|on|by)|(?:answers?|reads?|picks? up|replies)|only (?:on|by|reads|uses)|whatsapp|signal|telegram)\b/i, categories: ['Communication'], open: true, fields: [] },
  { key: 'email', asked: /\be-?mail\b/i, told: /\S+@\S+\.\w+/, fields: ['email'] },
  { key: 'phone', asked: /\b(?:phone|telephone|mobile|cell|number)\b/i, told: /\+?\d[\d ()/-]{6,}\d/, fields: ['phone'] },
  { key: 'social', asked: /\b(?:instagram|mastodon|twitter|linkedin|github|facebook|bluesky|tiktok|handle|telegram|social media|website)\b/i, told: /@\w+|https?:/, fields: ['social'] },
  { key: 'nickname', asked: /\bnick ?name\b/i, fields: ['nickname'] },
  { key: 'pronouns', asked: /\bpronouns?\b/i, fields: ['pronouns'] },
  // people around them
  kin('partner', 'wife|husband|spouse|partner|married(?: to)?|girlfriend|boyfriend|fianc[ée]e?|(?:is|are) (?:she|he|name) (?:seeing|dating|single|in a relationship)|seeing (?:anyone|someone)|dating|single|in a relationship|relationship status|love life', 'wife|husband|spouse|partner|married|girlfriend|boyfriend|fianc[ée]e?|engaged|dating|single|divorced|separated|widow(?:er|ed)?|broke up|split up|seeing'),
  kin('grandchild', 'grand(?:children|child|son|daughter|sons|daughters|kids?)'),
  kin('grandparent', 'grand(?:mother|father|ma|pa|parents?|mum|dad)|granny|grandad'),
  kin('daughter', 'daughters?|girls', 'daughters?|girls?|children|kids|child|twins'),
  kin('son', 'sons?|boys', 'sons?|boys?|children|kids|child|twins'),
  kin('child', 'child(?:ren)?|kids?|bab(?:y|ies)', 'child(?:ren)?|kids?|sons?|daughters?|bab(?:y|ies)|twins?|boys|girls|toddler|pregnant|expecting'),
  kin('mother', 'mother|mum|mom|mummy', 'mother|mum|mom|parents?'),
  kin('father', 'father|dad|daddy', 'father|dad|parents?'),
  kin('parent', 'parents?', 'parents?|mother|father|mum|mom|dad'),
  kin('brother', 'brothers?', 'brothers?|siblings?|twin brother'),
  kin('sister', 'sisters?', 'sisters?|siblings?|twin sister'),
  kin('sibling', 'siblings?', 'siblings?|brothers?|sisters?'),
  kin('friend', 'best friend|friends?', 'friends?|flatmate'),
  kin('boss', 'boss|manager', 'boss|manager|reports to'),
  kin('colleague', 'colleagues?|co-?workers?', 'colleagues?|co-?workers?|team ?mates?'),
  kin('neighbour', 'neighbou?rs?'),
  kin('cousin', 'cousins?'), kin('aunt', 'aunts?'), kin('uncle', 'uncles?'), kin('niece', 'nieces?'), kin('nephew', 'nephews?'), kin('in_law', '(?:mother|father|brother|sister|parents)-in-law|in-laws'),
  kin('family', 'family|relatives?', 'family|mother|father|mum|dad|parents?|brothers?|sisters?|sons?|daughters?|child(?:ren)?|kids|wife|husband|aunt|uncle|cousins?|niece|nephew|grand\\w+'),
  // what they have
  { key: 'dog', asked: new RegExp(`\\b(?:dogs?|puppy)\\b`, 'i'), told: new RegExp(`\\b(?:${DOG})s?\\b`, 'i') },
  { key: 'cat', asked: /\b(?:cats?|kittens?)\b/i, told: new RegExp(`\\b(?:${CAT})s?\\b`, 'i') },
  { key: 'pet', asked: /\b(?:pets?|animals?)\b/i, told: new RegExp(`\\b(?:${PETS})s?\\b`, 'i'), many: true },
  { key: 'car', asked: /\b(?:cars?|drive|drives|vehicle)\b/i, told: new RegExp(`\\b(?:${CARS})\\b`, 'i') },
  // what they like
  { key: 'instrument', asked: /\b(?:instruments?)\b/i, told: new RegExp(`\\b(?:${INSTRUMENTS})\\b`, 'i') },
  { key: 'music', asked: /\b(?:music|musical|bands?|concerts?|composers?|listen to)\b/i, told: new RegExp(`\\b(?:music|concerts?|choir|orchestra|band|opera|techno|sings?|listens|records|vinyl|${INSTRUMENTS})\\b`, 'i'), lists: ['music'], many: true },
  { key: 'sport', asked: /\b(?:sports?|exercise|athletic|work out|sporty)\b/i, told: new RegExp(`\\b(?:sports?|team|league|match|trains|${SPORTS})\\b`, 'i'), many: true },
  { key: 'game', asked: /\b(?:games?|puzzles?)\b/i, told: /\b(?:chess|crosswords?|sudoku|jigsaws?|poker|bridge|board ?games?|video ?games?|cards|go|puzzles?|games?|scrabble|dungeons|warhammer|nintendo|playstation)\b/i, many: true },
  { key: 'book', asked: /\b(?:books?|read|reads|reading|authors?|novels?|literature)\b/i, told: /\b(?:books?|reads?|reading|novels?|poetry|poems|biograph\w+|thrillers?|author|stories|comics|literature)\b/i, many: true },
  { key: 'film', asked: /\b(?:films?|movies?|cinema|series|tv|shows?|watch)\b/i, told: /\b(?:films?|movies?|cinema|series|tv|netflix|documentar\w+|watches|watching|director)\b/i, many: true },
  { key: 'flower', asked: /\b(?:flowers?|plants?|garden\w*)\b/i, told: /\b(?:flowers?|roses?|dahlias?|tulips?|lil(?:y|ies)|orchids?|peon(?:y|ies)|garden\w*|plants?|allotment|sunflowers?|daffodils?)\b/i, many: true },
  { key: 'language', asked: /\b(?:languages?|speaks?|fluent)\b/i, told: new RegExp(`\\b(?:${LANGUAGES})\\b`, 'i'), many: true },
  { key: 'travel', asked: /\b(?:travel\w*|trips?|holidays?|vacations?|visit|journey|going away|abroad)\b/i, told: /\b(?:[Tt]ravel\w*|[Tt]rips?|[Hh]olidays?|[Vv]acations?|[Vv]isit\w*|journey|off to|[Ff]lies|flying|flew|going to [A-Z]\w+|goes to [A-Z]\w+|[Bb]een to|backpack\w*|cruise|camino|road trip)\b/, many: true },
  { key: 'religion', asked: /\b(?:religion|religious|faith|church|believe)\b/i, told: /\b(?:protestant|catholic|muslim|jewish|hindu|buddhist|sikh|christian|orthodox|atheist|agnostic|quaker|parish|church|mosque|synagogue|temple|prays|religious|kosher|halal|ramadan)\b/i },
  { key: 'smoking', asked: /\bsmok\w*\b/i, told: /\b(?:smok\w*|cigarettes?|vapes?)\b/i },
  { key: 'height', asked: /\bhow (?:tall|high)|height\b/i, told: /\b(?:tall|\d+ ?cm|height|1[.,]\d\d ?m)\b/i },
  { key: 'colour', asked: /\bcolou?rs?\b/i, told: /\b(?:red|blue|green|yellow|orange|purple|pink|black|white|grey|gray|brown|turquoise|colou?rs?)\b/i },
  // what they do
  { key: 'job_before', asked: /\b(?:work\w*|jobs?|employ\w*)\b.*\b(?:before|previously|used to|in the past|earlier|last|formerly)\b|\b(?:previous|former|old|last) (?:jobs?|employer|company)\b/i, told: /\b(?:worked|used to (?:work|be)|works? (?:at|for|in|as)|former\w*|employ\w*|was an? \w+ (?:at|for|in))\b/i, categories: ['Professional'] },
  { key: 'study', asked: /\b(?:stud(?:y|ies|ied|ying)|universit\w+|degree|college|graduat\w+|school|courses?|learn\w*|classes)\b/i, told: /\b(?:stud(?:y|ies|ied|ying|ent)|universit\w+|degree|college|graduat\w+|school|phd|doctorate|masters?|courses?|learn\w*|classes|evening class|exams?)\b/i },
  { key: 'teach', asked: /\bteach(?:es|ing)?\b/i, told: /\b(?:teach\w*|taught|lectur\w+|tutor\w*)\b/i },
  { key: 'job', asked: /\b(?:works?|working|jobs?|for a living|employer|employed|company|profession|career|occupation|line of work|what (?:do|does|did) (?:her |his |their )?(?:name|she|he|they|\w+)(?:['’]s)?(?: \w+)? do(?= *(?:\?|$|now|these days)))(?!\w)/i, told: /\b(?:works?|working|jobs?|employ\w*|self-employed|freelanc\w*|career|profession\w*|runs? (?:a|an|her|his|their)|owns? (?:a|an)|manages?|is (?:an?|the) [\w-]+(?:er|or|ist|ian|man|woman|nurse|chef|midwife|judge|pilot|vet|lawyer|doctor)|a (?:chemist|midwife|nurse|teacher|lawyer|doctor|pilot|chef|vet|engineer|dentist)|opened|starts at|in the (?:navy|army|police|air force)|retir\w+|unemployed|teaches|stud(?:y|ies)|joined)\b/i, fields: ['job'], categories: ['Professional'], not: ['Actionable', 'Goals'] },
  { key: 'origin', asked: /\b(?:grow up|grew up|come from|where(?:['’]s| is| are) (?:she|he|they|name) (?:originally )?from|native|home ?town|raised|originally|roots)\b/i, told: /\b(?:[Gg]rew up|from [A-Z]\w+|was born in|[Bb]orn in [A-Z]|[Rr]aised|[Nn]ative|home ?town|[Cc]omes from|[Oo]riginally|childhood)\b/ },
  { key: 'home_before', asked: /\blive[ds]?\b.*\b(?:before|previously|used to|in the past|earlier|formerly)\b|\b(?:previous|former|old|last) (?:home|address|flat|house)\b|\bused to live\b/i, told: /\b(?:lived|lives?|used to live|moved from|flat|house)\b/i },
  { key: 'home', asked: /\b(?:lives?|living|based|resides?|home|address|(?:which|what) (?:city|town|country)|mov(?:e|es|ed|ing)|settled|where (?:is|are) (?:she|he|they|name)(?: now)?\??$)/i, told: /\b(?:lives?|living (?:in|with|near)|moved|moving|based in|flat|apartment|house|resides?|settled|rents|home is|relocat\w*)\b/i, fields: ['home'], not: ['Actionable'] },
  { key: 'health', asked: /\b(?:health\w*|ill|sick|illness|medical|conditions?|disease|injur\w*|medic\w+|surgery|feeling|(?:is|are) (?:she|he|name) (?:ok|okay|well|better))\b/i, told: /\b(?:diabet\w+|health|ill|sick|surgery|operation|hospital|asthma|tinnitus|arthritis|cancer|migraines?|depress\w+|burn(?:t|ed)[ -]?out|burnout|hip|knee|back pain|wrist|stroke|diagnos\w+|epilep\w+|hard of hearing|deaf|blind|colou?r-blind|pregnan\w+|insomnia|sleeping badly|broke (?:her|his)|injur\w+|anxi\w+|recover\w+|exhausted|therapy|medication)\b/i, lists: ['illness'], many: true },
  { key: 'size', asked: /\b(?:sizes?)\b/i, told: /\bsizes?\b/i },
  // what moves them
  { key: 'dislike', asked: /\b(?:dislikes?|hates?|can['’]?t stand|cannot stand|(?:does|do) ?n[o'’]?t like|avoid|annoy\w*|despise|detest)\b/i, told: /\b(?:hates?|dislikes?|can['’]?t stand|cannot stand|not a fan|(?:does|do)(?:n['’]t| not) like|detests?|loathes?|avoids?|no interest|allergic|refuses?)\b/i, many: true },
  { key: 'followup', asked: /\b(?:promis\w+|owe|(?:(?:open|pending|outstanding) )?(?:follow[ -]?ups?|to-?dos?|tasks?)|give back|return|lend|(?:do|should|must) i (?:need to |have to )?(?:ask|do|send|tell|remember|get|give back|bring back)|need(?:s|ed)? (?:from me|to (?:ask|send|do))|remind|open (?:points|threads|things)|pay back|have to (?:do|ask|send|give))\b/i, told: /\b(?:i (?:must|should|owe|need to|have to|promised|will)|remind|(?:lent|lend) (?:me|her|him)|pay (?:him|her|them) back|owe|return (?:his|her)|asked (?:me|for|whether)|needs? the|wants me to|promised)\b/i, categories: ['Actionable'], open: true, many: true },
  { key: 'asked_me', asked: /\bask(?:ed|s)? (?:me|us|for)\b|\b(?:want|wants|wanted) (?:from )?me\b/i, told: /\b(?:ask(?:ed|s)? (?:me|us|for|whether|if)|wants me to|needs? the)\b/i },
  { key: 'recommend', asked: /\brecommend\w*\b/i, told: /\brecommend\w*\b/i },
  { key: 'goal', asked: /\b(?:goals?|achiev\w*|accomplish\w*|plan\w*|wants?|hope\w*|dream\w*|ambition\w*|aim\w*|intend\w*|intentions?|looking (?:for|forward)|saving|training for|aspir\w*|future|wish(?:es)?|retire)\b/i, told: /\b(?:wants? (?:to|a|an)|plan\w*|hop(?:es|ing)|dream\w*|would (?:like|love) to|aims?|intends?|saving|training for|looking (?:for|forward)|thinking (?:about|of)|trying to|going to|retire\w*|one day|starts? )\b/i, categories: ['Goals'], open: true, many: true },
  { key: 'challenge', asked: /\b(?:challeng\w+|problems?|struggl\w+|worr(?:y|ies|ied)|troubl\w+|difficult\w*|stress\w*|bother\w*|hard time|afraid|fears?|conflict\w*|the matter|wrong with|concern\w*|going through|sensitive|upset\w*)\b/i, told: /\b(?:worr(?:y|ies|ied)|troubl\w+|struggl\w+|difficult\w*|problem\w*|stress\w*|afraid|fear\w*|conflict|sues|short of money|badly|burnt out|divorc\w+|lost|sick|hurt)\b/i, categories: ['Challenges'], open: true, many: true },
  { key: 'interest', asked: /\b(?:hobb(?:y|ies)|interest\w*|free time|spare time|for fun|passion\w*|pastimes?|what (?:does|do|is|are) (?:she|he|they|name) (?:like|love|enjoy|into)|weekends?)\b/i, told: LIKE, categories: ['Interests'], open: true, lists: ['hobby'], many: true },
  { key: 'about', asked: /^(?:who (?:is|was) (?:she|he|name)|tell me about (?:her|him|name)|what do (?:i|we|you) know(?: about (?:her|him|them|name))?|summari[sz]e.*|(?:everything|anything) about (?:her|him|name))\W*$/i, fields: ['job', 'home', 'birthday', 'how_we_met'], categories: ['Personal Details', 'Interests', 'Goals', 'Professional'], open: true, many: true },
];
export const topicOf = (key: string): Topic => TOPICS.find((topic) => topic.key === key)!;
