/** So long may one task of the page take, in ms, before others get their turn. */
const SLICE = 8;

/** Lets the page breathe: draw, and hear what somebody does. */
function breath(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });
}

/**
 * Does something with each item, in slices that are short enough for the page to stay smooth.
 * @param stopped asked between slices; when it answers true the rest is left
 * @returns whether all was done
 */
export async function inSlices<T>(items: Iterable<T>, work: (item: T) => void, stopped: () => boolean): Promise<boolean> {
  let began = performance.now();
  let n = 0;
  for (const item of items) {
    work(item);
    if (++n % 50 || performance.now() - began < SLICE) continue;
    await breath();
    if (stopped()) return false;
    began = performance.now();
  }
  return true;
}
