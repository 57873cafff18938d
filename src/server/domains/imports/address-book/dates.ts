const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * A date as spreadsheets write it: 1983-02-09, --05-17, 5/17/1983, 17.05.1983, 12 Mar 2024, 7-Feb-22, May 17, 1983.
 * @param dayFirst how 4/5/1990 is meant; where only one reading is a date, that is taken
 * @returns YYYY-MM-DD or --MM-DD; undefined when it is none
 */
export function readTableDate(value: string, dayFirst: boolean): string | undefined {
  const text = value.trim();
  const iso = /^(\d{4}|-)-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/.exec(text);
  if (iso) return dated(iso[1]!, iso[2]!, iso[3]!);
  const numbers = /^(\d{1,2})([./-])(\d{1,2})(?:\2(\d{4}|\d{2})?)?(?: .*)?$/.exec(text);
  if (numbers) {
    const [, a = '', mark, b = '', year] = numbers;
    const first = Number(a) > 12 || (Number(b) <= 12 && (mark === '.' || dayFirst));
    return dated(year ?? '-', first ? b : a, first ? a : b);
  }
  const worded = /^(\d{1,2})[ -]([A-Za-z]{3,9})\.?[ -](\d{4}|\d{2})$/.exec(text);
  if (worded) return named(worded[3]!, worded[2]!, worded[1]!);
  const american = /^([A-Za-z]{3,9})\.? (\d{1,2}), (\d{4})$/.exec(text);
  return american ? named(american[3]!, american[1]!, american[2]!) : undefined;
}

function named(year: string, month: string, day: string): string | undefined {
  const number = MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1;
  return number ? dated(year, String(number), day) : undefined;
}

function dated(year: string, month: string, day: string): string | undefined {
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31) return undefined; // Outlook's 0/0/00 is no date
  const century = year.length === 2 ? (Number(year) > new Date().getFullYear() % 100 ? '19' : '20') : '';
  const full = year === '-' || year === '0000' || year === '1604' ? '-' : century + year;
  return `${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
