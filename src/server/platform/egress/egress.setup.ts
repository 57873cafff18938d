import { onTestFinished } from 'vitest';
import { fakeServer, type FakeServer } from '../../../../test/fakes/http.ts';
import { createEgress, type Egress, type EgressDeps, type EgressRecord } from './index.ts';

/** A server to reach, until the test is over. */
export async function server(...args: Parameters<typeof fakeServer>): Promise<FakeServer> {
  const started = await fakeServer(...args);
  onTestFinished(() => started.close());
  return started;
}

/** A way out that opens nothing private of itself, with what it recorded and logged; closed after the test. */
export function client(over: Partial<EgressDeps> = {}): { egress: Egress; calls: EgressRecord[]; logged: string[] } {
  const calls: EgressRecord[] = [];
  const logged: string[] = [];
  const keep = (fields: object, message: string) => void logged.push(JSON.stringify({ ...fields, message }));
  const egress = createEgress({
    log: { debug: keep, warn: keep, error: keep },
    allowPrivate: [],
    record: (call) => calls.push(call),
    retryBaseMs: 5,
    ...over,
  });
  onTestFinished(() => egress.close());
  return { egress, calls, logged };
}
