/** The English words dates are made of, with the spellings people type. */

const table = (rows: Record<string, number>): Map<string, number> =>
  new Map(Object.entries(rows).flatMap(([names, value]) => names.split(' ').map((name): [string, number] => [name, value])));

const list = (words: string): Set<string> => new Set(words.split(/\s+/));

const months = table({
  'january jan januray janurary': 1, 'february feb febuary feburary': 2, 'march mar': 3, 'april apr': 4, may: 5, 'june jun': 6, 'july jul': 7,
  'august aug': 8, 'september sep sept setpember': 9, 'october oct': 10, 'november nov': 11, 'december dec decemeber': 12,
});

const weekdays = table({
  'monday mon mondays monady': 1, 'tuesday tue tues tuesdays teusday tuesady': 2, 'wednesday wed weds wednesdays wensday wednsday wedneday wednesdy': 3,
  'thursday thu thur thurs thursdays thrusday thursady': 4, 'friday fri fridays firday fridy': 5, 'saturday sat saturdays saterday saturady': 6,
  'sunday sun sundays sundy': 7,
});

const days = table({
  'today 2day toady': 0,
  'tomorrow tmrw tmr tmrow tomorow tommorow tommorrow tomorro tomrrow tomorrw tmw tmoro tomoz tomoro tommorw tomorror tomorrrow 2moro 2morrow 2mrw tommorrrow tmmrw tmmw tmrrw tomo tommrow tommorro': 1,
  'yesterday yday yest yesterdy yesturday': -1,
});

/** Adds every spelling one slip away (a letter left out, doubled, swapped or wrong after the first) of the long names that is no other word. */
function withSlips(names: Map<string, number>): void {
  const real = list('sundae sundry marches monday mondays tuesdays toady todays');
  for (const [name, value] of [...names].filter(([name]) => name.length >= 6 && !name.endsWith('days'))) {
    const slips = [...name].flatMap((letter, i) => {
      const [head, tail] = [name.slice(0, i), name.slice(i + 1)];
      if (i === 0) return [];
      const others = 'abcdefghijklmnopqrstuvwxyz'.split('').flatMap((other) => [head + other + tail, head + other + letter + tail]);
      return [head + tail, tail ? head + tail[0] + letter + tail.slice(1) : '', ...others];
    });
    for (const slip of slips) if (slip.length > 4 && !names.has(slip) && !real.has(slip)) names.set(slip, value);
  }
}
for (const names of [months, weekdays, days]) withSlips(names);

/** "Monday's" and "today's" mean the day. */
const bare = (word: string): string => (word.endsWith("'s") ? word.slice(0, -2) : word);

export const monthOf = (word: string): number | undefined => months.get(word);
/** 1 Monday … 7 Sunday. */
export const weekdayOf = (word: string): number | undefined => weekdays.get(bare(word));
/** Days from today of today, tomorrow, yesterday. */
export const dayOf = (word: string): number | undefined => days.get(bare(word));

const NUMBERS = table({
  one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12, thirteen: 13, fourteen: 14,
  fifteen: 15, sixteen: 16, seventeen: 17, eighteen: 18, nineteen: 19, twenty: 20, thirty: 30, forty: 40, fourty: 40, fifty: 50, sixty: 60, ninety: 90,
});
export const numberOf = (word: string): number | undefined => NUMBERS.get(word);

const ORDINALS = table({
  first: 1, second: 2, third: 3, fourth: 4, fifth: 5, sixth: 6, seventh: 7, eighth: 8, ninth: 9, tenth: 10, eleventh: 11, twelfth: 12, thirteenth: 13,
  fourteenth: 14, fifteenth: 15, sixteenth: 16, seventeenth: 17, eighteenth: 18, nineteenth: 19, twentieth: 20, thirtieth: 30,
});
export const ordinalOf = (word: string): number | undefined => ORDINALS.get(word);

export type Unit = 'minute' | 'hour' | 'day' | 'workday' | 'week' | 'fortnight' | 'month' | 'year';
const UNITS = new Map<string, Unit>(
  (
    [
      ['minute', 'minute minutes min mins minuts minutes\''],
      ['hour', 'hour hours hr hrs h hour\'s'],
      ['day', 'day days day\'s night nights'],
      ['week', 'week weeks wk wks week\'s weeks\''],
      ['fortnight', 'fortnight fortnights fortnight\'s'],
      ['month', 'month months mth mths mo month\'s'],
      ['year', 'year years yr yrs year\'s'],
    ] as [Unit, string][]
  ).flatMap(([unit, names]) => names.split(' ').map((name): [string, Unit] => [name, unit])),
);
export const unitOf = (word: string): Unit | undefined => UNITS.get(word);

export type Part = 'morning' | 'noon' | 'afternoon' | 'evening' | 'night' | 'close';
/** The hour a vague part of the day stands for. */
export const PART_HOUR: Record<Part, number> = { morning: 9, noon: 12, afternoon: 15, evening: 19, night: 20, close: 17 };
const PARTS = new Map<string, Part>([
  ['morning', 'morning'], ['mornin', 'morning'], ['morn', 'morning'], ['noon', 'noon'], ['midday', 'noon'], ['noontime', 'noon'], ['lunchtime', 'noon'], ['afternoon', 'afternoon'],
  ['arvo', 'afternoon'], ['aft', 'afternoon'], ['evening', 'evening'], ['eve', 'evening'], ['evenin', 'evening'], ['night', 'night'], ['nite', 'night'], ['eod', 'close'], ['cob', 'close'],
  ['afternon', 'afternoon'], ['evning', 'evening'],
]);
export const partOf = (word: string): Part | undefined => PARTS.get(bare(word));

/** Nouns that need "it is a name or a verb" care before they are months or weekdays. */
export const NAME_MONTHS = list('april may june jan');
export const TOUCHY_DAYS = list('sat sun wed mon');

/** Words that can follow a bare hour ("at 5 we …"), as opposed to what the number may count ("5 people"). */
export const FOLLOW = list(`on tonight tonite today in at and or for with sharp if so but then please pls plz to till until til because as when while instead latest this
 next every is was works would will we i he she they you it that thanks thx ok okay xx x cos since after before local from by near outside here there down up over the my his
 her our your their though maybe probably max just right not can could should does do did has have had let's i'm we're i'll we'll she's he's it's unless once might may must about around a an
 hopefully sounds suits which who where via than back again already exactly ish oclock o'clock yeah yes no lol haha weekly daily either too also only anyway cheers xxx bring tell call say all
 between during onwards through whenever together straight yet any free good fine better best ideal possible suit work fits be latest earliest onwards onward sometime tops only through w pick meet see come`);

/** What a number counts when it is no time and no day of a month. */
export const COUNTED = list(`percent people persons guests kids children friends miles mile km kms kilometres meters metres m cm kg g lbs pounds euros euro dollars bucks quid pence p cents
 degrees times points stars pages minutes minute mins min hours hour hrs days day weeks week months month years year yrs yr seconds items pieces of % ° k bn million thousand hundred cups
 tickets beers bottles chairs tables seats rooms bedrooms units steps reps sets rounds sessions classes lessons laps goals calories grams litres`);

export const DINNER = list('dinner dinners party parties drinks drink supper beers beer pints pint cocktails cocktail tapas nightclub disco pub gig concert cinema theatre movie movies karaoke clubbing bbq barbecue');
export { list as words };
