/** First names: whether one is usually a woman's or a man's, which short forms belong together, which are also everyday words. */
import { SHORT_FORMS } from '../../../nicknames.ts';
import { fold } from './text.ts';

export type Gender = 'f' | 'm' | 'u';

const list = (text: string) => text.trim().split(/\s+/);

const FEMALE = list(`
  abigail ada adela adele agata agnes agnieszka aicha aigul aisha aisling aiko akiko alejandra alessandra alexandra alexia alice alicia alina alison alma amanda amara amber amelia amelie amina amira amy
  ana anastasia andrea angela angelika angelina anika anita anja ann anna annabel anne annelies annette annie annika anouk antonia anya aoife aparna aria ariana arya asha astrid audrey aurora ava aya ayesha aylin
  barbara beata beatrice beatriz becca becky bella bernadette beth bethany betty bianca birgit birgitta blanca bonnie brenda bridget brigitte britta camila camilla cara carina carla carmen carol carole carolina caroline caitlin
  cassandra catalina catherine cathy cecilia celeste celia celine chantal charlotte chiara chioma chitra chloe christiane christina christine cindy claire clara clare claudia colette connie constance cora cordelia corinna cristina
  daniela daphne daria deborah debbie deepa delia delphine denise diana diane dina dolores donna dora dorothea dorothy doris edith edna eileen ekaterina elaine eleanor elena eleni elif elin elisa elisabeth elise eliza elizabeth elke ella ellen
  eloise elsa elsie emilia emily emma erica erika esme esmeralda esperanza estelle esther ethel eugenia eva eve evelyn fatima fatou fenna fern fernanda fiona flora florence franca frances francesca francine freya frida frieda
  gabriela gabriella gabrielle gemma genevieve georgina geraldine gerda gertrude gianna gillian gina ginny giulia giselle gloria grace greta gretchen gudrun guadalupe gwen hana hanna hannah hanne harriet heather hedwig heidi helen helena helene helga henrietta hilary hilda hiroko holly
  ida ilse ilona imani imogen ina ines inge ingeborg ingrid irene irina iris irma isabel isabella isabelle isla isolde ivana ivy izabela jacqueline jade jana jane janet janice janine jasmin jasmine jeanette jennifer jenny jess jessica jill joan joanna joanne jocelyn johanna josefina josephine joyce juana judith judy julia juliana julie juliet juliette juniper justyna
  kaitlyn karen karin karina karla katarina katarzyna kate katerina katharina katherine kathleen kathy katie katja katrin kavita kayla keiko kerstin khadija kiara kinga kirsten kirsty klara kristen kristin kristina laila lakshmi lara latifa laura lauren laurence lavinia layla lea leah leila lena leona leonie leonora leslie leticia lidia lieke liesbeth liesl lila lilian liliana lily lina linda lisa lise liv liz lizzie lola lorena lorna lorraine lotte louisa louise lucia lucie lucinda lucy ludmila luisa lupita lydia lynn
  mabel madeleine madison maeve magda magdalena maggie maia maisie maja malin malgorzata mandy manuela mara marcela margaret margarita margit margot maria mariam mariana marianne marie mariela marijke marilyn marina marion marisol marit marjorie marlene marta martha martina mary maryam mathilde matilda maud maureen mavis maxine maya mei meera megan meghan melanie melissa mercedes meredith mia michaela michelle mika mila mildred milena mina mira miranda miriam moira molly mona monica monika monique muriel myra myrtle
  nadia nadine nadja nancy naomi nastya natalia natalie natasha nell nessa nia nicola nicole nikita nina noelle noemi noor nora noriko norma nuria octavia odette olga olive olivia oluchi ophelia padma paloma pamela paola patricia paula pauline pearl peggy penelope penny petra philippa phoebe phyllis pia pilar pippa polly prisca priscilla priya rachel raquel rebecca regina reina renata rhea rhiannon rhoda rita roberta rosa rosalie rosalind rosamund rose roseanne rosemary rosie rowena roxanne ruby rukmini ruth
  sabina sabine sabrina sadie saga saira sally salma samantha samira sandra sanna saoirse sara sarah saskia savita selma seraphina serena shanice shanti sharon sheila shirin shirley shreya sibylle siobhan sigrid silvia simone sinead siri sofia sofie solveig sonia sonja sophia sophie stacey stefania stella stephanie sue suki sunita susan susanna susanne suzanne svetlana swati sylvia sylvie
  tabitha tamara tania tanja tanya tara tasha tatiana teresa tess tessa thea thelma theresa tilda tilly tina tove tracy trudy ulla ulrike una ursula uta valentina valerie vanessa vera verena veronica veronika vicky victoria viola violet violeta virginia vivian viviana vivienne wanda wendy wilhelmina winifred xenia ximena yara yasmin yasmine yelena yolanda yuki yuliya yvette yvonne zahra zainab zara zelda zeynep zoe zofia zola zsofia zuzana
  aaliyah abena adaeze aditi agatha ailsa aino akosua amal angharad anjali anke ashlee azadeh beatrix bernice bettina brianna brittany bronwen bruna carys catarina catriona cerys ciara clodagh
  consuelo deirdre despina divya doreen efua eilidh eimear elisabetta enid eszter ewa ewelina farah federica felicity fionnuala folake francisca friederike galina geeta gertrud gita gladys grainne
  hannelore haruka heike hester hortense huda ifeoma ilaria ildiko imelda jemima joana kaori kavya kaylee keisha kimberly kirsi lacey latoya lenka lindiwe linnea liselotte lucille mairi marguerite
  meenakshi rekha geetha sushma uma sarita savitri sita vidya vandana archana bhavana deepika gayatri hema indira jaya jyoti kalpana kamala lalita latha leela madhuri malini mamta manju meena mohini nalini nandini neelam neeta nirmala nisha parvati prema preeti priyanka pushpa rajni rani rashmi ratna renu roopa rupa
  sandhya sangeetha saraswati shalini shanta sharmila shilpa shobha shweta smita sneha sonali sudha sujata swapna tanvi urmila vasudha veena vimala yamini payal mansi seema ritika nikita ananya isha
  amaka nkechi nneka chiamaka chinwe obiageli yetunde bukola funke titilayo damilola simisola ronke adunni omolara hauwa hadiza safiya halima adwoa afua wanjiru achieng atieno nyambura wambui
  nuala mairead sorcha orlaith caoimhe mhairi rhona elspeth senga iwona dorota grazyna halina jadwiga krystyna danuta bozena wieslawa begona nieves amparo inmaculada encarnacion graciela maribel araceli yesenia
  xiaoli naoko yoko akemi hyejin soyeon jiyoung eunji thuy huong ngoc dewi putri siti rasha heba leyla ayse fatma emine hatice merve busra esra
  anthea erin davina drusilla cressida leora cora dilys blodwen gwyneth myfanwy beryl gertie hettie lettice minnie nellie norah queenie rona sheena latisha lakisha shaniqua jada tamika tiana skylar savannah kinsley hayley kayleigh chantelle kylie kelsey tracey lesley sherry cheryl bev gaynor glenda glenys leanne lynne lynda moya noreen rhonda rosanna samara selina shona sian tamsin trudi verity viv aine catrin mali seren lowri ffion ebba maren hedda tuva vigdis radka iveta jitka blanka dasha galya lyuba zoya rahel rivka chaya devorah shira tamar yael talia avital ayelet hadas
  olena natalka svitlana iryna halyna tetiana tatyana oxana raisa larisa tash becks chelle debs manon margaux solene aurelie sandrine antje dagmar gisela waltraud
  hazel mbali michiko mirjam montserrat morag nadezhda neha nerys ngozi niamh njeri nomsa oksana opal orla ottilie paivi parisa pooja radha rania renate riikka ritu rocio roisin sakura sangeeta signe silke
  simona solange soledad svenja tanisha temitope tereza thandi tiffany usha wanjiku wilma yulia zanele`);

