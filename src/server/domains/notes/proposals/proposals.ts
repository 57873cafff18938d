import { z } from 'zod';
import { type Ctx, within } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/database.ts';
import { revertible } from '../../../platform/database/revertible.ts';
import { conflict, notFound, Rejection, unacceptable } from '../../../platform/errors.ts';
import { decodeCursor, type Page, toPage } from '../../../platform/http/shapes.ts';
import { contactExists, createContact, createRelationship, namesOf, tiedAmong } from '../../people/index.ts';
import { insertEntries, selectEntry } from '../entries.store.ts';
import type { Entry } from '../notes.schema.ts';
import * as notes from '../notes.store.ts';
import { endOlder } from '../past.ts';
import { relocate } from '../sources.ts';
import { entryMentions, type Found, mentionsOf, proposalsOf, spansOfName } from './propose.ts';
import { type Choices, type NewProposal, type Proposal, PROPOSAL_KINDS, type Who } from './proposals.schema.ts';
import * as store from './proposals.store.ts';

/** What a date or a thing to do becomes: given by whoever keeps calendars, which notes know nothing of. */
type OnDate = { contact_id: string; title: string; date: string | null; time: string | null; time_zone: string; entry_id: string | null };
/** @returns what was made; null when it was there already */
export type AcceptDate = (ctx: Ctx, about: OnDate) => Promise<{ kind: string; id: string } | null>;

/** One page of proposals, newest first. */
export async function listProposals(ctx: Ctx, query: { limit: number; cursor?: string | undefined; contact_id?: string | undefined; note_id?: string | undefined; action_id?: string | undefined; state: Proposal['state'] }): Promise<Page<Proposal>> {
  const before = decodeCursor(query.cursor, z.tuple([z.uuid()]));
  return toPage(await store.selectProposals(ctx, ctx.space.id, query, before?.[0]), query.limit, (one) => [one.id]);
}

/** What a note proposes and nobody has decided on, at most 100. */
export const proposalsOfNote = async (ctx: Ctx, noteId: string): Promise<Proposal[]> =>
  (await store.selectProposals(ctx, ctx.space.id, { limit: 100, note_id: noteId, state: 'open' }, undefined)).slice(0, 100).toReversed();

/** Keeps the most telling of what this action proposes: an import may bring years of notes. @returns how many are left */
export async function trimProposals(ctx: Ctx, most: number): Promise<number> {
  return ctx.tx(async (tx) => {
    await store.trimOpen(tx, ctx.space.id, ctx.request_id, most);
    return store.countOpen(tx, ctx.space.id, ctx.request_id);
  });
}

/** Keeps whom a note mentions and what it proposes. What was decided before is not proposed again, nor a day that is over. */
export async function keepFound(tx: Db, ctx: Ctx, found: Omit<Found, 'names' | 'tied' | 'entries'> & { entries: Entry[] }): Promise<void> {
  const { note, people, entries } = found;
  const mentioned = mentionsOf(people.mentions);
  await store.setNoteMentions(tx, ctx.space.id, note.id, mentioned);
  if (mentioned.length > 0 && entries.length > 0) await store.addEntryMentions(tx, ctx.space.id, entryMentions(entries, mentioned));
  const ids = new Set([note.contact_id, ...people.relations.flatMap((one) => [...one.of.contact_ids, ...one.who.contact_ids]), ...people.facts.flatMap((one) => [...(one.who?.contact_ids ?? []), ...one.candidates.flatMap((each) => each.contact_ids)])]);
  const names = await namesOf(tx, ctx.space.id, [...ids]);
  const tied = people.relations.length > 0 ? await tiedAmong(tx, ctx.space.id, [...names.keys()]) : [];
  await store.deleteOpen(tx, ctx.space.id, note.id);
  const proposals = proposalsOf({ ...found, names, tied }).filter((one) => names.has(one.contact_id) && !isOver(one, note.created_at));
  if (proposals.length > 0) await store.insertProposals(tx, ctx.space.id, note.id, proposals);
}

/** Whom a note mentions after it was rewritten: at the new places of their names, or no more. */
export async function moveMentions(tx: Db, ctx: Ctx, noteId: string, content: string): Promise<void> {
  const mentions = await store.selectNoteMentions(tx, ctx.space.id, noteId);
  if (mentions.length === 0) return;
  await store.setNoteMentions(tx, ctx.space.id, noteId, mentions.map(({ contact_id, spans }) => ({ contact_id, spans: relocate(spans, content) })).filter(({ spans }) => spans.length > 0));
}

const DAY = 86_400_000;
const before = (days: number) => new Date(Date.now() - days * DAY).toISOString().slice(0, 10);
/** Of a note that was written long ago: tomorrow was then, and what was to be done without a day is done or forgotten. */
const isOver = (one: NewProposal, written: string) => (one.kind === 'reminder' || one.kind === 'followup') && (one.payload.date !== null ? one.payload.date < before(1) : written.slice(0, 10) < before(60));

