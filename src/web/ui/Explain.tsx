import { CircleQuestionMark } from 'lucide-react';
import { Popover } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from './Button.tsx';

/** A question mark beside a number: opens how it came about. `what` is the number's name; `ask` the question where it is another one. */
export function Explain({ what, ask = `How is ${what} computed?`, children }: { what: string; ask?: string; children: ReactNode }) {
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <IconButton label={ask} className="-my-1.5">
          <CircleQuestionMark aria-hidden />
        </IconButton>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={ask}
          collisionPadding={12}
          sideOffset={4}
          className="z-60 flex w-80 max-w-[calc(100vw-1.5rem)] flex-col gap-2 rounded-xl border border-line bg-raised p-4 text-sm text-text shadow-float outline-none animate-[rise-in_120ms_ease-out]"
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
