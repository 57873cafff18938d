/** Whether the clause around a date tells of the past: the nearest verb decides. */
import type { Tokens } from './tokens.ts';
import { words } from './words.ts';

const PAST = words(`met saw was were wasn't weren't went had did didn't came left took made spoke talked bought sent wrote ate drank drove flew ran felt fell heard kept lost paid rang sold slept spent swam taught
 thought woke wore won began broke brought built caught chose forgot grew led lent sang shook stole threw became been born seen known stayed lived loved graduated
 since ago knew understood told said gave hung held stood found hadn't couldn't wouldve`);
const FUTURE = words(`will won't 'll going is isn't are aren't am be let's lets need needs must should shall shan't gonna wanna can could can't couldn't would might please remind have has it's she's he's that's there's what's
 who's where's when's i'm we're they're you're i'll we'll he'll she'll they'll it'll you'll that'll there'll do does don't doesn't due scheduled planned expected booked reserved arranged invited wants want plan plans hope hopes hoping
 gotta try supposed rescheduled postponed delayed promised agreed returns leaves starts opens arrives lands flies comes ends finishes begins moves turns gets upcoming deadline leaving coming`);
const DO = words(`call text email ask send book buy meet pick bring check follow pay visit write ring see tell return submit finish collect order confirm come go get catch drop renew cancel reply chase join
 take make have lunch start leave file sign review water feed clean schedule set arrive start`);
const DETERMINERS = words('a an the our my his her their your this that another some no any first last next good great long quick');
const NOT_PAST = words(`need needed bed red shed feed speed seed weed indeed hundred ted fred wed led embed breed sacred naked kindred exceed succeed proceed bleed agreed excited interested tired worried based
 deed heed reed sled coed unlimited advanced limited used supposed united related beloved red-eye`);
const STOPS = words('but so because although though however whereas while if ( ) : — – …');
const PAST_GOT = words('back home married engaged promoted hired fired sick divorced burgled robbed fit the drunk');
const PASSIVE = words("is are be being gets get getting it's that's i'm we're they're isn't aren't will");
const WENT = words('went came drove flew ran managed got used rushed walked travelled');
const PLANS = words(`appointment appt meeting ticket tickets booking booked interview exam test flight call date gig dentist doctor party class dinner lunch thing plans reservation slot invite work shift hearing check
 viewing session lesson match game train wedding table`);
const REACH = 25;

/** True when the words of the clause with tokens from…to are in the past tense. */
export function isPast(tokens: Tokens, from: number, to: number): boolean {
  const lead = tokens.word(from - 1);
  if (lead === 'for' || lead === 'to') return false;
  for (let i = from - 1; i >= 0 && i >= from - REACH && !stops(tokens, i); i--) {
    const found = tenseOf(tokens, i);
    if (found) return found === 'past';
  }
  const start = tokens.word(to) === ',' ? to + 1 : to;
  for (let i = start; i < to + REACH && tokens.at(i).word !== '' && !stops(tokens, i); i++) {
    const found = tenseOf(tokens, i);
    if (found) return found === 'past';
  }
  return false;
}

const stops = (tokens: Tokens, i: number): boolean => STOPS.has(tokens.word(i)) || tokens.word(i) === ',' || tokens.ends(i);

function tenseOf(tokens: Tokens, i: number): 'past' | 'future' | null {
  const { word, kind } = tokens.at(i);
  if (kind !== 'word' && word !== '\'') return null;
  const before = tokens.word(i - 1);
  if (word === 'got') return gotIt(tokens, i);
  if ((DO.has(word) || word === 'do' || word === 'have') && [1, 2, 3, 4].some((back) => ['did', "didn't"].includes(tokens.word(i - back)))) return 'past';
  const infinitive = word === 'to' && DO.has(tokens.word(i + 1)) ? i : before === 'to' && DO.has(word) ? i - 1 : null;
  if (infinitive !== null) return WENT.has(tokens.word(infinitive - 1)) ? 'past' : 'future';
  if ((word === 'had' || word === 'has' || word === 'have') && tokens.word(i + 1) === 'to') return word === 'had' ? 'past' : 'future';
  if (word === 'left' && (before === 'on' || before === 'the')) return null;
  if (PAST.has(word) || (['sat', 'wed'].includes(word) && ['he', 'she', 'we', 'they', 'i', 'who'].includes(before))) return 'past';
  if (FUTURE.has(word)) return DETERMINERS.has(before) ? null : 'future';
  if (DO.has(word)) return DETERMINERS.has(before) || (i > 0 && tokens.at(i - 1).kind === 'word' && isPastVerb(before)) ? null : 'future';
  if (word.length > 3 && word.endsWith('ed') && !NOT_PAST.has(word) && !DETERMINERS.has(before) && !PASSIVE.has(before)) return 'past';
  return null;
}

/** "got married" is over, "got a dentist appointment on Friday" is to come. */
function gotIt(tokens: Tokens, i: number): 'past' | 'future' | null {
  if (/'ve$|^have$|^has$/.test(tokens.word(i - 1))) return 'future';
  if (PAST_GOT.has(tokens.word(i + 1))) return 'past';
  return ['a', 'an', 'my', 'his', 'her'].includes(tokens.word(i + 1)) && [2, 3, 4].every((ahead) => !PLANS.has(tokens.word(i + ahead))) ? 'past' : null;
}

/** A past verb right before makes "lunch" in "had lunch" a noun. */
const isPastVerb = (word: string): boolean => PAST.has(word) || word === 'did' || (word.length > 4 && word.endsWith('ed'));
