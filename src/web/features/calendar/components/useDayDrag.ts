import { useState, type PointerEvent as ReactPointerEvent } from 'react';
import type { Occurrence } from '../../../lib/types.ts';
import { daysBetween } from '../days.ts';
import { dragFrom } from '../pointer.ts';
import type { OnMove } from './useMove.tsx';

const DAY = 1440;
const cellAt = ({ clientX, clientY }: { clientX: number; clientY: number }) => document.elementsFromPoint(clientX, clientY).map((element) => element.closest<HTMLElement>('[data-cell]')?.dataset.cell).find((day) => day !== undefined);

/** Dragging events from day to day of a month. `over`: what is dragged, and the day it would go to. */
export function useDayDrag(onMove: OnMove | undefined) {
  const [over, setOver] = useState<{ one: Occurrence; day: string } | null>(null);
  const onGrab = (down: ReactPointerEvent<HTMLElement>, one: Occurrence, taken: string) =>
    dragFrom(down, () => {
      let day = taken;
      setOver({ one, day });
      return {
        move: (event) => {
          day = cellAt(event) ?? day;
          setOver({ one, day });
        },
        drop: () => {
          setOver(null);
          const by = daysBetween(taken, day) * DAY;
          onMove?.(one, { start: by, end: by });
        },
        cancel: () => setOver(null),
      };
    });
  return { over, onGrab };
}