const MALE = list(`
  aaron abdul abdullah abe abel abraham achim adam adrian ahmad ahmed aidan akira al alan alasdair albert alberto aldo alec alejandro aleksander alessandro alexander alexandre alexei alfie alfonso alfred alfredo ali alistair allan alvaro amir amit anders andre andreas andreu andrew andrius andy angelo angus anselm anthony anton antonio antoine archie arjun armando arne arnold aron arthur arturo arvid asher ashok august augustin aurelio axel ayaan aziz
  baptiste barnaby barney barry bart bartek bashir bastian ben benedict benjamin bernard bernd bert bill billy björn bjorn bob bobby boris brad bradley brandon brendan brett brian bruce bruno bryan byron caleb callum calvin cameron carl carlo carlos casper cedric cesar chad charles charlie chidi chinedu christoph christopher ciaran claude claudio clemens clement clive cole colin colm conor conrad constantin corey cormac cornelius craig curtis cyril
  damian damien dan daniel danny dante dario darius darren dave david davide dean declan deepak denis dennis derek dermot desmond didier diego dieter dimitri dirk dmitri dom domingo dominic don donald donal douglas duncan dylan eamon earl ed eddie edgar edmund eduardo edward edwin egon eli elias elijah elliot ellis elton emanuel emil emilio emmanuel emre enrico enrique eoin erhard eric erich erik ernest ernesto ernst erwin ethan etienne eugene evan ewan ezra
  fabian fabio fabrice federico felipe felix ferdinand fergus fernando filip finlay finn fionn florent florian francesco francisco francois frank frankie franz fraser fred freddie frederic frederick frederik friedrich fritz gabriel gareth garry gary gaston gavin geoff geoffrey georg george gerald gerard gerhard giacomo gianni gideon gilbert giles gino giorgio giovanni giuseppe glen glenn goran gordon graeme graham greg gregor gregory guido guillaume guillermo gunnar gunter gus gustav guy
  hakan hamish hamza hank hannes hans hansel harald hari harold harry harvey hasan hassan hector heiko heinrich heinz helmut hendrik henk henri henrik henry herbert herman hermann hiroshi holger horst howard hubert hugh hugo humphrey hussein iain ian ibrahim idris ignacio igor ilya imran ingo isaac isaiah ismail ivan ivar ivo jaan jacek jack jackson jacob jacques jaime jake jakob jakub jamal james jan janek janos jared jarek jason jasper javier jay jeff jeffrey jens jeremiah jeremy jerome jerry jesus jim jimmy joachim joao joaquin jochen joe joel johan johann johannes john johnny jon jonah jonas jonathan jorge jorg jose josef joseph josh joshua juan juha julian julien julio julius junior juergen jürgen justin
  kamal karim karl karsten kaspar kazuo keith kemal ken kenji kenneth kenny kevin khalid kieran kirk klaus koen kofi konrad konstantin krzysztof kumar kurt kwame kyle lachlan lance lars laszlo laurent laurie lawrence lazlo leandro leif len lennart leo leon leonard leonardo leopold leroy levi lewis liam linus lionel lloyd lorenz lorenzo louis luc luca lucas lucien ludovic ludwig luigi luis lukas lukasz luke luther maarten magnus mahmoud malcolm malik manfred manuel marc marcel marcello marcin marco marcos marcus marek mario marius mark marko markus marlon martijn martin marvin mason massimo mateo mathias mathieu mats matt matteo matthew matthias matthieu maurice mauricio max maxim maximilian mehmet mehdi michael michal michel mick miguel mihai mikael mike mikhail mikko milan miles milo milos mitch mo mohamed mohammed morgan moritz morris moses muhammad murat murray mustafa
  nathan nathaniel ned neil nelson neville nicholas nick nicklas nico nicolas niels nigel nikhil niklas nikolai nils noah noel norbert norman oisin olaf ole oleg oliver olivier olu omar orlando oscar osman oskar oswald otis otto ovidiu owen pablo paco paddy paolo pascal patrick patrik paul paulo pavel pawel pedro pelle per percy peter petr petter philip philipp philippe phillip pierre piers piet pieter pietro piotr prakash pranav quentin rafael rahul rainer raj rajesh ralf ralph ramesh ramon randy raphael rashid rasmus raul ravi ray raymond reinhard reiner rene reto rex rhys ricardo riccardo richard rick ricky rob robbie robert roberto roderick rodney rodrigo roger rohan roland rolf roman romeo ron ronald ronan ronnie rory ross roy ruben rudi rudolf rufus rune rupert russell ruud ryan
  said salim salman salvador sam samir sami samson samuel sandeep sanjay santiago saul sean sebastian sebastien sergei sergey sergio seth shane shaun sid siddharth siegfried silas silvio simon solomon soren spencer stan stanley stefan stefano steffen stellan sten stephan stephane stephen sterling steve steven stewart stig stuart sunil sven sylvain tadeusz takeshi tarek tariq ted terence terry thabo theo theodor theodore thibault thierry thijs thilo thomas thorsten tiago till tim timo timothy tobias toby todd tom tomas tomasz tommaso tommy toni tony torben torsten tristan trevor tunde tyler tyrone uli ulrich ulf umar uwe vaclav valentin vasily vernon victor vijay viktor vikram vince vincent vincenzo vishal vito vlad vladimir volker walter warren wayne wei werner wes wesley wilbur wilfred wilhelm will willem william willy winston wojtek wolf wolfgang xavier yannick yann yousef yuri yusuf yves zac zach zachary zane zbigniew zoltan
  aditya amos anatoly anil attila bastien behrouz benoit bertram bongani carsten cathal cillian clarence crispin cuthbert dafydd darnell darragh demetrius deshawn dietmar duarte dwayne emeka emrys
  enzo esteban everett farhad femi ferenc gabor gaspard gianluca goncalo gonzalo grzegorz gunther haruto heikki horace huw ieuan ike istvan jeroen jiri joost jozef juhani jurgen kagiso kamau karan
  kasper kiran kwesi lamar marquis matti mikkel mwangi niall nuno obinna ondrej otieno padraig pekka reggie reginald ruaridh ruediger rui seamus segun simeon sipho stanislaw suresh tadhg tarquin
  mahesh ganesh mukesh dinesh naresh umesh hemant ajay arun tarun vinod pramod manoj arvind venkat srinivas murali rohit sumit ankit akhil karthik kartik subash harish satish girish manish raju rajiv sachin vivek vishnu balaji senthil selvam muthu dilip gaurav jagdish
  kailash kapil lalit madhav mayur naveen nitin pankaj pavan praveen raghav rakesh shyam tushar uday vikas yash yogesh ikenna uchenna nnamdi kunle wale gbenga kayode biodun yemi jide usman aliyu abubakar kojo kwaku kwabena ekow njoroge ochieng kiprop
  euan calum struan diarmuid eoghan fiachra lorcan tiernan odhran andrzej jerzy jaroslaw dariusz mariusz zygmunt slawomir boguslaw iker unai xavi oriol mateus thiago takashi satoshi haruki daiki minho jiho sangwoo tuan agus joko ahmet burak volkan
  cecil mervyn sylvester tyrese jermaine rashad tremaine deion cody dustin jace davie wullie iwan gethin rhodri geraint emyr aled owain jesper radek zdenek vojtech stepan vanya moshe avi shlomo yitzhak eitan yoni wim sjoerd daan
  oleksandr andriy mykola vasyl taras bohdan dmytro serhiy volodymyr ihor udo hartmut lothar ekkehard bertrand loic gael erwan
  terrence themba varun yuto`);

