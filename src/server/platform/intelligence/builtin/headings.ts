/** Headings in a note ("Work:", "## Family") say nothing themselves, but what the lines below them are about. */
import type { Category } from '../categories.ts';

const TOPICS: [Category, RegExp][] = [
  ['Professional', /^(?:work|job|jobs|career|role|company|business|professional|profession|employment|education|studies|school|university|work history|career history|experience|position|current role|occupation|office)$/],
  ['Relationships', /^(?:family|families|relationships?|people|kids|children|partner|friends|family (?:and|&) friends|friends (?:and|&) family|household|network|relatives|connections|who's who|home life|loved ones)$/],
  ['Interests', /^(?:interests?|hobbies|hobby|likes|dislikes|likes (?:and|&) dislikes|tastes?|favou?rites?|free time|leisure|fun|passions?|into|hobbies (?:and|&) interests|interests (?:and|&) hobbies|loves|books|music|sports?|gift ideas|gifts?)$/],
  ['Goals', /^(?:goals?|plans?|dreams?|ambitions?|wishes|wants?|hopes?|aims?|aspirations?|future|future plans|goals (?:and|&) plans|looking for|objectives?|bucket list|priorities)$/],
  ['Challenges', /^(?:challenges?|problems?|worries|worry|concerns?|issues?|pain points?|struggles?|troubles?|difficulties|stress|stressors|blockers?|what's hard|pains?|risks?)$/],
  ['Actionable', /^(?:to ?-?dos?|tasks?|next steps?|actions?|action items?|action points?|follow[- ]?ups?|reminders?|remember|next time|open|open points?|to ask|ask|for me|for us|promised|i promised|don't forget|deadlines?|agreed)$/],
  ['Communication', /^(?:communication|communication style|comms?|contact|contacting|how to reach (?:him|her|them)|how to talk to (?:him|her|them)|contact preferences|preferences|style|reach|best way to reach|talking|talking to (?:him|her|them)|tone|communication preferences)$/],
  ['Personal Details', /^(?:personal|personal details|details|basics|basic info|about|about (?:him|her|them)|bio|background|health|diet|food|allergies|facts|quick facts|life|home|info|important dates|dates|birthdays?|profile|general|medical)$/],
];
const WORDS_MOST = 4;

/** What a line announces: a category, `null` for a heading about nothing in particular, undefined when it is no heading. `above`: it begins a block, so it may do without a mark. */
export function topicOf(line: string, above: boolean): Category | null | undefined {
  const marked = /^\s*#{1,4}\s+\S|^\s*(\*\*|__)[^*_]+:?\1:?\s*$|^[^:]*[^:\s]\s*:\s*$|^\s*=+\s.*\s=+\s*$/u.test(line);
  const plain = line.replaceAll('’', "'").replace(/[\p{Extended_Pictographic}\ufe0f]/gu, '').replace(/^[\s#*_=–—-]+|[\s:*_=–—-]+$/gu, '').toLowerCase();
  const bare = above && plain !== '' && !/^[-*•]\s/u.test(line.trim()) && !/[.,!?;]/u.test(plain);
  if (!marked && !bare) return undefined;
  if (plain === '' || plain.split(/\s+/u).length > WORDS_MOST) return undefined;
  const known = TOPICS.find(([, words]) => words.test(plain))?.[0];
  return known ?? (marked ? null : undefined);
}
