import { lazyPart } from '../../../lib/lazyPart.ts';

// The library of the charts is larger than the rest of the page.
export const StackedBars = lazyPart(async () => (await import('../../../ui/Charts.tsx')).StackedBars);
export const Bars = lazyPart(async () => (await import('../../../ui/Charts.tsx')).Bars);
