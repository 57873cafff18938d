import type { Reporter, TestModule } from 'vitest/node';

const PATIENCE_MS = 5 * 60_000;

/**
 * Ends a run in which no test has ended for five minutes, and says which files were at work and where each thread is. The time limits
 * of tests do not see a loop without end, or a file that never begins.
 */
export class Stuck implements Reporter {
  #atWork = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  onTestModuleQueued({ relativeModuleId }: TestModule) {
    this.#atWork.add(relativeModuleId);
    this.#wait();
  }
  onTestCaseResult() {
    this.#wait();
  }
  onTestModuleEnd({ relativeModuleId }: TestModule) {
    this.#atWork.delete(relativeModuleId);
    this.#wait();
  }
  onTestRunEnd() {
    clearTimeout(this.#timer);
  }

  #wait() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const { workers } = process.report.getReport() as { workers: { javascriptStack?: { stack?: string[] } }[] };
      const places = workers.map(({ javascriptStack }, i) => [`Thread ${i + 1}:`, ...(javascriptStack?.stack ?? ['waits']).slice(0, 20)].join('\n  '));
      console.error([`No test has ended for ${PATIENCE_MS / 60_000} minutes. At work: ${[...this.#atWork].join(', ')}.`, ...places].join('\n'));
      process.exit(1);
    }, PATIENCE_MS);
  }
}
