import { fold } from '../fold.ts';
import { CATEGORIES } from './categories.ts';
import type { Category, SourceSpan } from './categories.ts';
import type { Claim } from './prompt.ts';
import { quoteFinder } from './quotes.ts';
import type { Claimed } from './types.ts';

const MAX_ENTRIES = 100;
const MAX_CONTENT = 500;

/**
 * Believes of a model's answer what the note proves: entries of a known category with at least one quote that occurs
 * in the note. Quotes that do not are dropped, and with the last one the entry. A sentence of the model that brings a
 * name, number or address the note does not have is replaced by the quote itself.
 */
export function verifiedEntries(claims: Claim[], note: string, contactName: string): Claimed[] {
  const find = quoteFinder(note);
  const known = vocabulary(`${note}\n${contactName}`);
  const entries = new Map<string, Claimed>();
  for (const claim of claims) {
    if (entries.size === MAX_ENTRIES) break;
    const category = categoryOf(claim.category);
    if (!category) continue;
    const sources = distinct(claim.quotes.map(find).filter((span) => span !== null));
    if (sources.length === 0) continue;
    const said = claim.content.replace(/\s+/g, ' ').trim();
    const quoted = sources.map((source) => source.text.replace(/\s+/g, ' ').trim()).join(' … ');
    const content = (said && said.length <= MAX_CONTENT && isGrounded(said, known) ? said : quoted).slice(0, MAX_CONTENT);
    const entry = { category, content, confidence: confidenceOf(claim.confidence), sources, said: saidOf(claim.about, note, contactName) };
    const identity = `${category}\n${content.toLowerCase()}`;
    if (!entries.has(identity)) entries.set(identity, entry);
  }
  return [...entries.values()];
}

/** Whose a claim is: "person", a name the note has, or "unsure" for one it does not. Null when the model said nothing. */
function saidOf(about: string | undefined, note: string, contactName: string): string | null {
  const name = about?.replace(/\s+/g, ' ').trim();
  if (!name) return null;
  if (/^(?:the )?(?:person|writer|unsure)$/i.test(name)) return name.replace(/^the /i, '').toLowerCase();
  if (foldToken(name) === foldToken(contactName)) return 'person';
  const said = tokens(name).map(fold);
  const known = vocabulary(note);
  return said.length > 0 && said.every((word) => known.has(word)) ? name : 'unsure';
}

function categoryOf(text: string): Category | null {
  const wanted = text.trim().toLowerCase();
  return CATEGORIES.find((category) => category.toLowerCase() === wanted) ?? null;
}

function confidenceOf(value: number): number {
  return Math.min(10, Math.max(1, Math.round(value) || 1));
}

function distinct(spans: SourceSpan[]): SourceSpan[] {
  const byPlace = new Map(spans.map((span) => [`${span.start}-${span.end}`, span]));
  return [...byPlace.values()].sort((a, b) => a.start - b.start);
}

/** Words, numbers and addresses as they can be compared. */
function tokens(text: string): string[] {
  return text.match(/https?:\/\/\S+|\S+@\S+|[\p{L}\p{M}]+|\p{N}+/gu) ?? [];
}

/** The words of a text, folded. */
export function vocabulary(text: string): Set<string> {
  return new Set(tokens(text).map(foldToken));
}

/** True when every number, address and capitalised word of `said` (its first word aside) is one of the note's. */
function isGrounded(said: string, known: Set<string>): boolean {
  return telling(said).every((token) => known.has(foldToken(token)));
}

/** What nobody may make up: numbers, addresses and capitalised words (the first word aside). */
export const telling = (said: string): string[] => tokens(said).filter((token, index) => /[\p{N}@/]/u.test(token) || (index > 0 && /^\p{Lu}/u.test(token)));

/** A token as it is compared: folded, without the mark behind it. */
export const foldToken = (token: string): string => fold(token).replace(/[.,;:!?)]+$/u, '');
