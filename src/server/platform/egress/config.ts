import { z } from 'zod';
import { parseAllowed } from './addresses.ts';

/** Variables of the egress client, in the form of platform/config.ts. */
export const EGRESS_VARIABLES = {
  KITH_EGRESS_ALLOW: {
    schema: z
      .string()
      .refine(isReadable, 'holds an entry that is neither an address, a range nor a host name')
      .transform(split)
      .optional(),
    about:
      'Comma-separated private addresses, ranges or host names that links and webhooks entered by people may reach (10.0.0.0/8, nas.local). Servers named in the configuration need no entry.',
  },
};

function split(list: string): string[] {
  return list.split(',').map((entry) => entry.trim()).filter(Boolean);
}

function isReadable(list: string): boolean {
  try {
    parseAllowed(split(list));
    return true;
  } catch {
    return false;
  }
}
