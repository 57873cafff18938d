/** Whether a newer entry ends an older one: `npm run eval:contradictions` (held-out part), `--split train|tune`, `--errors`. */
import { readFileSync } from 'node:fs';
import { contradicted } from '../../src/server/platform/intelligence/builtin/contradictions.ts';

const at = process.argv.indexOf('--split');
const split = at > 0 ? (process.argv[at + 1] as string) : 'held-out';
const errors = process.argv.includes('--errors');
let hit = 0;
let said = 0;
let gold = 0;
const pairs = readFileSync(new URL(`${split}.txt`, import.meta.url), 'utf8').split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
for (const line of pairs) {
  const [older = '', newer = '', kind = ''] = line.split('|').map((part) => part.trim());
  if (!['contradicts', 'compatible', 'past', 'plan'].includes(kind)) throw new Error(`${split}.txt: ${line}`);
  const found = contradicted(newer, [older]);
  const real = kind === 'contradicts';
  gold += Number(real);
  said += found.length;
  hit += Number(real && found.length > 0);
  if (errors && real !== found.length > 0) console.log(`${found.length > 0 ? `said ${found[0]?.key}` : 'missed'}: ${line}`);
}
console.log(`"${split}": ${pairs.length} pairs, precision ${((100 * hit) / Math.max(1, said)).toFixed(1)} % (${hit} of ${said}), recall ${((100 * hit) / Math.max(1, gold)).toFixed(1)} % (${hit} of ${gold})`);
