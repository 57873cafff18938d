import clsx from 'clsx';
import type { CSSProperties } from 'react';
import { formatWallTime } from '../../../lib/format.ts';
import type { Occurrence } from '../../../lib/types.ts';
import { colorOf, KindIcon, type OnOpen, titleOf, whenOf } from './words.tsx';

/** An occurrence as a button: tinted by its colour, its words in the colour of text. */
export function EventChip({ one, onOpen, showTime = true, className, style, tall = false }: { one: Occurrence; onOpen: OnOpen; showTime?: boolean; className?: string; style?: CSSProperties; tall?: boolean }) {
  const words = `${titleOf(one)}, ${whenOf(one)}`;
  return (
    <button
      type="button"
      onClick={(event) => {
        event.stopPropagation();
        onOpen(one);
      }}
      title={words}
      style={{ ...style, borderLeftColor: colorOf(one), background: `color-mix(in oklab, ${colorOf(one)} calc(var(--tint) * 1.3), var(--card))` }}
      className={clsx('min-w-0 overflow-hidden rounded-md border-l-3 px-1.5 text-left text-xs text-text hover:brightness-110 focus-visible:z-10', tall ? 'py-1' : 'flex items-center gap-1', !tall && !style && 'min-h-6', className)}
    >
      {tall ? (
        <>
          <span className="block leading-tight font-medium">{titleOf(one)}</span>
          <span className={showTime ? 'block text-muted' : 'sr-only'}>{whenOf(one)}</span>
        </>
      ) : (
        <>
          <KindIcon one={one} />
          {!one.all_day && <span className={showTime ? 'shrink-0 text-muted tabular-nums' : 'sr-only'}>{formatWallTime(one.local_start)}</span>}
          <span className="truncate font-medium">{titleOf(one)}</span>
        </>
      )}
    </button>
  );
}
