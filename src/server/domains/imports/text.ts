/** How text files say what they are written in: by a byte order mark, or by being valid UTF-8; else it is windows-1252. */
type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

const SURE = 0.3;

/** The encoding that the first bytes give away; undefined when only the whole file can tell UTF-8 from windows-1252. */
function marked(bytes: Buffer): Encoding | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  // without a mark: Latin text in UTF-16 is half zeros
  const zeros = [0, 0];
  const n = Math.min(bytes.length, 1000);
  for (let i = 0; i < n; i++) if (bytes[i] === 0) zeros[i % 2]!++;
  const [even, odd] = zeros as [number, number];
  if (odd > n * SURE && even === 0) return 'utf-16le';
  if (even > n * SURE && odd === 0) return 'utf-16be';
  return undefined;
}

/** The beginning of a text file as text. */
export function decodeHead(bytes: Buffer): string {
  const encoding = marked(bytes);
  if (encoding) return new TextDecoder(encoding).decode(bytes, { stream: true });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** What a whole file is written in. Reads all of it when its beginning does not tell. */
async function encodingOf(open: () => AsyncIterable<Buffer>): Promise<Encoding> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let first = true;
  try {
    for await (const chunk of open()) {
      const known = first && marked(chunk);
      if (known) return known;
      first = false;
      decoder.decode(chunk, { stream: true });
    }
    decoder.decode();
    return 'utf-8';
  } catch (error) {
    if (error instanceof TypeError) return 'windows-1252';
    throw error;
  }
}

/** The text of a file, without its byte order mark, piece by piece. */
export async function* readText(open: () => AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder(await encodingOf(open));
  for await (const chunk of open()) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}
