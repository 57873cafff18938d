import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTitle } from '../../../lib/useTitle.ts';
import { Button } from '../../../ui/Button.tsx';
import { Logo } from '../../../ui/Logo.tsx';

/** The frame of the first steps: where one is, and the way out. */
export function Steps({ step, names, onSkip, children }: { step: number; names: string[]; onSkip: () => void; children: ReactNode }) {
  useTitle(step === 0 ? 'Welcome' : (names[step] ?? 'Welcome'));
  return (
    <div className="mx-auto flex min-h-dvh max-w-2xl flex-col px-4 py-6 sm:py-10">
      <header className="mb-8 flex items-center gap-4">
        <Logo className="size-9 shrink-0" />
        <ol aria-label="Steps" className="flex grow gap-2">
          {names.map((name, index) => (
            <li key={name} aria-current={index === step ? 'step' : undefined} className="flex-1">
              <span className={clsx('block h-1.5 rounded-full', index <= step ? 'bg-primary' : 'bg-active')} />
              <span className={clsx('mt-1.5 hidden text-xs sm:block', index === step ? 'text-text' : 'text-faint')}>{name}</span>
            </li>
          ))}
        </ol>
        <Button variant="ghost" size="sm" onClick={onSkip}>
          Skip
        </Button>
      </header>
      <main>{children}</main>
    </div>
  );
}
