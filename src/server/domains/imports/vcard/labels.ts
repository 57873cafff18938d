/** What a phone, email or address is called: the words of TYPE on one side, Kith's label on the other. */

/** The words Kith writes as TYPE, in the order of a label: "work fax". */
const WORDS = ['home', 'work', 'other', 'mobile', 'main', 'fax', 'pager', 'car', 'video', 'textphone', 'isdn', 'school', 'iphone'];
const TO_TYPE: Record<string, string> = { mobile: 'CELL' };
const FROM_TYPE: Record<string, string> = { cell: 'mobile', business: 'work', private: 'home', homepage: 'homepage' };
/** Says nothing a person would read. */
const NOISE = new Set(['internet', 'voice', 'pref', 'x400', 'text', 'msg', 'dom', 'intl', 'postal', 'parcel', 'uri', 'smtp', '']);

/** The label of TYPE words. */
export function labelOfTypes(types: string[]): string {
  const words = [...new Set(types.map((type) => type.toLowerCase().trim().replace(/^x-/, '')).map((type) => FROM_TYPE[type] ?? type))].filter((word) => !NOISE.has(word));
  const rank = (word: string) => (WORDS.includes(word) ? WORDS.indexOf(word) : WORDS.length);
  return words.sort((a, b) => rank(a) - rank(b)).join(' ');
}

/** The TYPE words of a label, or undefined when it has to be written out as X-ABLabel. */
export function typesOfLabel(label: string): string[] | undefined {
  if (label === '') return [];
  const words = label.split(' ');
  if (!words.every((word) => WORDS.includes(word))) return undefined;
  return labelOfTypes(words) === label ? words.map((word) => TO_TYPE[word] ?? word.toUpperCase()) : undefined;
}

/** The label in an X-ABLabel: what Apple wraps as `_$!<Mobile>!$_` is one of its own words. */
export function labelOfApple(value: string): string {
  const own = /^_\$!<(.*)>!\$_$/.exec(value.trim())?.[1];
  if (own === undefined) return value.trim();
  return own.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/(FAX|HomePage)/g, (word) => word.toLowerCase()).toLowerCase();
}
