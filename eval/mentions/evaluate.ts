/**
 * Whose fact it is, on labelled notes: `npm run eval:mentions` (held-out part), `--split train|tune` while developing, `--errors` to list
 * mistakes. "Wrong person": facts that would be stored with, or proposed for, somebody they are not about.
 */
import { labelNote } from '../../src/server/platform/intelligence/builtin/analyse.ts';
import { type People, type Piece, readPeople, type Relation } from '../../src/server/platform/intelligence/builtin/people/index.ts';
import { inverseOf } from '../../src/server/platform/intelligence/builtin/people/ties.ts';
import { type GoldNote, type GoldPart, loadSplit } from './load.ts';

const at = process.argv.indexOf('--split');
const split = at > 0 ? (process.argv[at + 1] as string) : 'held-out';
const errors = process.argv.includes('--errors');
const notes = loadSplit(split);

let facts = 0;
let decided = 0;
let right = 0;
let wrong = 0;
let besides = 0;
let ties = { gold: 0, said: 0, hit: 0 };
/** The same by the kind a voice ends in: "diary, hard". */
const kinds = new Map<string, { facts: number; right: number; asked: number; wrong: number }>();
for (const note of notes) {
  const people = readPeople(note.text, labelNote(note.text), note.circle);
  const before = { facts, decided, right, wrong };
  for (const part of note.parts) judge(note, part, people);
  const kind = /, (ordinary|hard)$/.exec(note.voice)?.[1];
  if (kind) {
    const sum = kinds.get(kind) ?? { facts: 0, right: 0, asked: 0, wrong: 0 };
    sum.facts += facts - before.facts;
    sum.right += right - before.right;
    sum.asked += facts - before.facts - (decided - before.decided);
    sum.wrong += wrong - before.wrong;
    kinds.set(kind, sum);
  }
  relations(note, people.relations);
}
const percent = (n: number, of: number) => `${((100 * n) / Math.max(1, of)).toFixed(1)} %`;
console.log(`"${split}": ${notes.length} notes, ${facts} facts`);
console.log(`subject right     ${percent(right, facts)} of all facts, ${percent(right, decided)} of those decided`);
console.log(`coverage          ${percent(decided, facts)} decided, the rest is asked about`);
console.log(`wrong person      ${percent(wrong, facts)} (${wrong})`);
console.log(`kept besides      ${percent(besides, facts)} (${besides}): facts of others that also stand with the person, though they say nothing of them`);
console.log(`relations         precision ${percent(ties.hit, ties.said)} (${ties.hit} of ${ties.said})  recall ${percent(ties.hit, ties.gold)} (${ties.hit} of ${ties.gold})`);
for (const [kind, sum] of [...kinds].sort()) console.log(`${kind.padEnd(17)} ${sum.facts} facts: right ${percent(sum.right, sum.facts)}, asked ${percent(sum.asked, sum.facts)}, wrong ${percent(sum.wrong, sum.facts)} (${sum.wrong})`);
timing();

/** What the engine says of a part: the piece that covers most of it. */
function pieceOf(part: GoldPart, people: People): Piece | undefined {
  let best: Piece | undefined;
  let most = 0;
  for (const piece of people.pieces) {
    const overlap = Math.min(piece.unit.end, part.end) - Math.max(piece.unit.start, part.start);
    if (overlap > most) [best, most] = [piece, overlap];
  }
  return best;
}

