/** What is wrong with a value, for whoever reads it beside a form: zod's own words are for programmers. */
import { z } from 'zod';

const number = (n: number | bigint) => n.toLocaleString('en');

/** English, to follow "full_name: ". What is not listed keeps the words of zod. */
function inWords(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'too_small') {
    const least = number(issue.minimum);
    if (issue.origin === 'string') return issue.minimum === 1 ? 'must not be empty' : `write at least ${least} characters`;
    if (issue.origin === 'array') return `send at least ${least}`;
    if (issue.origin === 'number' || issue.origin === 'int') return `must be ${issue.inclusive ? 'at least' : 'more than'} ${least}`;
  }
  if (issue.code === 'too_big') {
    const most = number(issue.maximum);
    if (issue.origin === 'string') return `may have at most ${most} characters`;
    if (issue.origin === 'array') return `send at most ${most}`;
    if (issue.origin === 'number' || issue.origin === 'int') return `must be ${issue.inclusive ? 'at most' : 'less than'} ${most}`;
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'is missing';
  if (issue.code === 'invalid_format' && issue.format === 'uuid') return 'is not an id';
  if (issue.code === 'invalid_format' && issue.format === 'email') return 'is not an email address';
  return undefined;
}

z.config({ customError: inWords });
