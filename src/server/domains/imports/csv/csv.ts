import { z } from 'zod';
import { uuidv7s } from '../../../platform/ids.ts';
import { addEntries, changeEntries, endOlderOf, type EntryKey, findEntries } from '../../notes/index.ts';
import { addPeople, changePeople, findPeople } from '../../people/index.ts';
import { defineFormat, type ImportRun } from '../format.ts';
import { layoutOf } from './columns.ts';
import { parseCsv } from './parse.ts';
import { createFinder, type Person } from './finder.ts';
import { read, type Said } from './rows.ts';

const Options = z.object({
  merge_strategy: z
    .enum(['merge_all', 'skip_existing', 'update_existing'])
    .default('merge_all')
    .meta({
      title: 'People who are here already',
      description:
        '`merge_all` adds what is missing and overwrites nothing: new entries, and a Telegram id or name where there is none. `skip_existing` leaves them exactly as they are and adds only people who are missing, with their entries. `update_existing` adds new entries and takes name, tier, Telegram, and the confidence of entries and when they were done from the file.',
      labels: { merge_all: 'Add what is missing', skip_existing: 'Leave them as they are', update_existing: 'Take the file’s word' },
      hints: {
        merge_all: 'New entries are added, and a Telegram id or name where there is none. Nothing is overwritten.',
        skip_existing: 'Only people who are missing are added, with their entries.',
        update_existing: 'New entries are added; name, tier, Telegram, confidences and what is done are taken from the file.',
      },
    }),
  confidence_threshold: z.coerce.number().int().min(0).max(10).default(0).meta({ title: 'Least confidence', hint: 'Entries the AI was less sure of (1 to 10) are skipped; those written by a person always come in.', description: 'Entries the AI was less sure of (1 to 10) are skipped. Entries without a confidence were written by a person and always come in. 0 takes everything.' }),
});
type Run = ImportRun<z.infer<typeof Options>>;

/** Kith's own CSV: one row an entry, people without entries one row. */
export const kithCsv = defineFormat<Said, typeof Options>({
  kind: 'csv',
  label: 'Kith CSV',
  description: 'People and what is known about them, one row an entry, as Kith exports them or as a spreadsheet saves them. A person is recognised by Contact ID, else by Telegram ID, else by the exact name.',
  extensions: ['.csv', '.tsv', '.txt'],
  options: Options,
  accepts({ text }) {
    const layout = layoutOf(text);
    return layout !== undefined && layout.at.has('Contact Name') && layout.at.size > 1;
  },
  async *parse(open, run) {
    for await (const row of parseCsv(open, run)) {
      run.count('rows');
      const said = read(row);
      if ('message' in said) run.fail(said.line, said.message, said.column);
      else yield said;
    }
  },
  start(run) {
    const finder = createFinder(run);
    return { apply: (rows) => apply(run, finder, rows) };
  },
});

/** Takes up to a thousand rows in: at most nine statements, however many rows. */
async function apply(run: Run, finder: ReturnType<typeof createFinder>, all: Said[]) {
  const { merge_strategy: strategy, confidence_threshold: threshold } = run.options;
  const rows = all.filter((row) => {
    const unsure = row.entry?.confidence != null && row.entry.confidence < threshold;
    if (unsure) {
      run.count('below_threshold');
      run.show({ line: row.line, what: 'skipped', name: row.name ?? row.file_id ?? String(row.telegram_id), detail: `${row.entry!.category}: confidence ${row.entry!.confidence} is below ${threshold}` });
    }
    return !unsure;
  });
  await finder.look(rows);
  const found: { row: Said; person: Person }[] = [];
  for (const row of rows) {
    const person = finder.personOf(row);
    if ('message' in person) run.fail(row.line, person.message, person.column);
    else found.push({ row, person });
  }

  const seen = finder.take();
  await addPeople(run.tx, run.ctx, seen.created.map(({ id, said }) => ({ id, full_name: said.name!, tier: said.tier ?? 2, telegram_id: said.telegram_id, telegram_username: said.telegram_username, created_at: said.entry ? null : said.created_at })));
  run.count('people_created', seen.created.length);
  const changed = seen.existing.map(({ id, is, said }) => ({ id, patch: strategy === 'skip_existing' ? {} : strategy === 'merge_all' ? missingIn(is!, said) : differing(is!, said) })).filter(({ patch }) => Object.keys(patch).length > 0);
  await changePeople(run.tx, run.ctx, changed);
  const changedIds = new Set(changed.map(({ id }) => id));
  run.count('people_updated', changed.length);
  run.count('people_skipped', seen.existing.length - changed.length);

  const entries = await takeEntries(run, found.filter(({ person }) => strategy !== 'skip_existing' || !person.is), new Set(seen.created.map(({ id }) => id)));
  for (const { row, person } of found) {
    const what = entries.get(row.line) ?? (person.line === row.line ? (!person.is ? 'new' : changedIds.has(person.id) ? 'changed' : 'same') : 'same');
    run.show({ line: row.line, what, name: person.name, detail: row.entry ? `${row.entry.category}: ${row.entry.content}` : 'Person' });
  }
}

