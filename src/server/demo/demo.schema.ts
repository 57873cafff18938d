import { z } from 'zod';
import { Id } from '../platform/http/shapes.ts';

/** What the demo data of a space are. */
export const DemoAnswer = z.object({ created: z.boolean().describe('false: it was there already'), contacts: z.int(), notes: z.int(), tags: z.int(), events: z.int(), groups: z.int() }).meta({ id: 'Demo' });
export type DemoAnswer = z.infer<typeof DemoAnswer>;
export const DemoState = z
  .object({
    present: z.boolean(),
    contacts: z.int().describe('People of the demo that are still there'),
    stays: z.array(z.object({ id: Id, full_name: z.string() })).describe('People of the demo that taking it away would leave: you changed them, or something of yours hangs on them'),
  })
  .meta({ id: 'DemoState' });
export type DemoState = z.infer<typeof DemoState>;
