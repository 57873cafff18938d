/** Trains where thoughts begin in text without stops, from eval/notes/train-*.txt, and writes runon.model.json. Deterministic. */
import { writeFileSync } from 'node:fs';
import { loadSplit } from '../eval/notes/load.ts';
import { withoutStops } from '../eval/notes/runon.ts';
import { beginnings, gapFeatures, LONGEST, tokens } from '../src/server/platform/intelligence/builtin/runon.ts';
import { fit, pack } from '../src/server/platform/intelligence/builtin/train.ts';
import { unpack } from '../src/server/platform/intelligence/builtin/model.ts';

const SETTINGS = { l2: 3, epochs: 80, rate: 0.1, min_count: 5, drop: 0.4 };

const load = (split: string) =>
  loadSplit(split).flatMap((note) =>
    [false, true].map((commas) => {
      const { text, begins } = withoutStops(note, commas);
      const list = tokens(text);
      return { list, starts: list.flatMap((token, at) => (token.open && begins.has(token.start) ? [at] : [])) };
    }),
  );

const notes = load('train');
const layer = fit(notes.flatMap(({ list, starts }) => list.flatMap((token, at) => (at > 0 && token.open ? [{ input: gapFeatures(list, at), label: starts.includes(at) ? 1 : 0 }] : []))), 2, SETTINGS);

/** How much likelier each length is than if every gap were alike, smoothed a little. */
function lengthsOf(): number[] {
  const counts = new Array<number>(LONGEST + 1).fill(1);
  let total = LONGEST;
  let sum = 0;
  for (const { list, starts } of notes) {
    starts.forEach((start, i) => {
      const length = (starts[i + 1] ?? list.length) - start;
      counts[Math.min(length, LONGEST)] = (counts[Math.min(length, LONGEST)] as number) + 1;
      sum += length;
      total++;
    });
  }
  const stop = total / sum;
  const tail = (1 - stop) ** (LONGEST - 1);
  return counts.map((count, length) => (length === 0 ? 0 : Math.round(100 * Math.log(count / total / (length === LONGEST ? tail : stop * (1 - stop) ** (length - 1)))) / 100));
}

const stored = { ...pack(layer, 0.05), lengths: lengthsOf() };
const rows = Object.entries(stored.rows).map(([name, row]) => `${JSON.stringify(name)}:${JSON.stringify(row)}`).join(',\n');
const text = `{"scale":${stored.scale},"bias":${JSON.stringify(stored.bias)},"lengths":${JSON.stringify(stored.lengths)},"rows":{\n${rows}\n}}\n`;
writeFileSync(new URL('../src/server/platform/intelligence/builtin/runon.model.json', import.meta.url), text);
console.log(`${Object.keys(stored.rows).length} features, ${Math.round(text.length / 1024)} kB`, stored.lengths.join(' '));
const model = { layer: unpack(stored), lengths: stored.lengths };
const tune = load('tune');
for (const cost of [-2, -1.5, -1, -0.5, 0, 0.5]) {
  let [hit, said, gold] = [0, 0, 0];
  for (const { list, starts } of tune) {
    const got = beginnings(list, cost, model).slice(1);
    gold += starts.length - 1;
    said += got.length;
    hit += got.filter((at) => starts.includes(at)).length;
  }
  console.log(`cost ${cost}: precision ${(hit / said).toFixed(3)} recall ${(hit / gold).toFixed(3)} F1 ${((2 * hit) / (said + gold)).toFixed(3)}`);
}