/** Names of women and men alike: a pronoun tells. */
const EITHER = list(`
  alex ali ariel ash ashley aubrey avery blake bobbie bola cameron camille charlie chris dana danny devon drew eden ellis emery finley frankie gabi harper jackie jamie jean jo jody jordan jules kai kelly kelechi kerry kim kiran kit lee leigh lindsey lindsay logan lou mel micah morgan nat nicky nico nikki noa noam nur pat quinn reese
  remy riley river robbie robin rory rowan ryan sacha sam sandy sasha shannon shay sidney skyler sky stevie suman sydney taylor uche terry toni tracy val wei yoshi`);

/** Names that are everyday words too: lower case, or first in a sentence, they need more to be a name. */
const WORDS = new Set(list(`
  will mark grace hope rose may art bill frank jack april june august dawn joy faith max rob pat sue ray gene dean drew chase grant miles penny ruby summer autumn lily daisy ivy heather hazel iris jasmine olive ginger sandy rich chip guy earl duke
  king angel christian jordan sydney austin victoria florence chelsea georgia virginia carolina india israel mo al ed jo an so my ming long young lee park bush ash sky river kit pearl amber crystal violet fern robin jay rex wolf noel mason
  cole reed dale glen cliff heath lance dick peg don van von della page paige wade ward forest woody rusty bud buddy sonny junior major noble prince sage sunny windy stormy melody harmony destiny patience prudence charity mercy hunter carter cooper
  baker taylor turner fisher said per ali sten till saga guadalupe jesus moses paris london brooklyn adrian mercedes bella mini nova siri alexa sterling miles spencer mo ana sol dee bea vi ada nell rue eve mace skip tip kim hugo kelly casey`));


