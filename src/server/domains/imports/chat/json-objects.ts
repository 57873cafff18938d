import { unacceptable } from '../../../platform/errors.ts';

type Level = { array: boolean; key: string | null };
/** An object of a list that was asked for, or a plain value on the way there. `path`: keys, `*` for an item of a list. */
export type Piece = { path: string; line: number; value: unknown };

const OBJECT = 8 * 1024 * 1024;
const DEPTH = 200;

/**
 * Reads a large JSON file piece by piece: objects at paths that `wanted` names are handed over whole, and so are plain values that stand
 * outside of them. Nothing else is kept.
 * @throws 422 where the file is cut off or is no JSON
 */
export async function* jsonObjects(text: AsyncIterable<string>, wanted: (path: string) => boolean): AsyncGenerator<Piece> {
  const stack: Level[] = [];
  let line = 1;
  let inString = false;
  let escaped = false;
  let token = ''; // the string, number or word being read
  let taken: { depth: number; parts: string[]; size: number; line: number; path: string } | undefined;
  let began = false;
  let ended = false;
  let line_began = 1;

  const broken = (what: string): never => {
    throw unacceptable('file', `${what} (line ${line}). The file may have been cut off on the way; export it again.`, 'unreadable');
  };
  const path = () => stack.map(({ array, key }) => (array ? '*' : key)).join('.');
  const parse = (json: string, at: number): unknown => {
    try {
      return JSON.parse(json);
    } catch {
      throw unacceptable('file', `This file is not valid JSON near line ${at}. Export it again.`, 'unreadable');
    }
  };

  for await (const chunk of text) {
    let from = 0; // of what the taken object still lacks
    for (let i = 0; i < chunk.length; i++) {
      const c = chunk.charCodeAt(i);
      if (inString) {
        if (c === 10) broken('A text in this file does not end');
        if (escaped) escaped = false;
        else if (c === 92) escaped = true;
        else if (c === 34) inString = false;
        if (!taken && token.length < OBJECT) token += chunk[i];
        continue;
      }
      if (c === 34) {
        inString = true;
        if (!taken) token = '"';
      } else if (c === 123 || c === 91) {
        if (ended) broken('There is something after the end');
        const level = stack.at(-1);
        if (began && !level) broken('There is something after the end');
        began = true;
        if (!taken && c === 123 && wanted(path())) {
          taken = { depth: stack.length, parts: [], size: 0, line, path: path() };
          from = i;
        }
        stack.push({ array: c === 91, key: null });
        if (stack.length > DEPTH) broken('This file is nested too deeply');
        token = '';
      } else if (c === 125 || c === 93) {
        if (stack.length === 0 || stack.at(-1)!.array !== (c === 93)) broken('A bracket closes what was not opened');
        if (!taken && token) yield { path: path(), line: line_began, value: parse(token, line) };
        token = '';
        stack.pop();
        if (taken && stack.length === taken.depth) {
          taken.parts.push(chunk.slice(from, i + 1));
          const { parts, line: at, path: of } = taken;
          taken = undefined;
          yield { path: of, line: at, value: parse(parts.join(''), at) };
        }
        if (stack.length === 0) ended = true;
      } else if (c === 58) {
        const level = stack.at(-1);
        if (!level || level.array) broken('This file is not valid JSON');
        if (!taken) {
          level!.key = String(parse(token, line));
          token = '';
        }
      } else if (c === 44) {
        if (!taken && token) yield { path: path(), line: line_began, value: parse(token, line) };
        token = '';
      } else if (c === 10) line++;
      else if (c !== 32 && c !== 9 && c !== 13 && c !== 0xfeff) {
        if (stack.length === 0) broken('This file is not valid JSON');
        if (!taken) {
          if (!token) line_began = line;
          token += chunk[i];
          if (token.length > OBJECT) broken('A value in this file is too long');
        }
      }
    }
    if (taken) {
      taken.parts.push(chunk.slice(from));
      taken.size += chunk.length - from;
      if (taken.size > OBJECT) broken('A message in this file is longer than 8 MB');
    }
  }
  if (!ended) broken('This file ends in the middle');
}
