import { uuidv7s } from '../../../platform/ids.ts';
import { findPeople, foldNames, mergedInto } from '../../people/index.ts';
import type { ImportRun } from '../format.ts';
import type { Column } from './columns.ts';
import { isId, type Said } from './rows.ts';

type Existing = Awaited<ReturnType<typeof findPeople>>[number];
/** A person of the file: somebody who is here (`is`), or somebody new. `line`, `said`: the first row about them. */
export type Person = { id: string; name: string; is: Existing | null; line: number; said: Said };
type Unclear = { column: Column; message: string };

const CANDIDATES = 5;

/**
 * Tells whom a row is about: Contact ID (also of somebody who was merged since), else Telegram ID, else the exact name (case and accents aside). Two rows with different
 * Contact IDs are two people, even of one name. Where several people would do, it says so and picks none.
 */
export function createFinder(run: ImportRun) {
  const byFileId = new Map<string, Person>();
  const byTelegram = new Map<number, Person[]>();
  const byName = new Map<string, Person[]>();
  const byId = new Map<string, Person>();
  /** People who are here, as the last look found them. */
  let here: { id: Map<string, Existing>; telegram: Map<number, Existing[]>; name: Map<string, Existing[]> } = { id: new Map(), telegram: new Map(), name: new Map() };
  /** Who was taken for which Contact ID of the file, by Telegram ID or name. */
  const taken = new Map<string, string>();
  let ids: string[] = [];
  /** Who was merged into whom, once a row names somebody who is not there. */
  let merged: Map<string, string> | undefined;
  const made = new Set<string>();
  const created: Person[] = [];
  const existing: Person[] = [];
  const folded = new Map<string, string>();
  const foldName = (name: string) => folded.get(name)!;

  const add = <K>(map: Map<K, Person[]>, key: K, person: Person) => void (map.get(key)?.push(person) ?? map.set(key, [person]));
  const unclear = (column: Column, what: string, people: { name: string; id: string }[]): Unclear => ({
    column,
    message: `${what} could be any of ${people.length}: ${people.slice(0, CANDIDATES).map((person) => `${person.name} (${person.id})`).join(', ')}${people.length > CANDIDATES ? ', …' : ''}. Give the Contact ID.`,
  });

  function known(is: Existing, row: Said): Person {
    const before = byId.get(is.id);
    if (before) return before;
    const person: Person = { id: is.id, name: is.full_name, is, line: row.line, said: row };
    byId.set(is.id, person);
    existing.push(person);
    return person;
  }

  function make(row: Said): Person | Unclear {
    if (row.name === null) return { column: 'Contact Name', message: 'Nobody here has this id, and without a name nobody can be added.' };
    if ([...row.name].length < 2) return { column: 'Contact Name', message: 'A name has at least 2 characters.' };
    const person: Person = { id: ids.shift()!, name: row.name, is: null, line: row.line, said: row };
    made.add(person.id);
    created.push(person);
    add(byName, foldName(row.name), person);
    return person;
  }

  function find(row: Said): Person | Unclear {
    const is = row.file_id === null ? undefined : here.id.get(row.file_id.toLowerCase());
    if (is) return known(is, row);
    // somebody new with another Contact ID is somebody else; a row without one means whoever has the Telegram ID or the name
    const among = (column: Column, what: string, people: Existing[], fresh: Person[]): Person | Unclear | undefined => {
      const candidates = row.file_id === null ? fresh : [];
      if (people.length + candidates.length > 1) return unclear(column, what, [...people.map((one) => ({ id: one.id, name: one.full_name })), ...candidates]);
      return candidates[0] ?? (people[0] && claim(people[0], column, what));
    };
    const claim = (one: Existing, column: Column, what: string): Person | Unclear => {
      const other = taken.get(one.id);
      if (row.file_id !== null && other !== undefined && other !== row.file_id) return { column, message: `${what} is two people in the file (Contact IDs ${other} and ${row.file_id}) and one here. Give the Contact ID that person has here.` };
      if (row.file_id !== null) taken.set(one.id, row.file_id);
      return known(one, row);
    };
    const byNumber = row.telegram_id === null ? undefined : among('Telegram ID', `Telegram ID ${row.telegram_id}`, here.telegram.get(row.telegram_id) ?? [], byTelegram.get(row.telegram_id) ?? []);
    if (byNumber || row.name === null) return byNumber ?? make(row);
    const name = foldName(row.name);
    return among('Contact Name', `"${row.name}"`, here.name.get(name) ?? [], byName.get(name) ?? []) ?? make(row);
  }

  return {
    /** Looks up everybody these rows could be about, in two statements. */
    async look(rows: Said[]) {
      ids = uuidv7s(rows.length);
      const unknown = rows.filter((row) => row.file_id === null || !byFileId.has(row.file_id));
      const asked = [...new Set(unknown.flatMap((row) => (row.file_id !== null && isId(row.file_id) ? [row.file_id.toLowerCase()] : [])))];
      const telegram_ids = [...new Set(unknown.flatMap((row) => (row.telegram_id === null ? [] : [row.telegram_id])))];
      const names = [...new Set(unknown.flatMap((row) => (row.name === null ? [] : [row.name])))];
      here = { id: new Map(), telegram: new Map(), name: new Map() };
      if (unknown.length === 0) return;
      for (const [name, fold] of await foldNames(run.tx, names)) folded.set(name, fold);
      const found = await findPeople(run.tx, run.ctx, { ids: asked, telegram_ids, names });
      const there = new Set(found.flatMap((person) => (person.by === 'id' ? person.id : [])));
      for (const person of found) {
        if (made.has(person.id)) continue; // by this very import
        if (person.by === 'id') here.id.set(person.id, person);
        else if (person.by === 'telegram_id') here.telegram.set(person.telegram_id!, [...(here.telegram.get(person.telegram_id!) ?? []), person]);
        else here.name.set(person.name_folded, [...(here.name.get(person.name_folded) ?? []), person]);
      }
      const gone = asked.filter((id) => !there.has(id));
      if (gone.length === 0) return;
      merged ??= new Map((await mergedInto(run.tx, run.ctx)).map(({ id, contact_id }) => [id, contact_id]));
      const now = new Map(gone.flatMap((id) => (merged!.has(id) ? [[id, merged!.get(id)!] as const] : [])));
      if (now.size === 0) return;
      const people = new Map((await findPeople(run.tx, run.ctx, { ids: [...new Set(now.values())] })).map((person) => [person.id, person]));
      for (const [old, id] of now) if (people.has(id)) here.id.set(old, people.get(id)!);
    },

    personOf(row: Said): Person | Unclear {
      const before = row.file_id === null ? undefined : byFileId.get(row.file_id);
      if (before) return before;
      const person = find(row);
      if ('message' in person) return person;
      if (row.file_id !== null) byFileId.set(row.file_id, person);
      if (row.telegram_id !== null && !person.is && !byTelegram.get(row.telegram_id)?.includes(person)) add(byTelegram, row.telegram_id, person);
      return person;
    },

    /** Those who were first seen since the last call. */
    take: () => ({ created: created.splice(0), existing: existing.splice(0) }),
  };
}
