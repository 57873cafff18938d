import { z } from 'zod';
import { Id, page, Timestamp } from '../../platform/http/shapes.ts';
import { ImportResult } from '../imports/index.ts';

/** How many accounts there are and what they take. Numbers and names of tables only. */
export const Overview = z
  .object({
    users: z.int(),
    admins: z.int(),
    disabled: z.int(),
    waiting: z.int().describe('Accounts whose password was never set'),
    active_week: z.int().describe('Signed in and here within seven days'),
    people: z.int(),
    notes: z.int(),
    entries: z.int(),
    database_bytes: z.int(),
    files: z.int(),
    files_bytes: z.int(),
    tables: z.array(z.object({ name: z.string(), bytes: z.int(), rows: z.int().describe('As the planner estimates') })).describe('The twelve largest'),
  })
  .meta({ id: 'AdminOverview' });
export type Overview = z.infer<typeof Overview>;
export const OverviewAnswer = z.object({ overview: Overview });

/** A kind of server fault on a route: how often and when last, never what it was about. */
export const Fault = z.object({ id: Id, route: z.string(), code: z.string(), count: z.int(), first_seen_at: Timestamp, last_seen_at: Timestamp }).meta({ id: 'Fault' });
export type Fault = z.infer<typeof Fault>;
export const FaultPage = page(Fault);

/** What an import for users came to: in all, and of each. */
export const UsersImported = z
  .object({
    ...ImportResult.shape,
    import_id: Id.nullable().describe('Of an import for one user; none for a dry run'),
    users: z.array(z.object({ user_id: Id, username: z.string(), import_id: Id.nullable().describe('With which they undo it; none for a dry run'), counts: z.record(z.string(), z.int()), error_count: z.int() })),
  })
  .meta({ id: 'UsersImported' });
export const UsersImportQueued = z.object({ job_id: Id.describe('Its result is what a small file is answered with at once'), space_id: Id.describe('Where the job is: the admin’s personal space') });

export const CsvQuery = z.object({ bom: z.stringbool().default(false).describe('Begin with a byte order mark, which some spreadsheets need to see UTF-8') });
