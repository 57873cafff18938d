import type { ReactNode } from 'react';
import { Button } from './Button.tsx';

export type MoreProps = {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  /** The list fills a card, and so does the button under it. */
  inCard?: boolean;
  children: ReactNode;
};

/** The button under a list that has further pages. */
export function More({ query, inCard = false, children }: MoreProps) {
  if (!query.hasNextPage) return null;
  return (
    <div className={inCard ? 'flex justify-center border-t border-line p-2' : 'mt-4 flex justify-center'}>
      <Button variant={inCard ? 'ghost' : 'secondary'} busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {children}
      </Button>
    </div>
  );
}
