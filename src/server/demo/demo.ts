import { getPreferences } from '../domains/accounts/index.ts';
import { createEvent, deleteEvents, endEvents } from '../domains/calendar/index.ts';
import { deleteNotes, importNote } from '../domains/notes/index.ts';
import { addMembers, assignTag, createContact, createRelationship, deleteContacts, deleteNamed, ensureNamed } from '../domains/people/index.ts';
import { type Ctx, within } from '../platform/context.ts';
import type { Analysis, Circle } from '../platform/intelligence/index.ts';
import type { DemoAnswer, DemoState } from './demo.schema.ts';
import * as store from './demo.store.ts';
import { EVENTS, GROUPS } from './life/events.ts';
import { NOTES } from './life/notes.ts';
import { PEOPLE, TAGS } from './life/people.ts';
import type { LifeEvent, LifeNote, LifePerson } from './life/shapes.ts';
import { CADENCES, TIES } from './life/ties.ts';

const DAY_MS = 86_400_000;

/** When a note was written, if today is `now`. */
function writtenAt({ days, at }: LifeNote, now: Date): string {
  return `${new Date(now.getTime() - days * DAY_MS).toISOString().slice(0, 10)}T${at}:00Z`;
}

function birthdayOf({ birthday }: LifePerson, now: Date): string | null {
  if (birthday === undefined || typeof birthday === 'string') return birthday ?? null;
  const day = new Date(now.getTime() + birthday.in_days * DAY_MS).toISOString().slice(5, 10);
  return day === '02-29' ? `--${day}` : `${birthday.year}-${day}`;
}

/** An event as the calendar takes it, if today is `now`; its people by their ids. */
function eventOf(event: LifeEvent, now: Date, idOf: (key: string) => string) {
  const day = (days: number) => new Date(now.getTime() + days * DAY_MS).toISOString().slice(0, 10);
  const start = `${day(event.days)}T${event.at}`;
  const times = event.at
    ? { starts_at: start, ends_at: new Date(Date.parse(`${start}:00Z`) + event.minutes! * 60_000).toISOString().slice(0, 16) }
    : { starts_at: day(event.days), ends_at: day((event.last ?? event.days) + 1) };
  const { title, place = null, description = null, color = null, rrule = null, reminders = [] } = event;
  const attendees = (event.invites ?? []).map(([key, status]) => ({ name: PEOPLE.find((person) => person.key === key)!.full_name, contact_id: idOf(key), status }));
  return { title, place, description, color, rrule, reminders, attendees, contact_ids: event.with.map(idOf), ...times };
}

/** Who a note of the invented life is about, and who else it may name: nobody of the user's own. Ids are keys. */
function circleOf(about: string): Circle {
  const { key: id, full_name, nickname, pronouns } = PEOPLE.find((person) => person.key === about)!;
  const others = PEOPLE.filter((person) => person.key !== about).map((person) => [person.key, person.full_name, person.nickname ?? null] as const);
  return { person: { id, full_name, nickname: nickname ?? null, pronouns: pronouns ?? null }, others };
}

/** What old notes proposed was decided on long ago. */
const DECIDED_DAYS = 180;
/** An analysis with the ids that the people of the invented life have in this space. */
function known(analysis: Analysis, days: number, idOf: (key: string) => string): Analysis {
  const people = JSON.parse(JSON.stringify(analysis.people), (field, value) => (field === 'contact_ids' ? value.map(idOf) : value)) as NonNullable<Analysis['people']>;
  return { ...analysis, people: days > DECIDED_DAYS ? { ...people, relations: [], facts: [] } : people };
}

/**
 * Fills the working space with the people, notes, events and groups of an invented life, in one transaction and so one action that can be undone.
 * Entries are drawn by the built-in engine: they have real sources, cost nothing and leave the machine never. A second time
 * nothing is added.
 */
