import { z } from 'zod';
import { Id, Timestamp, trimmed } from '../../platform/http/shapes.ts';

export const AskBody = z.object({ question: trimmed(2, 500).describe('In plain English: "What should I bring for dinner?"') });

export const Citation = z
  .object({
    n: z.int().min(1).describe('The number that stands in the answer as [1]'),
    kind: z.enum(['note', 'entry', 'message', 'event', 'detail']),
    id: Id.describe('Of the note, entry, interaction, event or relationship; of the contact for a detail'),
    contact_id: Id.describe('Whom it is about: not always the person of the note it stands in'),
    contact_name: z.string(),
    text: z.string().describe('What is written there'),
    at: Timestamp.nullable(),
    source: z.object({ note_id: Id, start: z.int().min(0), end: z.int().min(1) }).nullable().describe('The stretch of a note it was drawn from'),
    url: z.string().describe('Where it stands in the page'),
  })
  .meta({ id: 'Citation' });
export type Citation = z.infer<typeof Citation>;

export const Answer = z
  .object({
    answer: z.string().describe('Sentences, each followed by the numbers of what supports it. When nothing does: that Kith knows nothing about that yet. When a name fits several: who they are, and `follow_ups` ask it of each'),
    citations: z.array(Citation),
    engine: z.string().describe('builtin, or provider:model'),
    ai_error: z.string().optional().describe('Why the provider that should have answered did not'),
    follow_ups: z.array(z.string()).describe('Questions that have an answer too'),
  })
  .meta({ id: 'Answer' });
export type Answer = z.infer<typeof Answer>;

export const Briefing = z
  .object({
    contact_id: Id,
    full_name: z.string(),
    made_at: Timestamp,
    sections: z.array(
      z.object({
        key: z.enum(['who', 'last', 'now', 'changed', 'open', 'dates', 'ask', 'care']),
        title: z.string(),
        lines: z.array(z.object({ text: z.string(), from: Citation.omit({ n: true, contact_id: true, contact_name: true }).describe('What the line stands on') })),
      }),
    ),
  })
  .meta({ id: 'Briefing' });
export type Briefing = z.infer<typeof Briefing>;
