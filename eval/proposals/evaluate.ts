/**
 * What notes of every day end and propose, in the order they were written: `npm run eval:proposals`. Each is looked up in what somebody
 * judged (judged.txt); `--list` prints all, `--new` what nobody has judged, `--demo` takes the notes of the demo life instead,
 * `--mentions train|tune` those of eval/mentions.
 */
import { readFileSync } from 'node:fs';
import { endedBy } from '../../src/server/domains/notes/past.ts';
import { proposalsOf } from '../../src/server/domains/notes/proposals/propose.ts';
import { NOTES } from '../../src/server/demo/life/notes.ts';
import { loadSplit } from '../mentions/load.ts';
import { PEOPLE } from '../../src/server/demo/life/people.ts';
import { TIES } from '../../src/server/demo/life/ties.ts';
import { analyseWithPeople } from '../../src/server/platform/intelligence/builtin/analyse.ts';
import type { NewProposal } from '../../src/server/domains/notes/proposals/proposals.schema.ts';

type Person = { id: string; full_name: string; nickname: string | null; pronouns: string | null };
type Text = { about: Person; others: Person[]; written: string; text: string };
const mentions = process.argv.indexOf('--mentions');
const demo = process.argv.includes('--demo');
const tied = demo ? TIES.map(([source_contact_id, , target_contact_id]) => ({ source_contact_id, target_contact_id })) : [];
const judged = new Map(read('judged.txt').flatMap((line) => (/^[+-] /.test(line) ? [[line.slice(2), line[0] === '+'] as const] : [])));

const said: { line: string; kind: string }[] = [];
const told = new Map<string, { id: string; content: string; said_at: string; source: null; confirmed_at: null; contact_id: string }[]>();
const keys = new Set<string>();
const perNote: number[] = [];
for (const { about, others, written, text } of (demo ? demoNotes() : mentions > 0 ? mentionNotes(process.argv[mentions + 1] as string) : everydayNotes()).toSorted((a, b) => (a.written < b.written ? -1 : 1))) {
  const circle = { person: about, others: others.map((one) => [one.id, one.full_name, one.nickname] as const) };
  const { entries: drawn, people } = analyseWithPeople(text, circle);
  const entries = drawn.map((entry, i) => ({ ...entry, id: `${written} ${about.id} ${i}` }));
  const before = told.get(about.id) ?? [];
  const fresh = entries.map(({ id, content }) => ({ id, content, said_at: written, source: null, confirmed_at: null, contact_id: about.id }));
  const ended = endedBy({ id: about.id, name: about.full_name, fresh }, before);
  for (const [old, by] of ended) said.push({ kind: 'ending', line: `ended ${about.full_name}: ${[...before, ...fresh].find((one) => one.id === old)?.content} ← ${fresh.find((one) => one.id === by)?.content}` });
  told.set(about.id, [...before, ...fresh].filter((one) => !ended.has(one.id)));
  const names = new Map([about, ...others].map((one) => [one.id, one.full_name]));
  const proposals = proposalsOf({ note: { id: written + about.id, content: text, contact_id: about.id, contact_name: about.full_name, created_at: written }, people, entries, names, tied, clock: { time_zone: 'UTC', locale: 'en-GB' } }).filter((one) => !keys.has(one.key));
  for (const one of proposals) {
    keys.add(one.key);
    said.push({ kind: one.kind, line: `${one.kind} ${about.full_name}: ${wordsOf(one)}` });
  }
  perNote.push(proposals.length);
}

for (const { line } of said) {
  const known = judged.get(line);
  if (process.argv.includes('--list') || (process.argv.includes('--new') && known === undefined)) console.log(`${known === undefined ? '?' : known ? '+' : '-'} ${line}`);
}
const share = (list: typeof said) => {
  const seen = list.filter(({ line }) => judged.has(line));
  const good = seen.filter(({ line }) => judged.get(line)).length;
  return `${good} of ${seen.length} right (${((100 * good) / Math.max(1, seen.length)).toFixed(1)} %), ${list.length - seen.length} not judged`;
};
const proposed = said.filter(({ kind }) => kind !== 'ending');
console.log(`${perNote.length} notes. Endings: ${share(said.filter(({ kind }) => kind === 'ending'))}`);
console.log(`Proposals: ${(proposed.length / perNote.length).toFixed(2)} a note, ${Math.max(...perNote)} at most; ${share(proposed)}`);
for (const [kind, list] of Map.groupBy(proposed, (one) => one.kind)) console.log(`  ${kind.padEnd(12)} ${share(list)}`);

function wordsOf({ kind, payload }: NewProposal): string {
  if (kind === 'person') return payload.tie ? `${payload.full_name}, ${payload.tie.label ?? payload.tie.type} of ${payload.tie.of.name}` : payload.full_name;
  if (kind === 'relationship') return `${payload.who.name}, ${payload.tie.label ?? payload.tie.type} of ${payload.tie.of.name}`;
  if (kind === 'entry') return `[${payload.who.contact_id ? payload.who.name : `${payload.who.name}?`}] ${payload.content}`;
  return `${payload.title}${demo || !payload.date ? '' : ` (${payload.date})`}`;
}

function demoNotes(): Text[] {
  const people = PEOPLE.map(({ key, full_name, nickname = null, pronouns = null }) => ({ id: key, full_name, nickname, pronouns }));
  const now = Date.now();
  return NOTES.map(({ about, days, at, text }) => ({
    about: people.find(({ id }) => id === about)!,
    others: people.filter(({ id }) => id !== about),
    written: `${new Date(now - days * 86_400_000).toISOString().slice(0, 10)}T${at}:00Z`,
    text,
  }));
}

function mentionNotes(split: string): Text[] {
  return loadSplit(split).map(({ id, text, circle }) => ({
    about: { nickname: null, pronouns: null, ...circle.person, id },
    others: circle.others.map(([other, full_name, nickname]) => ({ id: other, full_name, nickname, pronouns: null })),
    written: '2025-03-05T12:00:00Z',
    text,
  }));
}

function everydayNotes(): Text[] {
  const person = (full_name: string) => ({ id: full_name, full_name, nickname: null, pronouns: null });
  return read('notes.txt').join('\n').split(/\n(?=@ )/).filter((part) => part.startsWith('@')).map((part) => {
    const [head = '', ...lines] = part.trim().split('\n');
    const [name = '', day = '', others = ''] = head.slice(2).split('|').map((word) => word.trim());
    return { about: person(name), others: others.split(';').map((one) => person(one.trim())), written: `${day}T12:00:00Z`, text: lines.join('\n') };
  });
}

function read(name: string): string[] {
  return readFileSync(new URL(name, import.meta.url), 'utf8').split('\n');
}
