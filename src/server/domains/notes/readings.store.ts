import sql from 'sql-template-tag';
import type { Db } from '../../platform/database/database.ts';

/** Takes or prolongs the right to read a note. @returns whether it is the holder's; false also when the note is gone */
export const holdReading = async (db: Db, spaceId: string, noteId: string, holder: string, seconds: number) =>
  (
    await db.query(sql`
      insert into note_readings as r (note_id, space_id, holder, until)
      values (${noteId}, ${spaceId}, ${holder}, now() + make_interval(secs => ${seconds}))
      on conflict (note_id) do update set holder = excluded.holder, until = excluded.until where r.holder = excluded.holder or r.until < now() returning 1`)
  ).length === 1;

export const endReading = (db: Db, spaceId: string, noteId: string, holder: string) => db.query(sql`delete from note_readings where space_id = ${spaceId} and note_id = ${noteId} and holder = ${holder}`);
