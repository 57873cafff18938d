import type { components, paths } from './api.gen.ts';

/** The shapes of the API, by the names the product uses. */

export type Page<T> = { data: T[]; has_more: boolean; next_cursor: string | null };

type Schemas = components['schemas'];

export type User = Schemas['User'];
export type Space = Schemas['Space'];
export type Role = Space['role'];
export type Preferences = Schemas['Preferences'];
/** A browser or program that is signed in. */
export type DeviceSession = Schemas['SessionItem'];
export type ApiKey = Schemas['ApiKey'];
export type ListedSpace = Schemas['SpaceItem'];
export type Invitation = Schemas['Invitation'];
export type Session = Schemas['Session'];
export type Tag = Schemas['Tag'];
export type Group = Schemas['Group'];
/** A relationship as one of its two people has it. */
export type ContactRelationship = Schemas['ContactRelationship'];
export type GraphPath = Schemas['GraphPath'];
export type TagRef = Pick<Tag, 'id' | 'name' | 'color'>;
/** Somebody, and what they are called. */
export type PersonRef = { id: string; full_name: string };
/** A person as a list shows them. */
export type ContactSummary = Schemas['ContactSummary'];
/** A person with everything known by heart. */
export type Contact = Schemas['Contact'];
/** People who look like one and the same, and why. */
export type Duplicates = Schemas['Duplicates'];
/** Somebody who was merged into somebody else. */
export type Merge = Schemas['Merge'];
/** A named filter of a list. */
export type SavedFilter = Schemas['SavedFilter'];
/** Contact with a person that left no note. */
export type Interaction = Schemas['Interaction'];
/** Somebody it is time to talk to. */
export type Due = Schemas['Due'];

export const categories = [
  'Personal Details',
  'Interests',
  'Goals',
  'Challenges',
  'Actionable',
  'Professional',
  'Relationships',
  'Communication',
] as const satisfies readonly Entry['category'][];
export type Category = Entry['category'];
export type SourceSpan = Schemas['Source'];
/** One piece of what is known about a person. */
export type Entry = Schemas['Entry'];
/** An entry somebody is about to keep. */
export type DraftEntry = Pick<Entry, 'category' | 'content' | 'confidence' | 'sources'>;
/** Something analysis found that nobody has taken for true yet. */
export type Proposal = Schemas['Proposal'];
/** What somebody corrects while accepting a proposal. */
export type Choices = NonNullable<NonNullable<paths['/api/v1/proposals/{id}/accept']['post']['requestBody']>['content']['application/json']>['choices'] & object;
/** Raw text about a person, as it was written. */
export type Note = Schemas['Note'];
/** What came out of a note; `raw_note_id` is null for a preview, which saves nothing. */
export type Analysis = Schemas['ProcessedNote'];
/** One row of the change feed; an update carries only the columns that changed. */
export type Change = Schemas['Change'];
/** What one request or job did. */
export type Action = Schemas['Action'];

/** A kind of file that can be imported. */
export type ImportFormat = Schemas['ImportFormat'];
/** A file that was or is to be imported, and what it came to. */
export type Import = Schemas['Import'];
export type ImportSummary = Schemas['ImportSummary'];

/** Background work as a person watches it. */
export type Job = Schemas['Job'];

/** How a relationship fares, each number explained. */
export type ContactHealth = Schemas['ContactHealth'];
export type ScorePart = Schemas['ScorePart'];
export type ContactTrends = Schemas['ContactTrends'];
export type Recommendation = Schemas['Recommendation'];
/** Everybody at once. */
export type Network = Schemas['Network'];

export type SearchResult = Schemas['SearchResult'];
export type SearchKind = SearchResult['kind'];

export type Calendar = Schemas['Calendar'];
/** An event, or a series of them. */
export type CalendarEvent = Schemas['Event'];
/** One coming of an event, or of a birthday or date of somebody. */
export type Occurrence = Schemas['Occurrence'];
export type Reminder = Schemas['Reminder'];
/** An Actionable entry as something to do. */
export type FollowUp = Schemas['FollowUp'];
/** All that the first page shows. */
export type Today = Schemas['Today'];

/** An account as an admin sees it. */
export type AdminUser = Schemas['AdminUser'];
export type AdminOverview = Schemas['AdminOverview'];
/** A kind of server fault on a route. */
export type Fault = Schemas['Fault'];
export type AiUsage = Schemas['AiUsage'];
/** That an admin may look, or looked, at somebody's space. */
export type SupportAccess = Schemas['SupportAccess'];
