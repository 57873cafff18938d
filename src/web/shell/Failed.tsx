import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { useEffect } from 'react';
import { onBack } from '../lib/availability.ts';
import { ErrorState } from '../ui/states.tsx';

/** A page that could not be shown: why, and another try, by itself as soon as Kith answers again. */
export function Failed({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const again = () => {
    reset();
    void router.invalidate();
  };
  useEffect(() => onBack(again));
  return (
    <>
      <h1 className="sr-only">Something went wrong</h1>
      <ErrorState error={error} onRetry={again} />
    </>
  );
}
