import { readText } from '../text.ts';

/** Characters of a line that are kept; the rest of a longer one is dropped while it is read. */
const LONGEST = 100_000;

/** The lines of a text file, numbered from 1, whatever ends them. A line of any length takes no more memory than a long message. */
export async function* readLines(open: () => AsyncIterable<Buffer>): AsyncGenerator<{ text: string; line: number }> {
  let rest = '';
  let line = 1;
  for await (const piece of readText(open)) {
    const parts = piece.split('\n');
    for (const [i, part] of parts.entries()) {
      if (rest.length < LONGEST) rest += part.length > LONGEST ? part.slice(0, LONGEST) : part;
      if (i === parts.length - 1) break;
      yield { text: rest.endsWith('\r') ? rest.slice(0, -1) : rest, line: line++ };
      rest = '';
    }
  }
  if (rest) yield { text: rest.endsWith('\r') ? rest.slice(0, -1) : rest, line };
}
