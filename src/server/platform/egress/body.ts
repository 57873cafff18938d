/** What to do while a body passes: `count` may throw to stop it, `finish` is called once, with the error or null. */
export type BodyWatch = {
  count(bytes: number): void;
  translate(error: unknown): unknown;
  finish(error: unknown): void;
};

/** Passes a body through under watch. Bytes are counted after decompression: those are what fills the memory. */
export function watchedBody(source: ReadableStream<Uint8Array>, watch: BodyWatch): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = source.getReader();
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            controller.close();
            watch.finish(null);
            return;
          }
          watch.count(value.byteLength);
          controller.enqueue(value as Uint8Array<ArrayBuffer>);
        } catch (error) {
          const failure = watch.translate(error);
          controller.error(failure);
          watch.finish(failure);
          await reader.cancel(failure).catch(() => undefined);
        }
      },
      async cancel(reason) {
        watch.finish(null);
        await reader.cancel(reason).catch(() => undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