function judge(note: GoldNote, part: GoldPart, people: People): void {
  if (part.about.includes('N')) return;
  const piece = pieceOf(part, people);
  const said = piece ? saidOf(piece) : ['nothing'];
  const { about } = part;
  if (!about.includes('?')) facts++;
  const open = said[0] === '?' || said[0] === 'nothing';
  const show = (what: string) => void (errors && console.log(`${what.padEnd(7)} ${note.id} ${note.circle.person.full_name}: ${about.join()} → ${said.join()}: ${part.text}`));
  if (about.includes('?')) {
    if (!open) {
      wrong++;
      show('GUESSED');
    }
    return;
  }
  if (open) return show('unsure');
  if (piece?.subject.kind === 'other' && piece.touches && !part.tied && !about.includes('P')) {
    besides++;
    show('BESIDES');
  }
  decided++;
  const same = about.every((name) => said.some((one) => matches(one, name))) && said.every((one) => about.some((name) => matches(one, name)));
  if (same) right++;
  else {
    // The writer's facts are not stored: taking one for the writer's loses it, but puts it on nobody.
    // What somebody close does to the person may stand with the person as what it is, a relationship.
    const harmless = said.join() === 'W' || (said.join() === 'R' && (about.join() === 'W' || (about.join() === 'P' && piece?.touches)));
    if (!harmless) wrong++;
    show(harmless ? 'lost' : 'WRONG');
  }
}

function saidOf({ subject, also }: Piece): string[] {
  if (subject.kind === 'person') return ['P', ...also.map((one) => one.name)];
  if (subject.kind === 'writer') return ['W'];
  if (subject.kind === 'relative') return ['R'];
  if (subject.kind === 'unsure') return ['?'];
  return [subject.who.contact_ids.length === 1 ? (subject.who.contact_ids[0] as string) : subject.who.name, ...also.map((one) => one.name)];
}

/** Whether a name the engine gives is the labelled one, which may be a first name. */
function matches(said: string, gold: string): boolean {
  if (said === gold) return true;
  if (/^[PWNR?]$/.test(gold) || /^[PWNR?]$/.test(said)) return false;
  return said.split(' ').includes(gold) || gold.split(' ').every((word) => said.split(' ').includes(word)) || said.split(' ')[0] === gold.split(' ')[0] && (gold.split(' ').length === 1 || said.split(' ').length === 1);
}

function relations(note: GoldNote, found: Relation[]): void {
  const flat = found.map((one) => ({ who: one.who.is_person ? 'P' : one.who.name, type: one.type, of: one.of.is_person ? 'P' : one.of.name }));
  ties = { gold: ties.gold + note.ties.length, said: ties.said + flat.length, hit: ties.hit };
  for (const gold of note.ties) {
    const hit = flat.find((one) => (one.type === gold.type && matches(one.who, gold.who) && matches(one.of, gold.of)) || (inverseOf(one.type) === gold.type && matches(one.who, gold.of) && matches(one.of, gold.who)));
    if (hit) ties.hit++;
    else if (errors) console.log(`missed  ${note.id} ${gold.who} ${gold.type} of ${gold.of}; found ${JSON.stringify(flat)}`);
  }
  for (const one of flat) {
    const known = note.ties.some((gold) => (one.type === gold.type && matches(one.who, gold.who) && matches(one.of, gold.of)) || (inverseOf(one.type) === gold.type && matches(one.who, gold.of) && matches(one.of, gold.who)));
    if (!known && errors) console.log(`extra   ${note.id} ${one.who} ${one.type} of ${one.of}`);
  }
}

/** 10,000 characters among 5,000 known people. */
function timing(): void {
  let text = '';
  for (let i = 0; text.length < 10_000; i++) text += `${notes[i % notes.length]?.text}\n`;
  text = text.slice(0, 10_000);
  const names = notes.flatMap((note) => note.circle.others.map(([, name]) => name));
  const others = Array.from({ length: 5000 }, (_, i) => [`id${i}`, `${names[i % names.length]?.split(' ')[0]} Person${i}`, null] as const);
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const labelled = labelNote(text);
    // other processes have the machine, too
    const start = process.threadCpuUsage();
    readPeople(text, labelled, { person: (notes[0] as GoldNote).circle.person, others });
    const used = process.threadCpuUsage(start);
    times.push((used.user + used.system) / 1000);
  }
  console.log(`10,000 characters among 5,000 people: ${times.sort((a, b) => a - b)[2]?.toFixed(0)} ms of processor time beyond the labelling`);
}