/** Accepts a proposal, corrected by `choices`; `acceptDate` keeps dates and things to do. @throws 404; 409 when it is decided already; 422 when it must be said who is meant */
export const acceptProposal = (ctx: Ctx, id: string, choices: Choices, acceptDate: AcceptDate): Promise<Proposal> =>
  ctx.tx(async (tx) => {
    const [proposal] = await store.lockProposals(tx, ctx.space.id, [id]);
    if (!proposal) throw notFound('proposal');
    return accept(tx, ctx, proposal, choices, acceptDate);
  });

/** Locks the proposals a request names. One that has gone meanwhile (its note, or whom it ties to whom) is passed over. @throws 404 when none is there */
async function lockNamed(tx: Db, ctx: Ctx, ids: string[]): Promise<Proposal[]> {
  const found = await store.lockProposals(tx, ctx.space.id, ids);
  if (found.length === 0) throw notFound('proposal');
  return found;
}

/** Accepts those of the proposals that need no choice. @throws 404 when none is there */
export const acceptProposals = (ctx: Ctx, ids: string[], acceptDate: AcceptDate): Promise<{ data: Proposal[]; skipped: string[] }> =>
  ctx.tx(
    async (tx) => {
      const order = (one: Proposal) => PROPOSAL_KINDS.indexOf(one.kind);
      const found = await lockNamed(tx, ctx, ids);
      const all = found.filter((one) => one.state === 'open').toSorted((a, b) => order(a) - order(b));
      const data: Proposal[] = [];
      for (const { id } of all) {
        // somebody made for one proposal is known to the next
        const proposal = await store.selectProposal(tx, ctx.space.id, id);
        if (!proposal) continue;
        if (proposal.state !== 'open') data.push(proposal);
        else if (!asks(proposal)) data.push(...(await acceptIfPossible(tx, ctx, proposal, acceptDate)));
      }
      return { data, skipped: found.map((one) => one.id).filter((id) => !data.some((one) => one.id === id)) };
    },
    { timeout: 'complex' },
  );

/** One that cannot be accepted as it is (somebody is gone, say) does not keep the others from it. */
const acceptIfPossible = (tx: Db, ctx: Ctx, proposal: Proposal, acceptDate: AcceptDate): Promise<Proposal[]> =>
  revertible(tx, async () => [await accept(tx, ctx, proposal, {}, acceptDate)]).catch((error: unknown) => {
    if (error instanceof Rejection) return [];
    throw error;
  });

/** Whether it must be said first who is meant. */
const asks = ({ payload }: Proposal): boolean => 'who' in payload && payload.who.contact_id === null && (payload.who.candidates.length > 0 || payload.who.name === '');

/** Dismisses proposals: analysing the note again does not bring them back. @throws 404 when none is there */
export const dismissProposals = (ctx: Ctx, ids: string[]): Promise<{ data: Proposal[]; skipped: string[] }> =>
  ctx.tx(async (tx) => {
    const found = await lockNamed(tx, ctx, ids);
    const open = found.filter((one) => one.state === 'open');
    for (const { id } of open) await store.decide(tx, ctx.space.id, id, 'dismissed', []);
    const data: Proposal[] = [];
    for (const { id } of open) data.push((await store.selectProposal(tx, ctx.space.id, id))!);
    return { data, skipped: found.map((one) => one.id).filter((id) => !open.some((one) => one.id === id)) };
  });

/** @throws 404; 409 when it is decided already */
export async function dismissProposal(ctx: Ctx, id: string): Promise<Proposal> {
  const { data } = await dismissProposals(ctx, [id]);
  if (data[0]) return data[0];
  throw decided();
}
const decided = () => conflict('decided', 'This proposal is decided already. Undo that first.');

