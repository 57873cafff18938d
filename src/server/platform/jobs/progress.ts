/** Progress is written at most this often. */
const APART_MS = 200;

/**
 * Collects the progress a handler reports and writes the newest of it, never more than one write at a time.
 * @param write returns false when the job is no longer ours
 */
export function createProgress(write: (percent: number, message: string | null) => Promise<boolean>, onLost: () => void) {
  let newest: [number, string | null] | undefined;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;
  let ended = false;
  let wroteAt = -Infinity;

  function plan() {
    if (ended || timer || writing || !newest) return;
    timer = setTimeout(flush, Math.max(0, wroteAt + APART_MS - performance.now()));
  }
  function flush() {
    timer = undefined;
    const [percent, message] = newest!;
    newest = undefined;
    wroteAt = performance.now();
    writing = write(percent, message)
      .then((held) => held || ended || onLost())
      .catch(() => {}) // the database is away: the next report, or the end of the job, will show
      .then(() => {
        writing = undefined;
        plan();
      });
  }

  return {
    /** @param percent 0 to 100 */
    report(percent: number, message?: string | null) {
      newest = [Math.round(Math.min(100, Math.max(0, percent))), message?.slice(0, 500) ?? null];
      plan();
    },
    /** Nothing is written afterwards. */
    async end() {
      ended = true;
      clearTimeout(timer);
      await writing;
    },
  };
}
