import { decodeText } from './lines.ts';

/** One property of a card. */
export type Property = {
  group: string;
  /** Upper case. */
  name: string;
  /** Names in upper case; bare words of version 2.1 are under TYPE and ENCODING. */
  params: Map<string, string[]>;
  /** Decoded, still escaped: `\n`, `\,` and `\;` mean what the version says. */
  value: string;
  /** True when the value was quoted-printable: its line breaks are real ones, its backslashes mostly literal. */
  quoted: boolean;
};

const BARE_ENCODINGS = new Set(['QUOTED-PRINTABLE', 'BASE64', '8BIT', '7BIT', 'B']);
const BARE_VALUES = new Set(['URL', 'URI', 'INLINE', 'CID', 'CONTENT-ID']);
/** More parameters than this are noise. */
const PARAMS = 50;

/** Reads one unfolded line. @returns undefined when it is no property */
export function parseProperty(bytes: Buffer): Property | undefined {
  const text = decodeText(bytes);
  const colon = endOfHead(text);
  if (colon < 1) return undefined;
  const [qualified, ...rest] = splitOutsideQuotes(text.slice(0, colon), ';');
  const dot = qualified!.lastIndexOf('.');
  const name = qualified!.slice(dot + 1).trim().toUpperCase();
  if (!/^[A-Z0-9-]{1,64}$/.test(name)) return undefined;
  const params = new Map<string, string[]>();
  for (const part of rest.slice(0, PARAMS)) addParam(params, part);
  const encoding = params.get('ENCODING')?.[0]?.toUpperCase();
  const charset = params.get('CHARSET')?.[0];
  let value = text.slice(colon + 1);
  const quoted = encoding === 'QUOTED-PRINTABLE';
  if (quoted) value = decodeText(quotedPrintable(value), charset);
  // The head of a line is ASCII wherever a charset is named, so the value begins at the same place in the bytes.
  else if (charset && !/^utf-?8$/i.test(charset)) value = decodeText(bytes.subarray(bytes.indexOf(0x3a, colon) + 1), charset);
  params.delete('CHARSET');
  if (encoding !== 'B' && encoding !== 'BASE64') params.delete('ENCODING');
  return { group: dot > 0 ? qualified!.slice(0, dot).trim().slice(0, 64) : '', name, params, value, quoted };
}

/** The colon that ends name and parameters: the first outside quotes. */
function endOfHead(text: string): number {
  const colon = text.indexOf(':');
  const quote = text.indexOf('"');
  if (quote === -1 || quote > colon) return colon;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') quoted = !quoted;
    else if (text[i] === ':' && !quoted) return i;
  }
  return colon; // a quote that never ends was meant as a character
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  if (!text.includes('"')) return text.split(separator);
  const parts: string[] = [];
  let quoted = false;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') quoted = !quoted;
    else if (text[i] === separator && !quoted) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}

function addParam(params: Map<string, string[]>, part: string) {
  const equals = part.indexOf('=');
  if (equals === -1) {
    const word = part.trim().toUpperCase();
    if (!word) return;
    const name = BARE_ENCODINGS.has(word) ? 'ENCODING' : BARE_VALUES.has(word) ? 'VALUE' : 'TYPE';
    return void params.set(name, [...(params.get(name) ?? []), word]);
  }
  const name = part.slice(0, equals).trim().toUpperCase();
  if (!/^[A-Z0-9-]{1,64}$/.test(name)) return;
  const values = splitOutsideQuotes(part.slice(equals + 1), ',').map((value) => unquote(value.trim()));
  // TYPE="voice,home" is a list inside quotes.
  const flat = name === 'TYPE' ? values.flatMap((value) => value.split(',')).map((value) => value.trim()) : values;
  params.set(name, [...(params.get(name) ?? []), ...flat.slice(0, PARAMS)].slice(0, PARAMS));
}

/** Takes the quotes off a parameter and reads the escapes of RFC 6868. */
const unquote = (value: string) =>
  (value.startsWith('"') && value.endsWith('"') && value.length > 1 ? value.slice(1, -1) : value).replace(/\^([n^'])/g, (_all, code: string) => (code === 'n' ? '\n' : code === "'" ? '"' : '^'));

function quotedPrintable(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  const out = Buffer.alloc(bytes.length);
  let n = 0;
  for (let i = 0; i < bytes.length; i++) {
    const hex = bytes[i] === 0x3d ? Number.parseInt(bytes.subarray(i + 1, i + 3).toString('latin1'), 16) : Number.NaN;
    const whole = bytes[i] === 0x3d && /^[0-9A-Fa-f]{2}$/.test(bytes.subarray(i + 1, i + 3).toString('latin1'));
    out[n++] = whole ? hex : bytes[i]!;
    if (whole) i += 2;
  }
  return out.subarray(0, n);
}

/** The plain text of a value: `\n`, `\,`, `\;`, `\\` and the `\:` some write. */
export const unescapeText = (value: string, quoted = false): string =>
  value.includes('\\') ? value.replace(quoted ? /\\([;,\\])/g : /\\([nN;,:\\])/g, (_all, code: string) => (code === 'n' || code === 'N' ? '\n' : code)) : value;

/** Splits at separators that are not escaped; the parts stay escaped. */
export function splitValue(value: string, separator: ';' | ','): string[] {
  if (!value.includes('\\')) return value.split(separator);
  const parts: string[] = [];
  let from = 0;
  for (let i = 0; i < value.length; i++) {
    if (value[i] === '\\') i++;
    else if (value[i] === separator) {
      parts.push(value.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(value.slice(from));
  return parts;
}

/** Escapes text for a value of version 3.0 or 4.0. */
export const escapeText = (text: string): string => text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n');
