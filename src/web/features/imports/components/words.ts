import { formatNumber } from '../../../lib/format.ts';

/** What is counted, for one and for many; what is not here is shown by its name in the API. */
const WORDS: Record<string, [one: string, many: string]> = {
  people_created: ['new person', 'new people'],
  people_updated: ['person changed', 'people changed'],
  people_skipped: ['person left as is', 'people left as they are'],
  entries: ['new entry', 'new entries'],
  entries_updated: ['entry changed', 'entries changed'],
  entries_past: ['entry past because of a newer one', 'entries past because of newer ones'],
  entries_skipped: ['entry known already', 'entries known already'],
  below_threshold: ['entry too unsure', 'entries too unsure'],
  notes: ['new note', 'new notes'],
  notes_skipped: ['note known already', 'notes known already'],
  messages: ['new message', 'new messages'],
  relationships: ['new relationship', 'new relationships'],
  group_members: ['new member of a group', 'new members of groups'],
  photos: ['photo', 'photos'],
  duplicates_skipped: ['entry about the same person', 'entries about the same people'],
  relatives_skipped: ['relative without an own entry', 'relatives without an own entry'],
  tags_skipped: ['person with too many tags', 'people with too many tags'],
  messages_unmatched: ['message of nobody known', 'messages of nobody known'],
  messages_passed_over: ['message left out as you said', 'messages left out as you said'],
  own_in_groups_skipped: ['own message in a group', 'own messages in groups'],
  system_messages_skipped: ['line of the messenger itself', 'lines of the messenger itself'],
  channel_messages_skipped: ['post of a channel', 'posts of channels'],
  drafts_skipped: ['draft', 'drafts'],
  messages_skipped: ['message known already', 'messages known already'],
};
/** What an import is about comes first, what it left alone last. */
const ORDER = Object.keys(WORDS);

export type Counted = { key: string; count: number; words: string };

/** The counts of an import in words, most important first, without what is nothing. */
export function countsInWords(counts: Record<string, number>): Counted[] {
  const place = (key: string) => (ORDER.indexOf(key) + 1 || ORDER.length) - (key.includes('skipped') ? 0 : 100);
  return Object.entries(counts)
    .filter(([key, count]) => count > 0 && key !== 'rows')
    .sort(([a], [b]) => place(a) - place(b))
    .map(([key, count]) => {
      const known = WORDS[key];
      return { key, count, words: known ? known[count === 1 ? 0 : 1] : key.replaceAll('_', ' ') };
    });
}

/** "2 new people, 4 new entries". */
export const countsInLine = (counts: Record<string, number>, most = 3): string =>
  countsInWords(counts)
    .slice(0, most)
    .map(({ count, words }) => `${formatNumber(count)} ${words}`)
    .join(', ');

/** True when an import changes (or would change) anything. */
export const changesAnything = (counts: Record<string, number>): boolean => Object.entries(counts).some(([key, count]) => count > 0 && key !== 'rows' && !key.includes('skipped') && key !== 'below_threshold' && key !== 'messages_unmatched' && key !== 'messages_passed_over');

/** "1.2 MB". */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${formatNumber(Math.round(bytes / 1000))} KB` : `${formatNumber(Math.round(bytes / 100_000) / 10)} MB`;
}
