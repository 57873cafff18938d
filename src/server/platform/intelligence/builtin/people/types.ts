/** What is read out of a note about people. */
import type { Labelled } from '../analyse.ts';
import type { TieType } from './ties.ts';

/** Somebody a note names. No `contact_ids`: not in Kith yet; several: it has to be asked which. */
export type Named = { name: string; contact_ids: string[] };
/** A stretch of the note that means somebody in particular; UTF-16 offsets, end exclusive. */
export type Mention = Named & { start: number; end: number; text: string; how: 'name' | 'role' | 'pronoun'; is_person: boolean };
/** "`who` is the `type` of `of`", in the note's own `word`. */
export type Relation = { of: Named & { is_person: boolean }; who: Named & { is_person: boolean }; type: TieType; word: string; start: number; end: number; text: string };
/** Whose a fact is. `relative`: somebody without a name, known only by who they are to the note's person. */
export type Subject =
  | { kind: 'person' }
  | { kind: 'other'; who: Named; tie: string | null }
  | { kind: 'relative'; name: string }
  | { kind: 'writer' }
  | { kind: 'unsure'; candidates: (Named & { is_person: boolean })[] };
/** A part of a unit with one subject. `touches`: it says something about the note's person, too. `also`: others it is equally about. */
export type Piece = Labelled & { subject: Subject; touches: boolean; also: Named[]; spoken: Spoken | null };
/** The words at the head of a piece that stand for its subject, so that a sentence can be told on its own. `as`: who they are, when it is not one person with a name. */
export type Spoken = { start: number; end: number; possessive: boolean; as?: string };
export type People = { pieces: Piece[]; mentions: Mention[]; relations: Relation[] };
