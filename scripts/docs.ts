/** Writes the table of environment variables into README.md from config.ts. `--check` only says whether it is up to date. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { VARIABLES } from '../src/server/platform/config.ts';

const file = join(import.meta.dirname, '../README.md');
const [begin, end] = ['<!-- variables -->', '<!-- /variables -->'];
const rows = Object.entries(VARIABLES as Record<string, { fallback?: string; about: string }>).map(([name, { fallback, about }]) => `| \`${name}\` | ${fallback ? `\`${fallback}\`` : ''} | ${about.replaceAll('|', '\\|')} |`);
const table = ['| variable | default | what it does |', '| --- | --- | --- |', ...rows].join('\n');

const readme = readFileSync(file, 'utf8');
const [before, rest] = readme.split(begin);
const after = rest?.split(end)[1];
if (after === undefined) throw new Error(`README.md has no ${begin} … ${end}.`);
const updated = `${before}${begin}\n${table}\n${end}${after}`;
if (process.argv.includes('--check')) {
  if (updated !== readme) {
    console.error('The table of variables in README.md is stale. Run npm run docs.');
    process.exit(1);
  }
} else writeFileSync(file, updated);
