/** Given names and what they are called for short. The first word of a line stands for all of it. */
const FAMILIES = `
alexander alex sasha sascha lex xander aleksandr alexandre alessandro sandy
alexandra alexa lexi
andrew andy drew andreas andre andrea
anthony tony anton antonio
barbara barb babs
benjamin ben benny
catherine kate katie kathy cathy katherine kathryn katharina kathrin karin kat
charles charlie chuck karl carl
christina chris tina christine kristina kristin christiane
christopher kit kris topher christoph christian
daniel dan danny
david dave davey
deborah deb debbie
dorothy dot dottie dorothea
edward ed eddie ted teddy ned eduard
elizabeth liz lizzie beth betty eliza lisa elisabeth libby lisbeth
emily em emmy
francis frank francisco frankie franz
frederick fred freddie friedrich fritz
gabriel gabe
gregory greg gregor
helen helena nell ellen
henry harry hank heinrich heinz
isabella bella isabel isabelle izzy
jacob jake jakob
james jim jimmy jamie
jennifer jen jenny jenn
jessica jess jessie
john jack johnny johann johannes hans
jonathan jon jonny jonathon
joseph joe joey josef jose pepe
joshua josh
judith judy
kenneth ken kenny
lawrence larry lorenz laurence
leonard leo len lenny leonhard
lewis lou louis ludwig
margaret maggie meg peggy margarete greta marge
matthew matt matthias matthieu
michael mike mick mickey michel mikhail
nathaniel nate nathan
nicholas nick nico nicolas nikolaus niklas klaus
pamela pam
patricia pat patty trish tricia
patrick paddy
peter pete pedro
philip phil philipp pip
rebecca becky becca
richard rick dick ricky rich
robert bob bobby rob robbie bert
ronald ron ronnie
samuel sam sammy
samantha sammie
sarah sally sara
stephanie steph steffi stefanie
steven steve stephen stefan stephan
susan sue suzy susie susanne
terence terry
theodore theo theodor
thomas tom tommy
timothy tim timmy
valentina valentine val
victoria vicky tori
vincent vince vinny
walter walt
william bill billy will willy liam wilhelm willi
zachary zach zack
`;

/** What a name stands for, by the name: bob → robert. */
export const NICKNAMES: Record<string, string> = Object.fromEntries(
  FAMILIES.trim().split('\n').flatMap((line) => {
    const [name, ...short] = line.split(' ');
    return short.map((one) => [one, name!]);
  }),
);

/** Words of a name that say nothing about who it is. */
export const TITLES = ['dr', 'prof', 'professor', 'mr', 'mrs', 'ms', 'miss', 'herr', 'frau', 'sir', 'phd', 'md', 'mba', 'ing', 'dipl'];
/** Words that tell father and son of one name apart. */
export const GENERATIONS = new Set(['jr', 'junior', 'sr', 'senior', 'ii', 'iii', 'iv']);

/** Where anybody may have an address. */
export const PUBLIC_DOMAINS = [
  'gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'hotmail.co.uk', 'live.com', 'msn.com', 'yahoo.com', 'yahoo.co.uk', 'yahoo.de', 'ymail.com', 'icloud.com', 'me.com', 'mac.com', 'aol.com',
  'gmx.de', 'gmx.net', 'gmx.at', 'gmx.ch', 'web.de', 't-online.de', 'freenet.de', 'mail.com', 'mail.ru', 'yandex.ru', 'yandex.com', 'proton.me', 'protonmail.com', 'pm.me', 'posteo.de', 'mailbox.org',
  'fastmail.com', 'zoho.com', 'orange.fr', 'free.fr', 'laposte.net', 'wanadoo.fr', 'libero.it', 'virgilio.it', 'qq.com', '163.com', '126.com', 'naver.com', 'comcast.net', 'verizon.net', 'att.net', 'btinternet.com', 'sky.com', 'bluewin.ch', 'hey.com', 'tutanota.com',
];
/** Mailboxes of a house, not of a person. */
export const SHARED_MAILBOX = /^(info|office|hello|contact|kontakt|mail|team|sales|support|admin|service|family|familie|noreply|no-reply|hr|jobs|press|reception|billing|accounts?|enquiries|buero)@/;
