import { useQueryClient } from '@tanstack/react-query';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { Suspense, useState, type ReactNode } from 'react';
import { useCanWrite } from '../lib/access.ts';
import { attempt } from '../lib/attempt.ts';
import { plural } from '../lib/format.ts';
import { Button, IconButton } from './Button.tsx';
import { PageHead } from './Card.tsx';
import { DataView, EmptyState, SkeletonRows, type DataViewProps } from './states.tsx';

type Label = { id: string; name: string; description?: string | null; contact_count?: number };
export type LabelsPageProps<T extends Label> = {
  title: string;
  description: string;
  /** "tag", "group" */
  noun: string;
  icon: ReactNode;
  /** What to do when there are none, for who may make one. */
  hint: string;
  query: DataViewProps<T[]>['query'];
  renderMark: (label: T) => ReactNode;
  /** A link to the page of the label. */
  renderLink: (label: T, look: { className: string; children: ReactNode }) => ReactNode;
  /** @returns the action to undo */
  onDelete: (id: string) => Promise<string | undefined>;
  renderForm: (label: T | undefined, close: () => void) => ReactNode;
};

const carried = ({ contact_count }: Label) => plural(contact_count ?? 0, 'person', 'people');

/** All labels of one kind that people can carry, each with how many do: tags, groups. */
export function LabelsPage<T extends Label>({ title, description, noun, icon, hint, query, renderMark, renderLink, onDelete, renderForm }: LabelsPageProps<T>) {
  const canWrite = useCanWrite();
  const queries = useQueryClient();
  const [editing, setEditing] = useState<T | 'new' | null>(null);
  const remove = ({ id, name }: T) =>
    void attempt(onDelete(id), { done: `${noun.replace(/^./, (letter) => letter.toUpperCase())} “${name}” deleted`, failed: `Could not delete the ${noun}`, queries, actionId: (action) => action });
  const add = canWrite && (
    <Button variant="primary" icon={<Plus aria-hidden className="size-4" />} onClick={() => setEditing('new')}>
      New {noun}
    </Button>
  );
  return (
    <>
      <PageHead title={title} description={description}>
        {add}
      </PageHead>
      <div className="-mx-4 overflow-hidden border-y border-line bg-card sm:mx-0 sm:rounded-xl sm:border">
        <DataView
          query={query}
          loading={<SkeletonRows rows={5} />}
          isEmpty={(labels) => labels.length === 0}
          empty={
            <EmptyState icon={icon} title={`No ${noun}s yet`} action={add}>
              {canWrite ? hint : `The ${noun}s of this space will appear here.`}
            </EmptyState>
          }
        >
          {(labels) => (
            <ul>
              {labels.map((label) => (
                <li key={label.id} className="flex min-h-16 items-center gap-1 border-b border-line pr-2 last:border-0 hover:bg-hover">
                  {renderLink(label, {
                    className: 'flex min-h-16 min-w-0 grow items-center gap-3 px-4 py-2 focus-visible:-outline-offset-2',
                    children: (
                      <>
                        {renderMark(label)}
                        <span className="min-w-0 grow">
                          <span className="line-clamp-2 font-medium">{label.name}</span>
                          <span className="block truncate text-sm text-muted">
                            <span className="sm:hidden">
                              {carried(label)}
                              {label.description && ' · '}
                            </span>
                            {label.description}
                          </span>
                        </span>
                        <span className="hidden shrink-0 text-sm text-muted tabular-nums sm:block">{carried(label)}</span>
                      </>
                    ),
                  })}
                  {canWrite && (
                    <>
                      <IconButton label={`Edit ${label.name}`} onClick={() => setEditing(label)}>
                        <Pencil aria-hidden />
                      </IconButton>
                      <IconButton label={`Delete ${label.name}`} onClick={() => remove(label)}>
                        <Trash2 aria-hidden />
                      </IconButton>
                    </>
                  )}
                </li>
              ))}
            </ul>
          )}
        </DataView>
      </div>
      <Suspense>{editing && renderForm(editing === 'new' ? undefined : editing, () => setEditing(null))}</Suspense>
    </>
  );
}
