import { fileURLToPath } from 'node:url';

/** The folder of package.json: paths are told from here. */
const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const MOST_CHARACTERS = 300;

/** What may have come from a request, and what stands for it. In this order: what is quoted goes first, with all that is in it. */
const PRIVATE: [RegExp, string][] = [
  [/"[^"]*"|`[^`]*`|“[^”]*”|«[^»]*»|(?<!\w)'[^']*'(?!\w)/gs, '[text]'],
  [/=\s*\([^)]*\)/g, '=[text]'],
  [/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '[url]'],
  [/[^\s@]+@[^\s@]+/g, '[email]'],
  [/(?:\b[A-Za-z]:)?(?:[\\/][\w.@+-]+){2,}/g, '[path]'],
  [/\b[\w-]{20,}\b/g, '[token]'],
  [/\+?\d[\d\s().-]{4,}\d/g, '[number]'],
];

/** The message of an error without what may be somebody's: quoted text, addresses, numbers, tokens, paths. */
export function scrubMessage(message: string): string {
  return PRIVATE.reduce((text, [pattern, stand]) => text.replace(pattern, stand), message.slice(0, 5_000)).split('\n')[0]!.slice(0, MOST_CHARACTERS);
}

export type Frame = { function: string; filename: string; lineno: number; colno: number; in_app: boolean };

/** Where an error came from, innermost last, with paths from the folder of Kith on. Only what the engine wrote is read, not the message. */
export function framesOf(error: Error): Frame[] {
  const stack = error.stack ?? '';
  const at = stack.indexOf(error.message);
  const lines = (at < 0 ? stack : stack.slice(at + error.message.length)).split('\n');
  return lines
    .flatMap((line) => {
      const match = /^\s+at (?:(.+?) \()?(\S+?):(\d+):(\d+)\)?$/.exec(line);
      if (!match) return [];
      const filename = relative(match[2]!);
      return [{ function: match[1] ?? '<anonymous>', filename, lineno: Number(match[3]), colno: Number(match[4]), in_app: /^(src|scripts)\//.test(filename) }];
    })
    .slice(0, 50)
    .reverse();
}

function relative(place: string): string {
  if (place.startsWith('node:')) return place;
  const path = place.startsWith('file:') ? fileURLToPath(place) : place;
  if (path.startsWith(ROOT)) return path.slice(ROOT.length);
  const modules = path.lastIndexOf('/node_modules/');
  return modules >= 0 ? path.slice(modules + 1) : (path.split(/[\\/]/).at(-1) ?? 'unknown');
}

/**
 * An error as it is logged: its kind, where it came from and why, without what may be somebody's. Nothing else of it: database drivers
 * hang rows, parameters and whole connections on theirs.
 */
export function errorForLog(error: unknown): { type: string; message: string; stack: string; [more: string]: unknown } {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '' };
  const { code } = error as { code?: unknown };
  const stack = framesOf(error).reverse().map((frame) => `at ${frame.function} (${frame.filename}:${frame.lineno}:${frame.colno})`).join('\n');
  return { type: error.constructor.name, message: scrubMessage(error.message), ...(typeof code === 'string' ? { code } : {}), stack, ...(error.cause === undefined ? {} : { cause: errorForLog(error.cause) }) };
}
