/** Reads labelled notes in the format of GUIDE.md. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Label } from '../../src/server/platform/intelligence/builtin/model.ts';

export type GoldUnit = { start: number; end: number; text: string; label: Label };
export type GoldNote = { id: string; voice: string; text: string; units: GoldUnit[] };

const LETTERS: Record<string, Label> = {
  P: 'Personal Details', I: 'Interests', G: 'Goals', H: 'Challenges', A: 'Actionable', W: 'Professional', R: 'Relationships', C: 'Communication', N: 'Nothing',
};

/** Parses one file; a malformed line is an error that names it. `name` goes into note ids. */
export function parseNotes(source: string, name: string): GoldNote[] {
  const notes: GoldNote[] = [];
  let note: GoldNote | undefined;
  source.split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === '') {
      note = undefined;
      return;
    }
    if (line.startsWith('@')) {
      note = { id: `${name}:${index + 1}`, voice: line.slice(1).trim(), text: '', units: [] };
      notes.push(note);
      return;
    }
    const match = /^([A-Z])([>+])\s?(.*)$/.exec(line);
    const label = LETTERS[match?.[1] ?? ''];
    const text = match?.[3]?.trim() ?? '';
    if (!match || !label || !note || !text) throw new Error(`${name}:${index + 1}: not a labelled unit: ${line}`);
    if (note.text) note.text += match[2] === '>' ? '\n' : ' ';
    const start = note.text.length;
    note.text += text;
    note.units.push({ start, end: note.text.length, text, label });
  });
  return notes.filter((one) => one.units.length > 0);
}

/** All notes of a split: every `<split>*.txt` in the given folders (default: this one), sorted by name. */
export function loadSplit(split: string, folders: string[] = [fileURLToPath(new URL('.', import.meta.url))]): GoldNote[] {
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.startsWith(split) && name.endsWith('.txt'))
        .sort()
        .flatMap((name) => parseNotes(readFileSync(`${folder}/${name}`, 'utf8'), name)),
    );
}

/** Folders with labelled notes: KITH_NOTES (colon-separated) or this one. */
export function noteFolders(): string[] | undefined {
  return process.env.KITH_NOTES?.split(':');
}

