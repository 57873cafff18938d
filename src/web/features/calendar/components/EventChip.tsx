import clsx from 'clsx';
import type { CSSProperties, KeyboardEvent, PointerEvent } from 'react';
import { formatWallTime } from '../../../lib/format.ts';
import type { Occurrence } from '../../../lib/types.ts';
import { colorOf, KindIcon, type OnOpen, shortTitleOf, titleOf, whenOf } from './words.tsx';

/** How a chip is moved: by dragging it, by dragging its lower edge, by keys. */
export type Grip = { onGrab: (event: PointerEvent<HTMLElement>) => void; onGrabEnd?: ((event: PointerEvent<HTMLElement>) => void) | undefined; onKeyDown: (event: KeyboardEvent) => void; held: boolean };
type Props = { one: Occurrence; onOpen: OnOpen; showTime?: boolean; className?: string; style?: CSSProperties; tall?: boolean; grip?: Grip | undefined };

/** An occurrence as a button: tinted by its colour, its words in the colour of text. */
export function EventChip({ one, onOpen, showTime = true, className, style, tall = false, grip }: Props) {
  const words = `${titleOf(one)}, ${whenOf(one)}`;
  return (
    <button
      type="button"
      data-event={placeOf(one)}
      onClick={(event) => {
        event.stopPropagation();
        onOpen(one);
      }}
      {...(grip
        ? {
            onPointerDown: (event: PointerEvent<HTMLElement>) => {
              event.stopPropagation();
              grip.onGrab(event);
            },
            onKeyDown: grip.onKeyDown,
            'aria-keyshortcuts': 'Shift+ArrowUp Shift+ArrowDown Shift+ArrowLeft Shift+ArrowRight',
          }
        : {})}
      title={words}
      style={{ ...style, borderLeftColor: colorOf(one), background: `color-mix(in oklab, ${colorOf(one)} calc(var(--tint) * 1.3), var(--card))` }}
      className={clsx(
        'min-w-0 overflow-hidden rounded-md border-l-3 px-1.5 text-left text-xs text-text hover:brightness-110 focus-visible:z-10',
        tall ? 'flex flex-col justify-start py-1' : 'flex items-center gap-1',
        !tall && !style && 'min-h-6',
        grip && 'touch-manipulation select-none [-webkit-touch-callout:none]',
        grip?.held && 'opacity-40',
        className,
      )}
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
          {one.kind === 'birthday' && <span className="sr-only">Birthday of </span>}
          <span className="truncate font-medium">{shortTitleOf(one)}</span>
        </>
      )}
      {grip?.onGrabEnd && (
        <span
          aria-hidden
          data-edge
          onPointerDown={(event) => {
            event.stopPropagation();
            grip.onGrabEnd!(event);
          }}
          className="absolute inset-x-0 bottom-0 h-2 cursor-ns-resize touch-none coarse:h-4"
        />
      )}
    </button>
  );
}

/** Which chip it is, also after it was moved and came back from the server under another key. */
export const placeOf = (one: Occurrence): string => `${one.event_id ?? one.key}@${one.local_start.slice(0, 16)}`;
