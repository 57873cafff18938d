import { z } from 'zod';
import { unacceptable } from '../../../platform/errors.ts';
import type { Found } from '../address-book/draft.ts';
import { bookImporter, BookWithNotesOptions, weighFound } from '../address-book/importer.ts';
import { defineFormat } from '../format.ts';
import { readText } from '../text.ts';
import { toDraft } from './account.ts';
import { readMonicaJson } from './json.ts';
import { readMonicaSql } from './sql.ts';

/** Both exports have to be read whole: what belongs to a person stands all over the file. */
const CHARACTERS = 64 * 1024 * 1024;
const TITLES: Record<string, string> = { relatives: 'relatives who are no contacts of their own (their names stand with whose relatives they are)', journal_entries: 'journal entries', documents: 'documents' };
const Options = BookWithNotesOptions.extend({ notes: z.union([z.boolean(), z.stringbool()]).default(true).meta({ title: 'Notes and activities', description: 'Notes, activities, calls, life events, gifts, debts, tasks and conversations as notes of their day.', hint: 'As notes of their day.' }) });

/** The export of a Monica account, JSON or SQL. */
export const monica = defineFormat<Found, typeof Options>({
  kind: 'monica',
  label: 'Monica',
  description: 'Everybody in a Monica account, from its JSON or SQL export: contact details, tags, dates and photos. Notes, activities, calls, gifts, debts and tasks become notes of their day; relationships are named in the custom fields.',
  extensions: ['.json', '.sql'],
  options: Options,
  accepts: ({ text }) => (/^\s*\{/.test(text) && /"account"\s*:/.test(text) && /"app_version"|"exported_by"/.test(text)) || (/insert\s+(ignore\s+)?into\s+[`"]?(\w+_)?(accounts|contacts|activities)[`"]?\s*\(/i.test(text) && !/^\s*\{/.test(text)),
  async *parse(open, run) {
    const parts: string[] = [];
    let size = 0;
    for await (const piece of readText(open)) {
      size += piece.length;
      if (size > CHARACTERS) throw unacceptable('file', 'This export is larger than 64 MB. Most of that is photos and documents: take them out in Monica, or import the contacts as vCard.');
      parts.push(piece);
    }
    const text = parts.join('');
    const { people, skipped } = /^\s*\{/.test(text) ? readMonicaJson(text) : readMonicaSql(text);
    for (const [what, n] of Object.entries(skipped)) {
      run.count(`${what}_skipped`, n);
      run.warn(`Not taken over: ${n} ${TITLES[what] ?? what}.`);
    }
    for (const [i, person] of people.entries()) {
      const found = toDraft(person, i + 1);
      if (!run.options.notes && 'draft' in found) found.draft.notes = [];
      yield found;
    }
  },
  start: (run) => bookImporter(run, 'monica'),
  weigh: weighFound,
});
