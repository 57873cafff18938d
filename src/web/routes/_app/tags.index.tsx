import { createFileRoute } from '@tanstack/react-router';
import { tagsQuery } from '../../features/tags/api/tags.ts';
import { TagsPage } from '../../features/tags/components/TagsPage.tsx';

export const Route = createFileRoute('/_app/tags/')({
  loader: ({ context }) => void context.queries.prefetchQuery(tagsQuery),
  component: TagsPage,
});