export async function addDemo(ctx: Ctx): Promise<DemoAnswer> {
  const there = await store.selectDemo(ctx, ctx.space.id);
  if (there) return answerOf(there, false);
  const notes = NOTES.toSorted((a, b) => b.days - a.days);
  const drawn = await Promise.all(notes.map(({ about, text }) => ctx.platform.intelligence.analyse({ content: text, contact_name: circleOf(about).person.full_name, circle: circleOf(about) }, { engine: 'builtin' })));
  const { time_zone, locale } = await getPreferences(ctx);

  const now = new Date();
  return ctx.tx(
    async (tx) => {
      const id = await store.insertDemo(tx, ctx.space.id);
      if (!id) return answerOf((await store.selectDemo(tx, ctx.space.id))!, false);
      const inside = within(ctx, tx);
      const tags = new Map<string, { id: string; created: boolean }>();
      for (const one of TAGS) {
        const { named: tag, created } = await ensureNamed(inside, 'tag', one);
        tags.set(one.name, { id: tag.id, created });
      }
      const people = new Map<string, string>();
      for (const person of PEOPLE) {
        const { key, tags: carries, birthday: _birthday, ...fields } = person;
        const contact = await createContact(inside, { ...fields, birthday: birthdayOf(person, now), cadence_weeks: CADENCES[key] ?? null });
        people.set(key, contact.id);
        for (const name of carries) await assignTag(inside, contact.id, tags.get(name)!.id);
      }
      for (const [who, type, whom] of TIES) await createRelationship(inside, { source_contact_id: people.get(who)!, target_contact_id: people.get(whom)!, type });
      const idOf = (key: string) => people.get(key)!;
      const note_ids: string[] = [];
      for (const [i, note] of notes.entries()) {
        const tag_ids = (note.tags ?? []).map((name) => tags.get(name)!.id);
        note_ids.push(await importNote(inside, { contact_id: people.get(note.about)!, content: note.text, source: 'demo', created_at: writtenAt(note, now), tag_ids, analysis: known(drawn[i]!, note.days, idOf), clock: { time_zone, locale } }));
      }
      const event_ids: string[] = [];
      for (const event of EVENTS) event_ids.push((await createEvent(inside, eventOf(event, now, idOf))).id);
      // what has happened is contact from the first look on
      await endEvents(ctx.platform, tx, { space_id: ctx.space.id, ended_ids: event_ids, time_zone }, new Date());
      const group_ids: string[] = [];
      for (const { members, ...fields } of GROUPS) {
        const { named: group, created } = await ensureNamed(inside, 'group', fields);
        await addMembers(inside, group.id, members.map(idOf));
        if (created) group_ids.push(group.id);
      }
      const rows = { event_ids, group_ids, contact_ids: [...people.values()], tag_ids: [...tags.values()].filter((tag) => tag.created).map((tag) => tag.id), note_ids };
      await store.nameRows(tx, ctx.space.id, id, rows);
      return answerOf(rows, true);
    },
    { timeout: 'complex' },
  );
}

const answerOf = (rows: store.Rows, created: boolean): DemoAnswer => ({
  created,
  contacts: rows.contact_ids.length,
  notes: rows.note_ids.length,
  tags: rows.tag_ids.length,
  events: rows.event_ids.length,
  groups: rows.group_ids.length,
});

/** Whether the working space has demo data, and who of it would stay. */
export async function demoState(ctx: Ctx): Promise<DemoState> {
  const demo = await store.selectDemo(ctx, ctx.space.id);
  if (!demo) return { present: false, contacts: 0, stays: [] };
  const ownNotes = (await store.selectOwnNotes(ctx, ctx.space.id, demo)).map((note) => note.id);
  const events = (await store.selectGoingEvents(ctx, ctx.space.id, demo)).map((event) => event.id);
  const [contacts, stays] = await Promise.all([store.countContacts(ctx, ctx.space.id, demo.contact_ids), store.selectOwnContacts(ctx, ctx.space.id, demo, ownNotes, events)]);
  return { present: true, contacts, stays };
}

export type Removed = { contacts: number; notes: number; tags: number; stays: store.Named[]; kept_notes: number };

/**
 * Takes the demo data away again, in one action that can be undone. What somebody changed or wrote stays, with the person it is
 * about: from then on that is theirs. Tags stay where somebody changed them or something still carries them.
 * @returns undefined when there is no demo
 */
export function removeDemo(ctx: Ctx): Promise<Removed | undefined> {
  return ctx.tx(
    async (tx) => {
      const demo = await store.lockDemo(tx, ctx.space.id);
      if (!demo) return undefined;
      const inside = within(ctx, tx);
      await store.holdContacts(tx, ctx.space.id, demo.contact_ids);
      const ownNotes = (await store.selectOwnNotes(tx, ctx.space.id, demo)).map((note) => note.id);
      const events = (await store.selectGoingEvents(tx, ctx.space.id, demo)).map((event) => event.id);
      const stays = await store.selectOwnContacts(tx, ctx.space.id, demo, ownNotes, events);
      const kept = new Set([...ownNotes, ...stays.map((contact) => contact.id)]);
      const going = (ids: string[]) => ids.filter((id) => !kept.has(id));
      const groups = await store.selectIdleGroups(tx, ctx.space.id, demo);
      for (const group of groups) await deleteNamed(inside, 'group', group.id);
      await deleteEvents(inside, events);
      const notes = await deleteNotes(inside, going(demo.note_ids));
      const contacts = (await deleteContacts(inside, going(demo.contact_ids))).length;
      const tags = await store.selectIdleTags(tx, ctx.space.id, demo);
      for (const tag of tags) await deleteNamed(inside, 'tag', tag.id);
      await store.deleteDemo(tx, ctx.space.id, demo.id);
      return { contacts, notes, tags: tags.length, stays, kept_notes: ownNotes.length };
    },
    { timeout: 'complex' },
  );
}
