import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { attempt } from '../../../lib/attempt.ts';
import { plural } from '../../../lib/format.ts';
import { useHotkeys } from '../../../lib/hotkeys.ts';
import { notify } from '../../../ui/toast.tsx';
import type { Communities, GraphPath } from '../api/graph.ts';
import { pathQuery, useDeletePeople, useSetTier } from '../api/graph.ts';
import { CommunitiesPanel } from './CommunitiesPanel.tsx';
import { ConnectDialog } from './ConnectDialog.tsx';
import type { View } from './GraphPage.tsx';
import { GroupsDialog } from './GroupsDialog.tsx';
import { Legend } from './Legend.tsx';
import { Arranging, MapControls } from './MapControls.tsx';
import type { GraphFilter } from './filter.ts';
import { NodeMenu } from './NodeMenu.tsx';
import { SelectionPanel } from './SelectionPanel.tsx';
import { useScene } from './useScene.ts';
import { describe, walk } from './walk.ts';

export type GraphMapProps = {
  view: View;
  communities: Communities | undefined;
  trouble: Error | null;
  /** Whether the panel of communities is open. */
  panel: boolean;
  onPanel: (open: boolean) => void;
  /** Somebody who was searched for; a new object for every search. */
  wanted: { id: string } | null;
  onFilter: (filter: GraphFilter) => void;
  onUndrawable: () => void;
};

type Dialog = { name: 'connect'; from: string; to?: string | undefined } | { name: 'groups'; ids: string[] } | null;
export type GraphActions = {
  open: (id: string) => void;
  select: (ids: string[]) => void;
  path: (from: string, to: string) => void;
  connect: (from: string, to?: string) => void;
  groups: (ids: string[]) => void;
  tier: (id: string, tier: 1 | 2) => void;
  remove: (ids: string[]) => void;
};

