import { useQuery, useQueryClient } from '@tanstack/react-query';
import clsx from 'clsx';
import { Link } from '@tanstack/react-router';
import { ArrowLeft, ArrowRight, BookmarkPlus, Ellipsis, Pencil, Save, Trash2 } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { attempt } from '../../../lib/attempt.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../../ui/Menu.tsx';
import { isFiltered, sameFilter, toFilter, type ContactFilter, type PeopleSearch } from '../api/filter.ts';
import { useDeleteView, useSaveView, viewsQuery } from '../api/views.ts';

const ViewForm = lazyPart(async () => (await import('./ViewForm.tsx')).ViewForm);

export type ViewsProps = { search: PeopleSearch; filter: ContactFilter; onSearch: (search: PeopleSearch) => void };

const tab = 'inline-flex min-h-9 shrink-0 items-center rounded-lg px-3 text-sm font-medium whitespace-nowrap coarse:min-h-11';

/** The named views of the list, and what can be done with the one that is open. Nothing is shown while there is nothing to name. */
export function Views({ search, filter, onSearch }: ViewsProps) {
  const canWrite = useCanWrite();
  const { data: views = [] } = useQuery(viewsQuery);
  const queries = useQueryClient();
  const save = useSaveView();
  const remove = useDeleteView();
  const [naming, setNaming] = useState<'new' | 'rename' | null>(null);
  const at = views.findIndex((view) => (search.view ? view.id === search.view : sameFilter(toFilter(view.query), filter)));
  const open = views[at];
  const changed = open && !sameFilter(toFilter(open.query), filter);
  if (views.length === 0 && !isFiltered(filter)) return null;

  const change = (body: Parameters<typeof save.mutateAsync>[0], done: string) => void attempt(save.mutateAsync(body), { done, failed: 'Could not save the view', queries, actionId: (result) => result.action_id });
  const onDelete = () => {
    if (!open) return;
    void attempt(remove.mutateAsync(open), { done: `View “${open.name}” deleted`, failed: 'Could not delete the view', queries, actionId: (id) => id });
    onSearch(filter);
  };
  return (
    <div className="mb-3 flex flex-wrap items-center gap-1">
      <nav aria-label="Views" className={clsx('-ml-1 flex min-w-0 flex-1 gap-1 overflow-x-auto p-1 sm:max-w-full [scrollbar-width:none]', views.length > 0 && 'max-sm:basis-full')}>
        <Link to="/people" search={{}} aria-current={!open && !isFiltered(filter) ? 'page' : undefined} className={clsx(tab, !open && !isFiltered(filter) ? 'bg-active text-text' : 'text-muted hover:bg-hover')}>
          Everybody
        </Link>
        {views.map((view) => (
          <Link
            key={view.id}
            to="/people"
            search={{ ...toFilter(view.query), view: view.id }}
            aria-current={view === open ? 'page' : undefined}
            className={clsx(tab, view === open ? 'bg-active text-text' : 'text-muted hover:bg-hover')}
          >
            <span className="max-w-48 truncate">{view.name}</span>
            {view === open && changed && <span className="ml-1 text-muted">(changed)</span>}
          </Link>
        ))}
      </nav>
      {canWrite && changed && (
        <Button variant="ghost" size="sm" icon={<Save aria-hidden className="size-4" />} onClick={() => change({ id: open.id, query: filter }, `View “${open.name}” changed`)}>
          Update view
        </Button>
      )}
      {canWrite && isFiltered(filter) && (!open || changed) && (
        <Button variant="ghost" size="sm" aria-haspopup="dialog" icon={<BookmarkPlus aria-hidden className="size-4" />} onClick={() => setNaming('new')}>
          Save as view
        </Button>
      )}
      {canWrite && open && (
        <Menu
          trigger={
            <IconButton label={`View ${open.name}`}>
              <Ellipsis aria-hidden />
            </IconButton>
          }
        >
          <MenuItem icon={<Pencil aria-hidden />} onSelect={() => setNaming('rename')}>
            Rename
          </MenuItem>
          <MenuItem icon={<ArrowLeft aria-hidden />} disabled={at === 0} onSelect={() => change({ id: open.id, position: at - 1 }, 'View moved')}>
            Move left
          </MenuItem>
          <MenuItem icon={<ArrowRight aria-hidden />} disabled={at === views.length - 1} onSelect={() => change({ id: open.id, position: at + 1 }, 'View moved')}>
            Move right
          </MenuItem>
          <MenuSeparator />
          <MenuItem danger icon={<Trash2 aria-hidden />} onSelect={onDelete}>
            Delete view
          </MenuItem>
        </Menu>
      )}
      <Suspense>
        {naming && <ViewForm view={naming === 'rename' ? open : undefined} filter={filter} onSaved={(view) => onSearch({ ...filter, view: view.id })} onClose={() => setNaming(null)} />}
      </Suspense>
    </div>
  );
}
