import { isUtf8 } from 'node:buffer';

/** One unfolded content line, as bytes: folding may cut a character in two, so bytes are joined before they are read as text. */
export type ContentLine = {
  bytes: Buffer;
  /** Line of the file on which it begins, from 1. */
  at: number;
  /** True when the line was longer than allowed; `bytes` is then only its beginning. */
  cut: boolean;
};

/** A photo of 5 MB in base64 with its folds, and a little. */
const LINE_BYTES = 8 * 1024 * 1024;
/** Enough of a line that is too long to say which property it was. */
const HEAD_BYTES = 200;
const LF = 0x0a;
const CR = 0x0d;

/**
 * The lines of a vCard file, unfolded: continuation lines, the soft breaks of quoted-printable, and the bare base64 lines of old
 * phones. Memory is bounded by one line of 8 MB, whatever the file holds.
 */
export async function* contentLines(content: AsyncIterable<Uint8Array>): AsyncGenerator<ContentLine> {
  let parts: Buffer[] = [];
  let size = 0;
  let cut = false;
  let start = 0;
  let kind: 'plain' | 'quoted' | 'base64' = 'plain';
  let soft = false;
  const take = (line: Buffer) => {
    if (size + line.length > LINE_BYTES) {
      if (!cut) parts = [Buffer.concat([...parts, line.subarray(0, HEAD_BYTES)]).subarray(0, HEAD_BYTES)];
      cut = true;
      return;
    }
    parts.push(line);
    size += line.length;
  };
  const finish = (): ContentLine | undefined => {
    if (!parts.length) return undefined;
    const line = { bytes: parts.length === 1 ? parts[0]! : Buffer.concat(parts), at: start, cut };
    parts = [];
    size = 0;
    cut = false;
    return line;
  };
  for await (const { bytes, at, cut: tooLong } of physicalLines(content)) {
    const first = bytes[0];
    if (parts.length && soft) {
      // Outlook indents the line after a soft break as well as folding it.
      soft = endsSoft(bytes);
      take(soft ? bytes.subarray(0, -1) : bytes);
    } else if (parts.length && (first === 0x20 || first === 0x09)) {
      take(bytes.subarray(1));
      if (kind === 'quoted' && endsSoft(bytes)) {
        soft = true;
        parts[parts.length - 1] = parts.at(-1)!.subarray(0, -1);
      }
    } else if (parts.length && kind === 'base64' && bytes.length > 0 && !bytes.includes(0x3a)) {
      take(bytes);
    } else {
      const done = finish();
      if (done) yield done;
      if (bytes.length === 0) continue;
      start = at;
      kind = encodingOf(bytes);
      soft = kind === 'quoted' && endsSoft(bytes);
      take(soft ? bytes.subarray(0, -1) : bytes);
    }
    if (tooLong) cut = true;
  }
  const done = finish();
  if (done) yield done;
}

const endsSoft = (bytes: Buffer) => bytes.at(-1) === 0x3d;

function encodingOf(bytes: Buffer): 'plain' | 'quoted' | 'base64' {
  const colon = bytes.indexOf(0x3a);
  if (colon < 10) return 'plain';
  const head = bytes.subarray(0, Math.min(colon, 500)).toString('latin1').toUpperCase();
  if (head.includes('QUOTED-PRINTABLE')) return 'quoted';
  return /BASE64|ENCODING=B(?=;|$)/.test(head) ? 'base64' : 'plain';
}

/** Lines as they stand in the file, without their end. A line above the limit comes cut. */
async function* physicalLines(content: AsyncIterable<Uint8Array>): AsyncGenerator<{ bytes: Buffer; at: number; cut: boolean }> {
  let held: Buffer[] = [];
  let size = 0;
  let cut = false;
  let at = 1;
  const add = (part: Buffer) => {
    if (size > LINE_BYTES) return void (cut = true);
    held.push(part);
    size += part.length;
  };
  const line = () => {
    let bytes = held.length === 1 ? held[0]! : Buffer.concat(held);
    if (bytes.at(-1) === CR) bytes = bytes.subarray(0, -1);
    return bytes;
  };
  for await (const chunk of asUtf8(content)) {
    let from = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, from)) {
      add(chunk.subarray(from, end));
      yield { bytes: line(), at: at++, cut };
      held = [];
      size = 0;
      cut = false;
      from = end + 1;
    }
    if (from < chunk.length) add(chunk.subarray(from));
  }
  if (size) yield { bytes: line(), at, cut };
}

/** The file as bytes with LF line ends, without a byte order mark; UTF-16 becomes UTF-8, everything else stays as it is. */
async function* asUtf8(content: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let oldMac = false;
  let begun = false;
  for await (const part of content) {
    let chunk = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    if (!begun && chunk.length) {
      begun = true;
      const utf16 = utf16Of(chunk);
      if (utf16) decoder = new TextDecoder(utf16);
      else if (chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) chunk = chunk.subarray(3);
      oldMac = !utf16 && chunk.includes(CR) && !chunk.includes(LF);
    }
    if (decoder) chunk = Buffer.from(decoder.decode(chunk, { stream: true }));
    if (oldMac) for (let i = chunk.indexOf(CR); i !== -1; i = chunk.indexOf(CR, i + 1)) chunk[i] = LF;
    if (chunk.length) yield chunk;
  }
}

/** UTF-16 by its byte order mark, or by the zero beside the first letter of BEGIN. */
function utf16Of(start: Buffer): string | undefined {
  if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0x42 && start[1] === 0)) return 'utf-16le';
  if ((start[0] === 0xfe && start[1] === 0xff) || (start[0] === 0 && start[1] === 0x42)) return 'utf-16be';
  return undefined;
}

/** Bytes as text: by the charset named, else UTF-8 if they are that, else Windows-1252 (every byte of which means something). */
export function decodeText(bytes: Buffer, charset?: string): string {
  if (charset && !/^utf-?8$/i.test(charset)) {
    try {
      return new TextDecoder(charset).decode(bytes);
    } catch {
      // not a charset anybody knows: guess
    }
  }
  return isUtf8(bytes) ? bytes.toString('utf8') : new TextDecoder('windows-1252').decode(bytes);
}