async function accept(tx: Db, outer: Ctx, proposal: Proposal, choices: Choices, acceptDate: AcceptDate): Promise<Proposal> {
  const ctx = within(outer, tx);
  if (proposal.state !== 'open') throw decided();
  const created: Proposal['created'] = [];
  if (choices.contact_id && !(await contactExists(tx, ctx.space.id, choices.contact_id))) throw notFound('contact');
  switch (proposal.kind) {
    case 'person': {
      const id = choices.contact_id ?? (await makePerson(ctx, tx, proposal, choices.full_name ?? proposal.payload.full_name, proposal.payload.full_name, created));
      if (choices.contact_id) await nowKnown(ctx, tx, proposal.note_id, proposal.payload.full_name, id);
      if (proposal.payload.tie) await tie(ctx, id, proposal.payload.tie, created);
      break;
    }
    case 'relationship':
      await tie(ctx, await whoIs(ctx, tx, proposal, proposal.payload.who, choices, created), proposal.payload.tie, created);
      break;
    case 'entry': {
      const id = await whoIs(ctx, tx, proposal, proposal.payload.who, choices, created);
      const note = await notes.selectNote(tx, ctx.space.id, proposal.note_id);
      // the note may have been rewritten since
      const sources = proposal.source && note ? relocate([proposal.source], note.content) : [];
      const body = { category: choices.category ?? proposal.payload.category, content: choices.content ?? proposal.payload.content, confidence: proposal.confidence, sources };
      const [entry] = (await insertEntries(tx, ctx.space.id, { contact_id: id, note_id: proposal.note_id, engine: null }, [body])) as [Entry];
      await endOlder(tx, ctx, { id, name: (await namesOf(tx, ctx.space.id, [id])).get(id) ?? '' }, [entry], note);
      created.push({ kind: 'entry', id: entry.id });
      break;
    }
    case 'reminder':
    case 'followup': {
      const { title, date, time, time_zone, entry_id } = { ...proposal.payload, ...given(choices) };
      const entry = entry_id ? await selectEntry(tx, ctx.space.id, entry_id) : undefined;
      const made = await acceptDate(ctx, { contact_id: proposal.contact_id, title, date, time, time_zone, entry_id: entry?.id ?? null });
      if (made) created.push(made);
    }
  }
  await store.decide(tx, ctx.space.id, proposal.id, 'accepted', created);
  return (await store.selectProposal(tx, ctx.space.id, proposal.id))!;
}

const given = ({ title, date, time }: Choices) => ({ ...(title !== undefined ? { title } : {}), ...(date !== undefined ? { date } : {}), ...(time !== undefined ? { time } : {}) });

/** Who a proposal means: as chosen, as known, or somebody made now. @throws 422 when several may be meant */
async function whoIs(ctx: Ctx, tx: Db, proposal: Proposal, who: Who, choices: Choices, created: Proposal['created']): Promise<string> {
  if (choices.contact_id) return choices.contact_id;
  if (who.contact_id && !choices.create) {
    if (!(await contactExists(tx, ctx.space.id, who.contact_id))) throw unacceptable('choices.contact_id', `${who.name} is not in Kith any more. Choose who is meant.`);
    return who.contact_id;
  }
  if ((who.candidates.length > 0 || who.name === '') && !choices.create) throw unacceptable('choices.contact_id', 'Several people may be meant. Choose one.', 'who_is_meant');
  const name = choices.full_name ?? who.name;
  if (name.length < 2) throw unacceptable('choices.full_name', 'Say what they are called.');
  return makePerson(ctx, tx, proposal, name, who.name, created);
}

async function makePerson(ctx: Ctx, tx: Db, proposal: Proposal, fullName: string, noteName: string, created: Proposal['created']): Promise<string> {
  const { id } = await createContact(ctx, { full_name: fullName });
  created.push({ kind: 'contact', id });
  await nowKnown(ctx, tx, proposal.note_id, noteName, id);
  // A proposal of the same note to make this very person is done, and what ties them is said.
  for (const other of await store.settlePerson(tx, ctx.space.id, proposal.note_id, noteName)) {
    if (other.id === proposal.id) continue;
    const same = (await store.selectProposal(tx, ctx.space.id, other.id))!;
    const made: Proposal['created'] = [];
    if (same.kind === 'person' && same.payload.tie) await tie(ctx, id, same.payload.tie, made);
    await store.decide(tx, ctx.space.id, other.id, 'accepted', made);
  }
  return id;
}

/** From now on the name in this note means this person: in its other proposals, its mentions and its entries. */
async function nowKnown(ctx: Ctx, tx: Db, noteId: string, name: string, contactId: string): Promise<void> {
  await store.nameKnown(tx, ctx.space.id, noteId, name, contactId);
  const note = await notes.selectNote(tx, ctx.space.id, noteId);
  const spans = note ? spansOfName(note.content, name) : [];
  if (!note || spans.length === 0 || note.contact_id === contactId) return;
  await store.addNoteMentions(tx, ctx.space.id, noteId, [{ contact_id: contactId, spans }]);
  await store.mentionInEntries(tx, ctx.space.id, noteId, contactId, spans[0]!.text);
}

/** Connects two people; that they are connected like this already is no fault. */
async function tie(ctx: Ctx, who: string, { type, label, of }: { type: string; label: string | null; of: { contact_id: string; name: string } }, created: Proposal['created']): Promise<void> {
  if (!(await contactExists(ctx, ctx.space.id, of.contact_id))) throw unacceptable('choices', `${of.name} is not in Kith any more.`);
  try {
    const { id } = await revertible(ctx, () => createRelationship(ctx, { source_contact_id: who, target_contact_id: of.contact_id, type, ...(label ? { label } : {}) }));
    created.push({ kind: 'relationship', id });
  } catch (error) {
    if (!(error instanceof Rejection && error.status === 409)) throw error;
  }
}
