/** Words of a unit as the classifier sees them. */

export type Word = {
  /** Lower case, straight apostrophes. */
  text: string;
  /** Light stem, so that "hikes", "hiking" and "hiked" meet. */
  stem: string;
  /** Starts with a capital in the note. */
  capital: boolean;
  /** UTF-16 offsets in the text that was given. */
  start: number;
  end: number;
};

const WORD = /\p{Extended_Pictographic}|[\p{L}\p{M}\p{N}]+(?:['’&/.@+-][\p{L}\p{M}\p{N}]+)*\+*|[?!€$£%#]|\.{2,}|…/gu;

const IRREGULAR = new Map<string, string>(
  (
    'am:be is:be are:be was:be were:be been:be being:be has:have had:have having:have does:do did:do done:do doing:do ' +
    'goes:go went:go gone:go going:going made:make got:get gotten:get gets:get getting:get gave:give given:give took:take taken:take ' +
    'came:come said:say told:tell thought:think knew:know known:know felt:feel left:leave met:meet lost:lose found:find ' +
    'bought:buy sold:sell built:build grew:grow grown:grow ran:run led:lead taught:teach wrote:write written:write won:win ' +
    'broke:break broken:break fell:fall fallen:fall began:begin spent:spend kept:keep held:hold brought:bring sent:send paid:pay ' +
    'spoke:speak spoken:speak sang:sing sung:sing swam:swim drove:drive driven:drive rode:ride ridden:ride drank:drink drunk:drink ' +
    'ate:eat eaten:eat slept:sleep woke:wake woken:wake wore:wear worn:wear tore:tear torn:tear chose:choose chosen:choose ' +
    'forgot:forget forgotten:forget hid:hide hurt:hurt heard:hear lent:lend meant:mean rang:ring rung:ring rose:rise saw:see seen:see ' +
    'shot:shoot shown:show shut:shut sat:sit stood:stand stole:steal stolen:steal stuck:stick swore:swear sworn:swear ' +
    'threw:throw thrown:throw understood:understand caught:catch dealt:deal drew:draw drawn:draw flew:fly flown:fly fought:fight ' +
    'froze:freeze frozen:freeze knelt:kneel laid:lay lain:lie married:marry children:child kids:kid wives:wife lives:live men:man women:woman ' +
    'people:people feet:foot teeth:tooth mice:mouse geese:goose knives:knife leaves:leave better:better best:best worse:worse worst:worst'
  )
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);

/** Reduces an English word to a light stem; irregular forms keep a stem of their own (tense tells something). */
export function stem(word: string): string {
  const irregular = IRREGULAR.get(word);
  if (irregular) return irregular;
  let w = word.replace(/'s$/, '');
  if (w.length <= 3) return w;
  if (w.endsWith('ies') && w.length > 4) w = `${w.slice(0, -3)}y`;
  else if (/(?:x|ch|sh|ss|zz)es$/.test(w)) w = w.slice(0, -2);
  else if (w.endsWith('s') && !/(?:ss|us|is)$/.test(w)) w = w.slice(0, -1);
  if (w.endsWith('ied') && w.length > 4) w = `${w.slice(0, -3)}y`;
  else if (w.endsWith('ing') && w.length > 5 && /[aeiouy]/.test(w.slice(0, -3))) w = undouble(w.slice(0, -3));
  else if (w.endsWith('ed') && w.length > 4 && /[aeiouy]/.test(w.slice(0, -2))) w = undouble(w.slice(0, -2));
  return ending(w);
}

/** The stem under which regular and irregular forms of a word meet. */
export function ending(w: string): string {
  if (w.length <= 3) return w;
  if (w.endsWith('e')) return w.slice(0, -1);
  return w.endsWith('y') ? `${w.slice(0, -1)}i` : w;
}

function undouble(w: string): string {
  return /([bdfgmnprt])\1$/.test(w) ? w.slice(0, -1) : w;
}

const SHORT = new Map<string, string>(Object.entries({
  "won't": 'will not', "can't": 'can not', cannot: 'can not', "shan't": 'shall not', "ain't": 'is not', dont: 'do not', doesnt: 'does not',
  didnt: 'did not', cant: 'can not', wont: 'will not', isnt: 'is not', wasnt: 'was not', havent: 'have not', hasnt: 'has not', couldnt: 'could not',
  wouldnt: 'would not', shouldnt: 'should not', im: 'i am', ive: 'i have', youre: 'you are', hes: 'he is', shes: 'she is', theyre: 'they are',
  thats: 'that is', gotta: 'got to', gonna: 'going to', wanna: 'want to', lemme: 'let me', dunno: 'do not know', u: 'you', ur: 'your', w: 'with', 'w/': 'with',
  bc: 'because', cos: 'because', cuz: 'because', coz: 'because', b4: 'before', pls: 'please', plz: 'please', tmrw: 'tomorrow', tmr: 'tomorrow', thx: 'thanks', yr: 'year', yrs: 'years',
  abt: 'about', rly: 'really', fav: 'favourite', fave: 'favourite', favorite: 'favourite', luv: 'love', luvs: 'loves', bday: 'birthday', wknd: 'weekend', appt: 'appointment', uni: 'university', lets: "let 's",
}));

/** Splits text into words with offsets; contractions become several words at one place. */
export function words(text: string): Word[] {
  const out: Word[] = [];
  for (const match of text.matchAll(WORD)) {
    const raw = match[0];
    const start = match.index;
    const end = start + raw.length;
    const lower = raw.toLowerCase().replaceAll('’', "'");
    const capital = raw !== lower && raw[0] !== raw[0]?.toLowerCase();
    for (const part of expand(lower)) out.push({ text: part, stem: stem(part), capital, start, end });
  }
  return out;
}

function expand(word: string): string[] {
  const known = SHORT.get(word);
  if (known) return known.split(' ');
  const not = /^(\p{L}+)n't$/u.exec(word);
  if (not) return [not[1] as string, 'not'];
  const tail = /^(\p{L}+)'(s|re|ve|ll|d|m)$/u.exec(word);
  if (!tail) return [word];
  const [, head = '', short = ''] = tail;
  if (short === 's') return /^(?:he|she|it|that|there|who|what|where|how|let|here)$/.test(head) ? [head, head === 'let' ? 'us' : 'is'] : [head, "'s"];
  return [head, { re: 'are', ve: 'have', ll: 'will', d: "'d", m: 'am' }[short] as string];
}
