/**
 * How good the built-in note engine is, on notes it has not seen: `npm run eval:notes` (held-out part), `--split stranger` for 30 notes by
 * somebody who knew neither the engine nor its training notes, `--split tune` while
 * developing, `--errors` to list mistakes. Exits with 1 when texts of different splits are nearly the same.
 */
import { analyseNote, labelNote } from '../../src/server/platform/intelligence/builtin/analyse.ts';
import { classify, decide, LABELS } from '../../src/server/platform/intelligence/builtin/model.ts';
import { loadSplit, noteFolders, type GoldNote } from './load.ts';
import { inputsOf, score } from './score.ts';
import { nearDuplicates } from './duplicates.ts';
import { withoutStops } from './runon.ts';

const NOTHING = LABELS.length - 1;
const at = process.argv.indexOf('--split');
const split = at > 0 ? (process.argv[at + 1] as string) : 'held-out';
const errors = process.argv.includes('--errors');

const splits = Object.fromEntries(['train', 'tune', 'held-out', 'stranger'].map((name) => [name, loadSplit(name, noteFolders())]));
for (const [name, notes] of Object.entries(splits)) {
  const units = notes.flatMap((note) => note.units);
  console.log(`${name.padEnd(8)} ${notes.length} notes, ${units.length} units`);
}
const near = nearDuplicates(splits);
for (const [a, b] of near) console.log(`nearly the same in two splits:\n  ${a}\n  ${b}`);

const notes = splits[split] ?? [];
if (notes.length === 0) {
  console.error(`There are no labelled notes for "${split}".`);
  process.exit(1);
}
units(notes);
wholeNotes(notes, 'whole notes');
wholeNotes(notes.map((note) => withoutStops(note, false)), 'the same without stops and capitals, as dictated');
timing(notes);
if (near.length > 0) process.exit(1);

/** Gold units through the engine's classifier: what the targets are about. */
function units(list: GoldNote[]): void {
  const gold: number[] = [];
  const got: number[] = [];
  const sure: [number, boolean][] = [];
  for (const note of list) {
    const inputs = inputsOf(note);
    classify(inputs).forEach((p, i) => {
      const real = LABELS.indexOf((note.units[i] as GoldNote['units'][number]).label);
      const { label, p: best } = decide(p);
      gold.push(real);
      got.push(label);
      sure.push([best, label === real]);
      if (errors && label !== real) console.log(`${note.id}  ${LABELS[real]} → ${LABELS[label]} ${best.toFixed(2)}: ${inputs[i]?.text}`);
    });
  }
  console.log(`\nUnits of "${split}" (columns in the same order as rows)\n${score(gold, got)}`);
  const bands = [0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].map((low, i, all) => {
    const inside = sure.filter(([p]) => p >= low && p < (all[i + 1] ?? 1.01));
    return `${low}+: ${((100 * inside.filter(([, ok]) => ok).length) / Math.max(1, inside.length)).toFixed(0)} % of ${inside.length}`;
  });
  console.log(`right by confidence  ${bands.join('   ')}`);
}

/** Raw notes through the whole engine: each gold unit gets the label of the engine's units that overlap it most. */
function wholeNotes(list: GoldNote[], what: string): void {
  const gold: number[] = [];
  const got: number[] = [];
  let cuts = 0;
  for (const note of list) {
    const labelled = labelNote(note.text);
    cuts += labelled.length;
    for (const unit of note.units) {
      const votes = new Array<number>(LABELS.length).fill(0);
      for (const one of labelled) {
        const overlap = Math.min(one.unit.end, unit.end) - Math.max(one.unit.start, unit.start);
        if (overlap > 0) votes[one.label] = (votes[one.label] as number) + overlap;
      }
      const most = Math.max(...votes);
      const label = most > 0 ? votes.indexOf(most) : NOTHING;
      const real = LABELS.indexOf(unit.label);
      gold.push(real);
      got.push(label);
      if (errors && label !== real && process.argv.includes('--whole')) console.log(`${note.id}  ${LABELS[real]} → ${LABELS[label]}: ${unit.text}`);
    }
  }
  console.log(`\n"${split}", ${what}, the engine's own segmentation (${cuts} units for ${gold.length})\n${score(gold, got).split('\n').at(-1)}`);
}

function timing(list: GoldNote[]): void {
  let text = '';
  for (let i = 0; text.length < 10_000; i++) text += `${list[i % list.length]?.text}\n`;
  text = text.slice(0, 10_000);
  const times: number[] = [];
  const before = process.cpuUsage();
  for (let i = 0; i < 7; i++) {
    const start = performance.now();
    analyseNote(text);
    times.push(performance.now() - start);
  }
  const cpu = process.cpuUsage(before).user / 7000;
  const warm = times.slice(2).sort((a, b) => a - b);
  console.log(`\n10,000 characters: first ${times[0]?.toFixed(0)} ms, warm median ${warm[2]?.toFixed(0)} ms, processor time ${cpu.toFixed(0)} ms each`);
}