const female = new Set(FEMALE);
const male = new Set(MALE);
const either = new Set(EITHER);
const short = new Map<string, Set<string>>();
for (const group of SHORT_FORMS) for (const one of group) short.set(one, new Set([...(short.get(one) ?? []), ...(one === group[0] ? group : [group[0] as string, one])]));

/** Whether a word is known as a first name. */
export const isFirstName = (word: string): boolean => {
  const name = fold(word);
  return female.has(name) || male.has(name) || either.has(name) || short.has(name);
};
/** Whether a word is a name in its own right, not only short for one. */
export const isWholeName = (word: string): boolean => female.has(fold(word)) || male.has(fold(word)) || either.has(fold(word));
/** Whether a name is an everyday word, too. */
export const isWordToo = (word: string): boolean => WORDS.has(fold(word));

/** Whose name it usually is; `u` when it may be anybody's. */
export function genderOf(first: string): Gender {
  const name = fold(first);
  if (either.has(name)) return 'u';
  if (female.has(name)) return male.has(name) ? 'u' : 'f';
  if (male.has(name)) return 'm';
  const formal = [...(short.get(name) ?? [])].filter((one) => one !== name);
  const said = new Set(formal.map((one) => (female.has(one) ? 'f' : male.has(one) ? 'm' : 'u')));
  return said.size === 1 ? ([...said][0] as Gender) : 'u';
}

/** Whether two first names may be the same person's: equal, or one the short form of the other. */
export function sameFirst(a: string, b: string): boolean {
  const [x, y] = [fold(a), fold(b)];
  return x === y || (short.get(x)?.has(y) ?? false) || (short.get(y)?.has(x) ?? false);
}

/** A first name and all forms it may be written as. */
export const formsOf = (first: string): string[] => [...new Set([fold(first), ...(short.get(fold(first)) ?? [])])];
