import { z } from 'zod';
import { CATEGORIES } from '../../../platform/intelligence/categories.ts';
import type { Column } from './columns.ts';
import type { CsvRow } from './parse.ts';

/** What a row says, checked. Null: its cell is empty. */
export type Said = {
  line: number;
  /** As in the file: an id of ours, or of another Kith. */
  file_id: string | null;
  name: string | null;
  tier: 1 | 2 | null;
  telegram_id: number | null;
  telegram_username: string | null;
  entry: { category: string; content: string; confidence: number | null; /** When somebody was done with it. */ done_at: string | null } | null;
  created_at: string | null;
};
export type Wrong = { line: number; column: Column; message: string };

const CATEGORY = new Map(CATEGORIES.map((category) => [category.toLowerCase(), category as string]));
const WHEN = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(\.\d{1,6})?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;
const CONTENT = 2000;
const ID = z.uuid();

/** True for the form of our ids. */
export const isId = (text: string) => ID.safeParse(text).success;

/** Reads a row. @returns what is wrong with it, at the first cell that is */
export function read(row: CsvRow): Said | Wrong {
  const wrong = (column: Column, message: string): Wrong => ({ line: row.line, column, message });
  const text = (column: Column) => row.cell(column).trim() || null;

  const name = text('Contact Name');
  if (name && [...name].length > 255) return wrong('Contact Name', 'The name is longer than 255 characters.');
  const file_id = text('Contact ID');
  if (file_id && file_id.length > 255) return wrong('Contact ID', 'The id is longer than 255 characters.');
  const telegram = text('Telegram ID');
  const telegram_id = telegram === null ? null : number(telegram);
  if (telegram_id !== null && !(telegram_id > 0)) return wrong('Telegram ID', `"${short(telegram!)}" is not a Telegram id, which is a number.`);
  if (!file_id && !name && telegram_id === null) return wrong('Contact Name', 'This row names nobody.');
  const tier = text('Tier');
  const tierNumber = tier === null ? null : number(tier.replace(/^tier\s*/i, ''));
  if (tierNumber !== null && tierNumber !== 1 && tierNumber !== 2) return wrong('Tier', `"${short(tier!)}" is not a tier: use 1 or 2.`);
  const telegram_username = text('Telegram Username');
  if (telegram_username && [...telegram_username].length > 64) return wrong('Telegram Username', 'The user name is longer than 64 characters.');

  const said = text('Category');
  const category = said && CATEGORY.get(said.toLowerCase());
  const content = row.cell('Content');
  if (said && !category) return wrong('Category', `"${short(said)}" is not a category. There are: ${CATEGORIES.join(', ')}.`);
  if (said && !content.trim()) return wrong('Content', 'There is a category, but nothing in it.');
  if (!said && content.trim()) return wrong('Category', 'There is content, but it is in no category.');
  if ([...content].length > CONTENT) return wrong('Content', `The content is longer than ${CONTENT.toLocaleString('en')} characters.`);
  const sure = text('AI Confidence');
  const confidence = sure === null ? null : number(sure);
  if (confidence !== null && !(confidence >= 1 && confidence <= 10)) return wrong('AI Confidence', `"${short(sure!)}" is not a confidence: use 1 to 10, or nothing.`);
  const [created, done] = [text('Created At'), text('Done At')];
  const [created_at, done_at] = [created && moment(created), done && moment(done)];
  if (created_at === undefined) return wrong('Created At', noTime(created!));
  if (done_at === undefined) return wrong('Done At', noTime(done!));
  if (done_at && !category) return wrong('Done At', 'Only an entry can be done, and there is none in this row.');
  return { line: row.line, file_id, name, tier: tierNumber, telegram_id, telegram_username, entry: category ? { category, content, confidence, done_at } : null, created_at };
}

const short = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

const noTime = (text: string) => `"${short(text)}" is not a time: write it as 2026-01-31T09:30:00Z.`;

/** A whole number; NaN for anything else. 2.0 is one: spreadsheets write that. */
function number(text: string): number {
  const match = /^(\d{1,16})(?:\.0+)?$/.exec(text);
  return match && Number.isSafeInteger(Number(match[1])) ? Number(match[1]) : Number.NaN;
}

/** A time in ISO 8601, UTC where it does not say; undefined when there is no such time. */
function moment(text: string): string | undefined {
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] = WHEN.exec(text) ?? [];
  if (!year || Number(year) < 1 || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined;
  const [, hours = '0', minutes = '0'] = /^[+-](\d\d):?(\d\d)?$/.exec(zone) ?? [];
  if (Number(hours) > 15 || Number(minutes) > 59) return undefined;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${zone}`;
}
