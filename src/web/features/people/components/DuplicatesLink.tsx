import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Combine } from 'lucide-react';
import { buttonClass } from '../../../ui/Button.tsx';
import { duplicateCountQuery } from '../api/merged.ts';

/** The way to people who seem to be there twice; nothing when there are none. */
export function DuplicatesLink() {
  const { data: count = 0 } = useQuery(duplicateCountQuery);
  if (count === 0) return null;
  return (
    <Link to="/people/duplicates" className={buttonClass('secondary')}>
      <Combine aria-hidden className="size-4" />
      <span className="max-sm:sr-only">Duplicates</span>
      <span className="text-muted">{count}</span>
    </Link>
  );
}
