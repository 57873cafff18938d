import { BellRing, Lightbulb, ListTodo, UserPlus, Waypoints } from 'lucide-react';
import { formatWallDay } from '../../../../lib/format.ts';
import type { Proposal } from '../../../../lib/types.ts';

export const icons = { person: UserPlus, relationship: Waypoints, entry: Lightbulb, reminder: BellRing, followup: ListTodo } as const;

/** Whether somebody has to say who is meant before this can be accepted. */
export const asks = ({ payload }: Proposal): boolean => 'who' in payload && payload.who.contact_id === null && (payload.who.candidates.length > 0 || payload.who.name === '');

const tied = (name: string, tie: { type: string; label: string | null; of: { name: string } }): string => `${name} is ${tie.of.name}’s ${tie.label ?? (tie.type === 'other' ? 'connection' : tie.type.replaceAll('_', ' ').replace(/^ex /, 'ex-'))}`;

/** What is proposed, in a line, and what accepting it does. */
export function wordsOf(proposal: Proposal, contactId: string): { says: string; does: string } {
  switch (proposal.kind) {
    case 'person':
      return { says: proposal.payload.tie ? tied(proposal.payload.full_name, proposal.payload.tie) : proposal.payload.full_name, does: `Add ${proposal.payload.full_name}${proposal.payload.tie ? ' and connect them' : ''}` };
    case 'relationship':
      return { says: tied(proposal.payload.who.name, proposal.payload.tie), does: 'Connect them' };
    case 'entry': {
      const { who, category } = proposal.payload;
      const whose = asks(proposal) ? '' : who.contact_id === contactId ? `${category} · from a note about ${proposal.note_contact_name ?? 'nobody'}` : `${category} · for ${who.name}${who.contact_id ? '' : ' (new)'}`;
      return { says: proposal.payload.content, does: whose };
    }
    default: {
      const { date, time } = proposal.payload;
      return { says: proposal.payload.title, does: `${proposal.kind === 'reminder' ? 'Reminder' : 'Follow-up'} in the calendar · ${dayWords(date, time)}` };
    }
  }
}

const bare = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();

/** Whether a quote only says again what is proposed: "and she wants to weld" of "She wants to weld". */
export const sameWords = (quote: string, says: string): boolean => bare(quote).endsWith(bare(says)) && quote.length < says.length + 8;

/** Kinds in the order in which they are worth deciding. */
export const kinds = ['person', 'relationship', 'followup', 'reminder', 'entry'];

/** What accepting it did. */
export function acceptedWords(proposal: Proposal): string {
  if (proposal.kind === 'person') return `${proposal.payload.full_name} added`;
  if (proposal.kind === 'relationship') return 'Connected';
  if (proposal.kind === 'entry') return proposal.payload.who.name ? `Entry added to ${proposal.payload.who.name}` : 'Entry added';
  return `In the calendar: ${dayWords(proposal.payload.date, proposal.payload.time)}`;
}

/** The day it comes to stand on: one that names none is for tomorrow morning. */
const dayWords = (date: string | null, time: string | null): string => (date ? `${formatWallDay(date, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })}${time ? `, ${time}` : ''}` : 'tomorrow at 9:00');