/** Adds the entries that are not there; the same person, category and content is the same entry. What was said later ends what was said before. @returns what became of each line */
async function takeEntries(run: Run, found: { row: Said; person: Person }[], brandNew: ReadonlySet<string>): Promise<Map<number, 'new' | 'changed' | 'same'>> {
  const became = new Map<number, 'new' | 'changed' | 'same'>();
  const wanted = found.flatMap(({ row, person }) => (row.entry ? [{ row, entry: row.entry, key: { contact_id: person.id, category: row.entry.category, content: row.entry.content } satisfies EntryKey }] : []));
  const text = ({ contact_id, category, content }: EntryKey) => `${contact_id} ${category} ${content}`;
  const there = await findEntries(run.tx, run.ctx, wanted.filter(({ key }) => !brandNew.has(key.contact_id)).map(({ key }) => key));
  const added = new Map<string, Parameters<typeof addEntries>[2][number]>();
  const ids = uuidv7s(wanted.length);
  const changed = new Set<NonNullable<ReturnType<typeof there>>>();
  for (const { row, entry, key } of wanted) {
    const is = there(key);
    const twin = added.get(text(key));
    if (is && run.options.merge_strategy === 'update_existing' && saysMore(is, entry)) {
      is.confidence = entry.confidence ?? is.confidence;
      is.done_at = entry.done_at ?? is.done_at;
      changed.add(is);
      became.set(row.line, 'changed');
    } else if (is || twin) {
      if (twin && !entry.done_at) twin.done_at = null; // done once and to be done again
      run.count('entries_skipped');
      became.set(row.line, 'same');
    } else {
      added.set(text(key), { id: ids[added.size]!, ...key, confidence: entry.confidence, engine: null, created_at: row.created_at, done_at: entry.done_at });
      became.set(row.line, 'new');
    }
  }
  await addEntries(run.tx, run.ctx, [...added.values()]);
  const names = new Map(found.map(({ person }) => [person.id, person.name]));
  const now = new Date().toISOString();
  const told = [...Map.groupBy(added.values(), (entry) => entry.contact_id)].map(([id, fresh]) => ({ id, name: names.get(id)!, fresh: fresh.map((entry) => ({ id: entry.id, content: entry.content, said_at: entry.created_at ?? now })) }));
  run.count('entries_past', await endOlderOf(run.tx, run.ctx, told));
  await changeEntries(run.tx, run.ctx, [...changed]);
  run.count('entries', added.size);
  run.count('entries_updated', changed.size);
  return became;
}

type Sure = { confidence: number | null; done_at: string | null };
/** Whether the file says of an entry what is not known or otherwise here. An empty cell says nothing. */
const saysMore = (is: Sure, said: Sure) =>
  (said.confidence !== null && said.confidence !== is.confidence) || (said.done_at !== null && (is.done_at === null || Date.parse(said.done_at) !== Date.parse(is.done_at)));

type Existing = Awaited<ReturnType<typeof findPeople>>[number];

/** What the file knows of Telegram and we do not. */
const missingIn = (is: Existing, said: Said) => ({
  ...(is.telegram_id === null && said.telegram_id !== null ? { telegram_id: said.telegram_id } : {}),
  ...(is.telegram_username === null && said.telegram_username !== null ? { telegram_username: said.telegram_username } : {}),
});

/** What the file says otherwise. An empty cell says nothing. */
const differing = (is: Existing, said: Said) => ({
  ...(said.name !== null && [...said.name].length >= 2 && said.name !== is.full_name ? { full_name: said.name } : {}),
  ...(said.tier !== null && said.tier !== is.tier ? { tier: said.tier } : {}),
  ...(said.telegram_id !== null && said.telegram_id !== is.telegram_id ? { telegram_id: said.telegram_id } : {}),
  ...(said.telegram_username !== null && said.telegram_username !== is.telegram_username ? { telegram_username: said.telegram_username } : {}),
});
