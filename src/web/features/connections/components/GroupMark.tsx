import clsx from 'clsx';
import { UsersRound } from 'lucide-react';

/** The colour of a group under the sign of one: not to be taken for a tag. */
export function GroupMark({ color, size = 'md' }: { color: string; size?: 'sm' | 'md' }) {
  return (
    <span aria-hidden style={{ '--tint-color': color } as React.CSSProperties} className={clsx('tint inline-flex shrink-0 items-center justify-center rounded-lg', size === 'sm' ? 'size-4 rounded-sm [&_svg]:size-3' : 'size-9 [&_svg]:size-4.5')}>
      <UsersRound />
    </span>
  );
}
