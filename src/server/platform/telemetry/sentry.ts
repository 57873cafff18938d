import { randomBytes } from 'node:crypto';
import { framesOf, scrubMessage } from './scrub.ts';

/** Where something failed: a route (its pattern, never the address) or a kind of job. */
export type Fault = { error: unknown; place: string; request_id: string; tags: Record<string, string> };

/** Most errors told of one chain of causes. */
const MOST_CAUSES = 3;

/** An event of Sentry: what failed and where in the code. No body, no header, no user, no host name. */
export function eventOf({ error, place, request_id, tags }: Fault, release: string) {
  const chain: unknown[] = [];
  for (let current = error; current !== undefined && current !== null && chain.length < MOST_CAUSES; current = current instanceof Error ? current.cause : undefined) chain.push(current);
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return {
    event_id: randomBytes(16).toString('hex'),
    timestamp: Date.now() / 1000,
    platform: 'node',
    level: 'error',
    release,
    transaction: place,
    tags: { ...tags, request_id, ...(typeof code === 'string' && /^\w{1,40}$/.test(code) ? { code } : {}) },
    exception: {
      // Sentry wants the outermost error last
      values: chain.reverse().map((one) =>
        one instanceof Error ? { type: one.name, value: scrubMessage(one.message), stacktrace: { frames: framesOf(one) } } : { type: 'Thrown', value: `a value of type ${typeof one}` },
      ),
    },
  };
}

/** One envelope: a line about it, then a line about the item and the item. An envelope holds one event at most. */
export function envelopeOf(event: ReturnType<typeof eventOf>): string {
  const payload = JSON.stringify(event);
  const lines = [JSON.stringify({ event_id: event.event_id, sent_at: new Date().toISOString() }), JSON.stringify({ type: 'event', content_type: 'application/json', length: Buffer.byteLength(payload) }), payload];
  return `${lines.join('\n')}\n`;
}
