/** Given names and what they are called for short; after a bar what they are in other languages. The first word of a line stands for all of it. */
const FAMILIES = `
alexander alex sasha al xander lex sandy | sascha aleksandr alexandre alessandro
alexandra alex sasha sandra lexi lex lexie alexa
andrew andy drew | andreas andre andrea
anthony tony ant | anton antonio
barbara barb babs basia
benjamin ben benny
catherine katherine kate katie kathy cathy kath kat kitty katharina katarina kathryn | kathrin karin
charles charlie chuck | karl carl
christina chris tina chrissie | christine kristina kristin christiane
christine chris tina
christopher chris kit kris topher | christoph christian
daniel dan danny
david dave davey
deborah deb debbie
dorothy dot dotty dottie | dorothea
edward ed eddie ted ned teddy | eduard
elizabeth liz lizzie beth betty eliza lisa libby elsie | elisabeth lisbeth
emily em emmy
francis frank frankie | francisco franz
frederick fred freddie | friedrich fritz
gabriel gabe
gregory greg | gregor
helen | helena nell ellen
helena lena
henry harry hank | heinrich heinz
isabella bella izzy | isabel isabelle
jacob jake | jakob
james jim jimmy jamie
jennifer jen jenny jenn
jessica jess jessie
john jack johnny | johann johannes hans
jonathan jon johnny jonny jonathon
joseph joe joey | josef jose pepe
joshua josh
judith judy
kenneth ken kenny
lawrence larry | lorenz laurence
leonard leo len lenny | leonhard
lewis lou | louis ludwig
margaret maggie meg peggy margo margot marge | margarete greta
matthew matt | matthias matthieu
michael mike mick mikey michal mickey | michel mikhail
nathaniel nat nate | nathan
nathan nat nate
nicholas nick nicky nico | nicolas nikolaus niklas klaus
pamela pam
patricia pat trish patsy patty tricia
patrick pat paddy
peter pete | pedro
philip phil pip | philipp
rebecca becca becky bec
richard rick dick rich ricky
robert rob bob bobby robbie bert
ronald ron ronnie
samuel sam sammy
samantha sam sammy sammie
sarah sadie sally | sara
stephanie steph | steffi stefanie
steven steve stevie | stephen stefan stephan
stephen steve stevie
susan sue susie suzie suzy | susanne
terence terry tel
theodore theo ted | theodor
thomas tom tommy
timothy tim timmy
valentina val | valentine
victoria vicky tori
vincent vince vinny
walter walt
william will bill billy liam willy | wilhelm willi
zachary zac zach zack
nicola nicky
philippa pippa pip
charlotte charlie lottie lotte
harriet harry hattie
francesca fran frankie
frances fran frankie
theresa terry tess
teresa terry tess
anna ann annie ania anya
anne annie
abigail abby
amanda mandy
isabel izzy
eleanor ellie nell nora
magdalena magda lena
madeleine maddie
natalie nat
jacqueline jackie
penelope penny
raymond ray
donald don donnie
maximilian max
mohammed mo mohamed
olivia liv livvy
oliver ollie
roberta bobbie
sebastian seb bas
stanley stan
geoffrey geoff jeff
jeffrey jeff
gerald gerry
caroline caro carrie
gabriela gabi
johannes hans jan hannes
maria mia ria
mary molly polly
martha marty
martin marty
melanie mel
melissa mel
michelle shelly
rosemary rosie
valerie val
tatiana tanya
ekaterina katya
wojciech wojtek
malgorzata gosia
agnieszka aga
tomasz tomek
bartosz bartek
jakub kuba
aleksandra ola
katarzyna kasia
francisco paco
jose pepe
guadalupe lupe lupita
ignacio nacho
concepcion concha
alistair al ali
ibrahim ibo
siobhan shiv
bernadette bernie detta
bernard bernie
geraldine gerry
imogen immy
felicity flick fliss
josephine jo josie
georgina georgie
winifred winnie
beatrix trixie bea
constance connie
rosalind roz ros
augustus gus
reginald reg reggie
desmond des
terrence terry
trevor trev
derek del
albert bert al albie
herbert herb bert
norman norm
sidney sid
wilfred wilf
dominic dom
tobias toby
abraham abe
priscilla cilla
marjorie marge
mildred millie
millicent millie
amelia millie
emilia emmy
arabella bella
gabrielle gabby
angela angie
antonia toni
rafael rafa
santiago santi
eduardo edu
zofia zosia
elzbieta ela
stanislaw staszek
cornelius corny con
leopold leo poldi
hubert bert
gwendolyn gwen
clifford cliff
everett ev
siegfried siggi
friedrich fritz
heinrich heinz
giuseppe beppe
giovanni gianni
luigi gigi
francois fanfan
emmanuel manu manny
manuel manu manny manolo
dimitri dima
dmitri dima mitya
sergei seryozha
mikhail misha
nikolai kolya
vladimir vova volodya
anastasia nastya
natalia natasha nata
svetlana sveta
aleksei lyosha
yevgeny zhenya
wilhelmina mina
wilhelm willy will
zachariah zac zach zack
bartholomew bart barty
theodora theo dora thea
euphemia effie
evangeline evie
evelyn evie
konstantin kostya costa
gary gaz gazza
barry baz bazza
sharon shaz
darren daz dazza
karen kaz
jeremy jez jem
jeremiah jez jerry
demetria demi
maximiliana maxi max
rosamund roz ros
`;

/** Each name with its short forms. A short form may belong to several. */
export const SHORT_FORMS: string[][] = FAMILIES.trim().split('\n').map((line) => line.split(' | ')[0]!.split(' '));

/** What a name stands for, by the name: bob → robert; the first line that has it decides. */
export const NICKNAMES: Record<string, string> = Object.fromEntries(
  FAMILIES.trim().split('\n').flatMap((line) => {
    const [name, ...others] = line.split(' ').filter((word) => word !== '|');
    return others.map((one) => [one, name!]);
  }).reverse(),
);
