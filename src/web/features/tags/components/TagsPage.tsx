import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Tags } from 'lucide-react';
import { lazyPart } from '../../../lib/lazyPart.ts';
import { Dot } from '../../../ui/Badge.tsx';
import { LabelsPage } from '../../../ui/LabelsPage.tsx';
import { tagsQuery, useDeleteTag } from '../api/tags.ts';

const TagForm = lazyPart(async () => (await import('./TagForm.tsx')).TagForm);

/** All tags with how many people carry them. */
export function TagsPage() {
  const query = useQuery(tagsQuery);
  const remove = useDeleteTag();
  return (
    <LabelsPage
      title="Tags"
      description="Coloured labels on people and notes: climbing, gift ideas, old colleagues."
      noun="tag"
      icon={<Tags aria-hidden />}
      hint="Put the same tag on several people, then filter the list by it."
      query={query}
      renderMark={(tag) => <Dot color={tag.color} className="size-3!" />}
      renderLink={(tag, look) => <Link to="/tags/$tagId" params={{ tagId: tag.id }} {...look} />}
      onDelete={remove.mutateAsync}
      renderForm={(tag, close) => <TagForm tag={tag} count={query.data?.length ?? 0} onClose={close} />}
    />
  );
}
