import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read, write } from '../../../lib/api.ts';
import type { components, paths } from '../../../lib/api.gen.ts';

type Schemas = components['schemas'];
export type GraphData = Schemas['GraphData'];
export type GraphContact = Schemas['GraphContact'];
export type GraphRelationship = Schemas['GraphRelationship'];
export type GraphPath = Schemas['GraphPath'];
export type Communities = Schemas['Communities'];
export type Positions = Record<string, [number, number]>;

/** Everything the graph page draws. Not compared with what was there before: the page does that itself, person by person. */
export const graphQuery = queryOptions({
  queryKey: ['graph', 'data'],
  // `read` tells the type of the answer, not of how it is taken
  queryFn: async ({ signal }) => unpack((await read(api.GET('/api/v1/graph-data', { parseAs: 'arrayBuffer', signal }))) as unknown as ArrayBuffer, signal),
  structuralSharing: false,
});

function unpack(body: ArrayBuffer, signal: AbortSignal): Promise<GraphData> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./read.worker.ts', import.meta.url), { type: 'module' });
    const contacts: GraphContact[] = [];
    const relationships: GraphRelationship[] = [];
    type Portion = { name: 'contacts'; rows: GraphContact[] } | { name: 'relationships'; rows: GraphRelationship[] } | { name?: undefined; rest: Omit<GraphData, 'contacts' | 'relationships'> };
    worker.addEventListener('message', ({ data }: MessageEvent<Portion>) => {
      if (data.name === 'contacts') contacts.push(...data.rows);
      else if (data.name === 'relationships') relationships.push(...data.rows);
      else {
        worker.terminate();
        resolve({ contacts, relationships, ...data.rest });
      }
    });
    worker.addEventListener('error', () => {
      worker.terminate();
      reject(new Error('The answer of Kith could not be read.'));
    });
    signal.addEventListener('abort', () => {
      worker.terminate();
      reject(signal.reason as Error);
    });
    worker.postMessage(body, [body]);
  });
}

export const communitiesQuery = queryOptions({
  queryKey: ['graph', 'communities'],
  queryFn: ({ signal }) => read(api.GET('/api/v1/graph/communities', { signal })),
});

export const pathQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['graph', 'path', from, to],
    queryFn: async ({ signal }) => (await read(api.GET('/api/v1/graph/path', { params: { query: { from, to } }, signal }))).path,
  });

export const saveLayout = (positions: Positions) => write(api.PUT('/api/v1/graph-layout', { body: { positions } }));

/** A write of this page: what it shows is read again afterwards. The result is the action, to undo it. */
function useGraphWrite<T>(run: (input: T) => Promise<{ action_id: string | undefined }>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (input: T) => (await run(input)).action_id,
    onSettled: () => Promise.all([queries.invalidateQueries({ queryKey: ['graph'] }), queries.invalidateQueries({ queryKey: ['contacts'] })]),
  });
}

export type Connection = paths['/api/v1/relationships']['post']['requestBody']['content']['application/json'];
export const useConnect = () => useGraphWrite((body: Connection) => write(api.POST('/api/v1/relationships', { body })));
export const useDisconnect = () => useGraphWrite((id: string) => write(api.DELETE('/api/v1/relationships/{id}', { params: { path: { id } } })));
export const useSetTier = () => useGraphWrite(({ id, tier }: { id: string; tier: 1 | 2 }) => write(api.PATCH('/api/v1/contacts/{id}', { params: { path: { id } }, body: { tier } })));
export const useJoinGroup = () => useGraphWrite(({ id, ids }: { id: string; ids: string[] }) => write(api.POST('/api/v1/groups/{id}/members', { params: { path: { id } }, body: { contact_ids: ids } })));
export const useLeaveGroup = () => useGraphWrite(({ id, ids }: { id: string; ids: string[] }) => write(api.DELETE('/api/v1/groups/{id}/members', { params: { path: { id } }, body: { contact_ids: ids } })));
export const useDeletePeople = () =>
  useGraphWrite((ids: string[]) =>
    ids.length === 1 ? write(api.DELETE('/api/v1/contacts/{id}', { params: { path: { id: ids[0]! } } })) : write(api.POST('/api/v1/contacts/bulk-delete', { body: { ids } })),
  );

/** Makes a group and puts people into it. */
export function useCreateGroup() {
  return useGraphWrite(async ({ name, color, ids }: { name: string; color: string; ids: string[] }) => {
    const { data } = await write(api.POST('/api/v1/groups', { body: { name, color, description: null } }));
    return write(api.POST('/api/v1/groups/{id}/members', { params: { path: { id: data.group.id } }, body: { contact_ids: ids } }));
  });
}
