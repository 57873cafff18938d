import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { attempt } from '../../../lib/attempt.ts';
import { formatWallDay } from '../../../lib/format.ts';
import type { Occurrence } from '../../../lib/types.ts';
import { type Scope, useMoveEvent } from '../api/calendar.ts';
import { moved, type Move } from '../moves.ts';
import { ScopeDialog } from './ScopeDialog.tsx';
import { whenOf } from './words.tsx';

export type OnMove = (one: Occurrence, move: Move) => void;

/** Moves events: at once on the screen, then on the server; of one that repeats it asks which occurrences are meant. */
export function useMove(): { onMove: OnMove; dialog: ReactNode } {
  const [asking, setAsking] = useState<{ one: Occurrence; move: Move } | null>(null);
  const queries = useQueryClient();
  const moveEvent = useMoveEvent();
  const store = (one: Occurrence, move: Move, scope?: Scope) => {
    setAsking(null);
    const now = moved(one, move);
    void attempt(moveEvent(one, move, scope), { done: `${one.title}: ${formatWallDay(now.local_start)}${now.all_day ? '' : `, ${whenOf(now)}`}`, failed: `Could not move ${one.title}`, queries, actionId: (id) => id });
  };
  return {
    onMove: (one, move) => {
      if (move.start === 0 && move.end === 0) return;
      if (one.repeats && !one.altered) setAsking({ one, move });
      else store(one, move);
    },
    dialog: asking && <ScopeDialog title="Move which?" event={asking.one.title} busy={false} onChoose={(scope) => store(asking.one, asking.move, scope)} onClose={() => setAsking(null)} />,
  };
}
