import { deleteNotes, importNote } from '../domains/notes/index.ts';
import { assignTag, createContact, createRelationship, deleteContacts, deleteTag, ensureTag } from '../domains/people/index.ts';
import { type Ctx, within } from '../platform/context.ts';
import type { DemoAnswer, DemoState } from './demo.schema.ts';
import * as store from './demo.store.ts';
import { NOTES } from './life/notes.ts';
import { PEOPLE, TAGS } from './life/people.ts';
import type { LifeNote, LifePerson } from './life/shapes.ts';
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

/**
 * Fills the working space with the people and notes of an invented life, in one transaction and so one action that can be undone.
 * Entries are drawn by the built-in engine: they have real sources, cost nothing and leave the machine never. A second time
 * nothing is added.
 */
export async function addDemo(ctx: Ctx): Promise<DemoAnswer> {
  const there = await store.selectDemo(ctx, ctx.space.id);
  if (there) return answerOf(there, false);
  const names = new Map(PEOPLE.map((person) => [person.key, person.full_name]));
  const drawn = await Promise.all(NOTES.map(({ about, text }) => ctx.platform.intelligence.analyse({ content: text, contact_name: names.get(about)! }, { engine: 'builtin' })));

  const now = new Date();
  return ctx.tx(
    async (tx) => {
      const id = await store.insertDemo(tx, ctx.space.id);
      if (!id) return answerOf((await store.selectDemo(tx, ctx.space.id))!, false);
      const inside = within(ctx, tx);
      const tags = new Map<string, { id: string; created: boolean }>();
      for (const one of TAGS) {
        const { tag, created } = await ensureTag(inside, one);
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
      const note_ids: string[] = [];
      for (const [i, note] of NOTES.entries()) {
        const tag_ids = (note.tags ?? []).map((name) => tags.get(name)!.id);
        note_ids.push(await importNote(inside, { contact_id: people.get(note.about)!, content: note.text, source: 'demo', created_at: writtenAt(note, now), tag_ids, analysis: drawn[i]! }));
      }
      const rows = { contact_ids: [...people.values()], tag_ids: [...tags.values()].filter((tag) => tag.created).map((tag) => tag.id), note_ids };
      await store.nameRows(tx, ctx.space.id, id, rows);
      return answerOf(rows, true);
    },
    { timeout: 'complex' },
  );
}

const answerOf = (rows: Pick<store.Demo, 'contact_ids' | 'tag_ids' | 'note_ids'>, created: boolean): DemoAnswer => ({ created, contacts: rows.contact_ids.length, notes: rows.note_ids.length, tags: rows.tag_ids.length });

/** Whether the working space has demo data, and who of it would stay. */
export async function demoState(ctx: Ctx): Promise<DemoState> {
  const demo = await store.selectDemo(ctx, ctx.space.id);
  if (!demo) return { present: false, contacts: 0, stays: [] };
  const ownNotes = (await store.selectOwnNotes(ctx, ctx.space.id, demo)).map((note) => note.id);
  const [contacts, stays] = await Promise.all([store.countContacts(ctx, ctx.space.id, demo.contact_ids), store.selectOwnContacts(ctx, ctx.space.id, demo, ownNotes)]);
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
      const stays = await store.selectOwnContacts(tx, ctx.space.id, demo, ownNotes);
      const kept = new Set([...ownNotes, ...stays.map((contact) => contact.id)]);
      const going = (ids: string[]) => ids.filter((id) => !kept.has(id));
      const notes = await deleteNotes(inside, going(demo.note_ids));
      const contacts = (await deleteContacts(inside, going(demo.contact_ids))).length;
      const tags = await store.selectIdleTags(tx, ctx.space.id, demo);
      for (const tag of tags) await deleteTag(inside, tag.id);
      await store.deleteDemo(tx, ctx.space.id, demo.id);
      return { contacts, notes, tags: tags.length, stays, kept_notes: ownNotes.length };
    },
    { timeout: 'complex' },
  );
}
