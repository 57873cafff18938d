import { Skeleton, SkeletonRows } from '../ui/states.tsx';

/** The frame while it is not yet known who is signed in. */
export function ShellSkeleton() {
  return (
    <>
      <div className="fixed inset-y-0 left-0 hidden w-58 border-r border-line bg-card lg:block" />
      <div className="lg:pl-58">
        <div className="h-14 border-b border-line" />
        <div className="mx-auto max-w-6xl px-4 pt-5 sm:px-6 lg:px-8">
          <Skeleton className="mb-6 h-8 w-48" />
          <SkeletonRows rows={6} avatar />
        </div>
      </div>
    </>
  );
}