const touch = matchMedia('(pointer: coarse)').matches;
const arrows: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The map with everything around it. */
export function GraphMap({ view, communities, trouble, panel, onPanel, wanted, onFilter, onUndrawable }: GraphMapProps) {
  const { network, filter, visible, legend } = view;
  const host = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const canWrite = useCanWrite();
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [focused, setFocused] = useState<string | null>(null);
  const [path, setPath] = useState<GraphPath | null>(null);
  const [menu, setMenu] = useState<{ id: string; x: number; y: number } | null>(null);
  const [dialog, setDialog] = useState<Dialog>(null);
  const [setTier, removal] = [useSetTier(), useDeletePeople()];
  // Somebody may have gone while they were selected.
  const selected = [...marked].filter((id) => network.people.has(id));
  const person = (id: string) => network.people.get(id);

  const select = (ids: Iterable<string>) => {
    setMarked(new Set(ids));
    setPath(null);
  };
  const open = (id: string) => void navigate({ to: '/people/$contactId', params: { contactId: id } });
  const { scene, arranger, shown, arranging } = useScene(
    host,
    view,
    {
      onSelect: (ids, how) => {
        const next = new Set(how === 'only' ? [] : selected);
        for (const id of ids) if (!(how === 'toggle' && next.delete(id))) next.add(id);
        select(next);
        setFocused(ids.length === 1 && next.has(ids[0]!) ? ids[0]! : null);
        if (ids.length > 0) onPanel(false);
      },
      onOpen: open,
      onMenu: (id, at) => setMenu({ id, ...at }),
    },
    onUndrawable,
  );
  useEffect(() => {
    scene?.emphasise({ selected: marked, focused, path: path ? path.contacts.map(({ id }) => id) : null });
  }, [scene, marked, focused, path]);
  const goTo = (id: string) => {
    select([id]);
    setFocused(id);
    scene?.camera.flyTo(id);
  };
  const found = (id: string) => {
    onPanel(false);
    goTo(id);
  };
  const latest = useRef(found);
  useEffect(() => {
    latest.current = found;
  });
  useEffect(() => {
    if (wanted) latest.current(wanted.id);
  }, [wanted]);

  const actions: GraphActions = {
    open,
    select: (ids) => {
      select(ids);
      if (ids.length === 1) goTo(ids[0]!);
      else scene?.camera.fit(ids, true);
    },
    path: (from, to) =>
      void queries.fetchQuery(pathQuery(from, to)).then(
        (found) => {
          if (!found) return notify(`${person(from)?.full_name} and ${person(to)?.full_name} are not connected within six steps`);
          setPath(found);
          scene?.camera.fit(found.contacts.map(({ id }) => id), true);
        },
        () => notify('Could not look for the way between them'),
      ),
    connect: (from, to) => setDialog({ name: 'connect', from, to }),
    groups: (ids) => setDialog({ name: 'groups', ids }),
    tier: (id, tier) =>
      void attempt(setTier.mutateAsync({ id, tier }), { done: `${person(id)?.full_name} is in the ${tier === 1 ? 'inner' : 'outer'} circle now`, failed: 'Could not change the circle', queries, actionId: (action) => action }),
    remove: (ids) => {
      const who = ids.length === 1 ? person(ids[0]!)?.full_name : plural(ids.length, 'person', 'people');
      void attempt(removal.mutateAsync(ids), { done: `${who} deleted`, failed: `Could not delete ${who}`, queries, actionId: (action) => action });
      select(selected.filter((id) => !ids.includes(id)));
    },
  };
  const clear = () => {
    select([]);
    setFocused(null);
    onPanel(false);
  };
  useHotkeys({ '+': () => scene?.camera.zoom(1.5), '=': () => scene?.camera.zoom(1.5), '-': () => scene?.camera.zoom(1 / 1.5), '0': () => scene?.camera.reset(), f: () => scene?.camera.fit(selected.length > 1 ? selected : undefined), Escape: clear });

  const onKeyDown = (event: React.KeyboardEvent) => {
    const here = focused && visible.has(focused) ? focused : null;
    const direction = arrows[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || !scene) return;
    if (direction) {
      const next = walk(scene, here, direction);
      if (next) {
        setFocused(next);
        scene.camera.follow(next);
      }
    } else if (!here) return;
    else if (event.key === 'Enter') open(here);
    else if (event.key === ' ') select(marked.has(here) ? selected.filter((id) => id !== here) : [...selected, here]);
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      const frame = host.current!.getBoundingClientRect();
      const spot = scene.spot(here);
      setMenu({ id: here, x: frame.left + spot.x, y: frame.top + spot.y });
    } else return;
    event.preventDefault();
  };
  const closeMenu = () => {
    setMenu(null);
    host.current?.focus({ preventScroll: true });
  };
  const again = () => {
    const before = scene?.positions();
    arranger?.run(network);
    notify('Arranging everybody anew', before && (() => arranger?.putBack(before)));
  };
  const target = menu && person(menu.id);

  return (
    <div className="relative min-h-40 grow overflow-hidden">
      {/* The arrow keys walk here, as in a grid: an application is interactive. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={host}
        role="application"
        aria-label="Map of people"
        aria-describedby="graph-keys"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onKeyDown={onKeyDown}
        data-ready={shown && arranging === null}
        className="absolute inset-0 touch-none focus-visible:-outline-offset-2"
      />
      <p id="graph-keys" className="sr-only">
        Arrow keys walk from a person to those they know. Enter opens, space selects, F10 with shift opens the actions. Plus and minus zoom, f shows everybody. The list says the same in words.
      </p>
      <p aria-live="polite" className="sr-only">
        {focused && visible.has(focused) ? describe(network, visible, focused) : ''}
      </p>
      <Legend filter={filter} items={legend} onFilter={onFilter} />
      {arranging !== null && <Arranging share={arranging} onStop={() => arranger?.stop()} />}
      <MapControls scene={scene} selected={selected} onArrange={again} />
      {network.pairs.size === 0 && canWrite && selected.length === 0 && !panel && (
        <p data-over-map className="absolute inset-x-4 top-4 mx-auto max-w-md rounded-xl border border-line bg-raised px-4 py-3 text-center text-sm text-muted shadow-float">
          Nobody is connected yet. {touch ? 'Hold a finger on a person and choose Connect.' : 'Select two people (hold Shift for the second) and choose Connect, or right-click a person.'}
        </p>
      )}
      {panel ? (
        <CommunitiesPanel communities={communities} trouble={trouble} filter={filter} onFilter={onFilter} onSelect={actions.select} onClose={() => onPanel(false)} />
      ) : (
        selected.length > 0 && <SelectionPanel network={network} ids={selected} path={path} actions={actions} canWrite={canWrite} onClose={clear} onEndPath={() => setPath(null)} />
      )}
      {menu && target && <NodeMenu key={`${menu.id} ${menu.x} ${menu.y}`} contact={target} at={menu} selected={selected} actions={actions} canWrite={canWrite} onClose={closeMenu} />}
      {dialog?.name === 'connect' && person(dialog.from) && (
        <ConnectDialog from={person(dialog.from)!} to={dialog.to ? person(dialog.to) : undefined} onClose={() => setDialog(null)} />
      )}
      {dialog?.name === 'groups' && <GroupsDialog people={dialog.ids.flatMap((id) => person(id) ?? [])} groups={network.data.groups} onClose={() => setDialog(null)} />}
    </div>
  );
}
