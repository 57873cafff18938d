/** Note text → lines, as offsets. Lines that a mail program broke are put together again. */

/** What marks a line as one of a list. */
export const BULLET = /^(?:[-*•·▪◦‣–—>→+]+\s+|\[[ xX]?\]\s*|\(?\d{1,2}[.)]\s+|[a-z]\)\s+|#{1,4}\s+)/u;

/** Lines as offsets; the lines of a paragraph that a program broke at a column count as one. */
export function splitLines(note: string): [number, number][] {
  const out: [number, number][] = [];
  let paragraph: [number, number][] = [];
  const close = () => {
    out.push(...(isWrapped(paragraph.map(([from, to]) => note.slice(from, to))) ? joined(note, paragraph) : paragraph));
    paragraph = [];
  };
  let at = 0;
  let breaks = 0;
  for (const part of note.split(/(\r\n|[\n\r\u2028\u2029])/u)) {
    if (/^[\n\r\u2028\u2029]/u.test(part)) breaks++;
    else if (part.trim()) {
      if (breaks > 1) close();
      paragraph.push([at, at + part.length]);
      breaks = 0;
    }
    at += part.length;
  }
  close();
  return out;
}

/** Words a line cannot end or begin with when it is a thought of its own. */
const ENDS_OPEN = /(?:,|\b(?:a|an|the|of|to|in|on|at|for|with|and|or|but|by|from|as|is|was|are|be|has|had|her|his|their|my|our|its|that|which|who|she|he|they|i|we|it|so|not))$/i;
const BEGINS_OPEN = /^(?:and|or|of|to|in|on|at|for|with|which|who|that|than|because|by|from|but|when|where)\b/i;

/** Whether every line is full: the word that begins the next one would not have fitted. People who break lines themselves are not so exact. */
function isWrapped(lines: string[]): boolean {
  const list = lines.map((line) => line.trim());
  const width = Math.max(0, ...list.map((line) => line.length));
  if (list.length < 3 || width < 50 || width > 100) return false;
  const pairs = list.slice(1).map((line, i) => [list[i] as string, line] as const);
  const full = pairs.every(([line, next]) => line.length + 1 + (/^\S+/u.exec(next)?.[0].length ?? 0) > width);
  return full && pairs.some(([line, next]) => /^\p{Ll}/u.test(next) && (ENDS_OPEN.test(line) || BEGINS_OPEN.test(next)));
}

/** The lines of a wrapped paragraph, joined where a sentence goes on. */
function joined(note: string, lines: [number, number][]): [number, number][] {
  const out: [number, number][] = [];
  for (const [from, to] of lines) {
    const last = out.at(-1);
    if (last && /[^.!?:]\s*$/u.test(note.slice(last[0], last[1])) && !BULLET.test(note.slice(from, to))) last[1] = to;
    else out.push([from, to]);
  }
  return out;
}
