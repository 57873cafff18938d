import type { ReactNode } from 'react';
import { Button } from './Button.tsx';

export type MoreProps = { query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }; children: ReactNode };

/** The button under a list that has further pages. */
export function More({ query, children }: MoreProps) {
  if (!query.hasNextPage) return null;
  return (
    <div className="mt-4 flex justify-center">
      <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {children}
      </Button>
    </div>
  );
}
