import { z } from 'zod';
import { Id, page, Timestamp } from '../../platform/http/shapes.ts';

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

export const CsvQuery = z.object({ bom: z.stringbool().default(false).describe('Begin with a byte order mark, which some spreadsheets need to see UTF-8') });
