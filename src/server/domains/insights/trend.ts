export type TrendWord = 'increasing' | 'decreasing' | 'stable' | 'insufficient_data';

const LAST = 4;

/**
 * How the number of entries moves (P-51), over weeks with entries, oldest first: the average of the last four against that of the
 * earlier ones. Below two weeks there is nothing to say; up to four there are no earlier ones, so it is stable.
 */
export function trendOf(counts: readonly number[]) {
  const recent = counts.slice(-LAST);
  const earlier = counts.slice(0, -LAST);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const mean = (values: readonly number[]) => (values.length ? sum(values) / values.length : null);
  const averages = { recent_average: mean(recent), earlier_average: mean(earlier), weeks: counts.length };
  const word = (trend: TrendWord, explanation: string) => ({ trend, comparison: { ...averages, explanation } });
  if (counts.length < 2) return word('insufficient_data', 'It takes entries in at least two weeks to speak of a trend.');
  if (earlier.length === 0) return word('stable', 'It takes entries in at least five weeks to compare the last four with earlier ones.');
  const said = `The last four weeks with entries have ${(averages.recent_average ?? 0).toFixed(1)} a week, the ${earlier.length} before ${(averages.earlier_average ?? 0).toFixed(1)}`;
  // in integers: recent / 4 > 1.2 · earlier / m
  const [left, right] = [5 * sum(recent) * earlier.length, LAST * sum(earlier)];
  if (left > 6 * right) return word('increasing', `${said}: more than 1.2 times as many.`);
  if (left < 4 * right) return word('decreasing', `${said}: less than 0.8 times as many.`);
  return word('stable', `${said}: between 0.8 and 1.2 times as many.`);
}
