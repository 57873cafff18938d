/** Reads notes labelled by whose fact is whose, in the format of GUIDE.md. */
import { readFileSync } from 'node:fs';
import type { Circle } from '../../src/server/platform/intelligence/builtin/people/index.ts';
import { TIE_TYPES, type TieType } from '../../src/server/platform/intelligence/builtin/people/ties.ts';

/** `about`: P, W, N, R, ? or names; `tied`: it may stand with the note's person as a relationship. */
export type GoldPart = { start: number; end: number; text: string; about: string[]; tied: boolean };
export type GoldTie = { who: string; type: TieType; of: string };
export type GoldNote = { id: string; voice: string; circle: Circle; text: string; parts: GoldPart[]; ties: GoldTie[] };

/** Reads one split. @throws on a line that is not in the format, naming it */
export function loadSplit(split: string): GoldNote[] {
  const notes: GoldNote[] = [];
  let note: GoldNote | undefined;
  const source = readFileSync(new URL(`${split}.txt`, import.meta.url), 'utf8');
  source.split(/\r?\n/).forEach((line, index) => {
    const wrong = () => new Error(`${split}.txt:${index + 1}: ${line}`);
    if (line.trim() === '') return;
    if (line.startsWith('@')) {
      const [who = '', others = '', voice = ''] = line.slice(1).split('|').map((part) => part.trim());
      const match = /^(.*?)(?: \((.*)\))?( (?:they\/them|she\/her|he\/him))?$/.exec(who);
      const person = { id: 'P', full_name: (match?.[1] ?? who).trim(), nickname: match?.[2] ?? null, pronouns: match?.[3]?.trim() ?? null };
      note = { id: `${split}:${index + 1}`, voice, circle: { person, others: others.split(';').map((name) => name.trim()).filter(Boolean).map((name) => [name, name, null] as const) }, text: '', parts: [], ties: [] };
      notes.push(note);
      return;
    }
    if (!note) throw wrong();
    const tie = /^! (.+) (\w+) ([^ ]+(?: [A-Z]\S*)*)$/.exec(line);
    if (tie) {
      const type = tie[2] as TieType;
      if (!TIE_TYPES.includes(type)) throw wrong();
      note.ties.push({ who: tie[1] as string, type, of: tie[3] as string });
      return;
    }
    const part = /^(&?)([^>+]+)([>+]) (.+)$/.exec(line);
    if (!part) throw wrong();
    if (note.text) note.text += part[3] === '>' ? '\n' : ' ';
    const start = note.text.length;
    const text = (part[4] as string).trim();
    note.text += text;
    note.parts.push({ start, end: note.text.length, text, about: (part[2] as string).split(',').map((name) => name.trim()), tied: part[1] === '&' });
  });
  return notes;
}
