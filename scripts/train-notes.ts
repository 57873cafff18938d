/**
 * Trains the built-in note classifier from eval/notes/train-*.txt and writes notes.model.json. Deterministic.
 * `--cv` trains nothing for use, but prints the accuracy of cross-validation over the notes.
 */
import { writeFileSync } from 'node:fs';
import { loadSplit, noteFolders, type GoldNote } from '../eval/notes/load.ts';
import { inputsOf, score } from '../eval/notes/score.ts';
import { features } from '../src/server/platform/intelligence/builtin/features.ts';
import { classify, contextFeatures, LABELS, predict, unpack, type Input, type Layer } from '../src/server/platform/intelligence/builtin/model.ts';
import { fit, pack, type Example } from '../src/server/platform/intelligence/builtin/train.ts';

const UNIT = { l2: 0.1, epochs: 200, rate: 0.1, min_count: 2, drop: 0.8 };
const CONTEXT = { l2: 1, epochs: 150, rate: 0.1, min_count: 3, drop: 0 };
const FOLDS = 8;

type Prepared = { note: GoldNote; inputs: Input[]; own: Example[] };

function prepare(notes: GoldNote[]): Prepared[] {
  return notes.map((note) => {
    const inputs = inputsOf(note);
    const own = inputs.map((input, i) => ({ input: features(input.text, input.speaker), label: LABELS.indexOf((note.units[i] as { label: (typeof LABELS)[number] }).label) }));
    return { note, inputs, own };
  });
}

/** First layer on all notes; second layer on what the first says about notes it has not seen. */
function train(prepared: Prepared[]): { unit: Layer; context: Layer } {
  const examples: Example[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const layer = fit(prepared.filter((_, i) => i % FOLDS !== fold).flatMap((one) => one.own), LABELS.length, UNIT);
    for (const { inputs, own } of prepared.filter((_, i) => i % FOLDS === fold)) {
      const seen = own.map((one) => predict(layer, one.input));
      own.forEach((one, at) => {
        examples.push({ input: contextFeatures(inputs, seen, at), label: one.label });
        // Many notes are a single sentence: the layer must not lean on neighbours alone.
        examples.push({ input: contextFeatures([inputs[at] as Input], [seen[at] as Float64Array], 0), label: one.label, weight: 0.3 });
      });
    }
  }
  return { unit: fit(prepared.flatMap((one) => one.own), LABELS.length, UNIT), context: fit(examples, LABELS.length, CONTEXT) };
}

const prepared = prepare(loadSplit('train', noteFolders()));
if (process.argv.includes('--cv')) {
  const gold: number[] = [];
  const got: number[] = [];
  for (let fold = 0; fold < 5; fold++) {
    const layers = train(prepared.filter((_, i) => i % 5 !== fold));
    for (const { inputs, own, note } of prepared.filter((_, i) => i % 5 === fold)) {
      classify(inputs, layers).forEach((p, at) => {
        const label = p.indexOf(Math.max(...p));
        gold.push(own[at]?.label as number);
        got.push(label);
        if (process.argv.includes('--errors') && label !== own[at]?.label)
          console.log(`${note.id}  ${LABELS[own[at]?.label as number]} → ${LABELS[label]} ${(p[label] as number).toFixed(2)}: ${inputs[at]?.text}`);
      });
    }
  }
  console.log(score(gold, got));
} else {
  const { unit, context } = train(prepared);
  const stored = { unit: pack(unit), context: pack(context) };
  unpack(stored.unit);
  const file = new URL('../src/server/platform/intelligence/builtin/notes.model.json', import.meta.url);
  const lines = (rows: Record<string, number[]>) => Object.entries(rows).map(([name, row]) => `${JSON.stringify(name)}:${JSON.stringify(row)}`).join(',\n');
  const layer = (one: typeof stored.unit) => `{"scale":${one.scale},"bias":${JSON.stringify(one.bias)},"rows":{\n${lines(one.rows)}\n}}`;
  const text = `{"unit":${layer(stored.unit)},\n"context":${layer(stored.context)}}\n`;
  writeFileSync(file, text);
  console.log(`${prepared.length} notes, ${prepared.flatMap((one) => one.own).length} units, ${Object.keys(stored.unit.rows).length} features, ${Math.round(text.length / 1024)} kB`);
}
