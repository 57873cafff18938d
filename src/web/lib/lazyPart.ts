import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { answering } from './availability.ts';

const tries = 5;

/** A component whose code is fetched when it is first drawn. Without an answer it waits for Kith to be back instead of failing for good. */
// The props of any component, as React's own type has it.
// oxlint-disable-next-line typescript/no-explicit-any
export function lazyPart<Part extends ComponentType<any>>(load: () => Promise<Part>): LazyExoticComponent<Part> {
  return lazy(async () => {
    for (let attempt = 1; ; attempt++) {
      try {
        return { default: await load() };
      } catch (error) {
        if (attempt === tries) throw error;
        await answering();
      }
    }
  });
}
