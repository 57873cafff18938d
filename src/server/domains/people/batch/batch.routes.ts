import type { App } from '../../../platform/http/server.ts';
import { deleteContacts, updateContacts } from './batch.ts';
import { BulkDelete, BulkDeleted, BulkQueued, BulkUpdate, BulkUpdated } from './batch.schema.ts';

const tags = ['People'];

export function batchRoutes(app: App) {
  app.post('/contacts/bulk-update', { schema: { tags, summary: 'Change several contacts in one action; above 1,000 as a job (202)', body: BulkUpdate, response: { 200: BulkUpdated, 202: BulkQueued } } }, async (request, reply) => {
    const action_id = request.ctx.request_id;
    const done = await updateContacts(request.ctx, request.body);
    return typeof done === 'number' ? reply.send({ updated: done, action_id }) : reply.code(202).send({ ...done, action_id });
  });

  app.post('/contacts/bulk-delete', { schema: { tags, summary: 'Delete several contacts in one action; above 1,000 as a job (202)', body: BulkDelete, response: { 200: BulkDeleted, 202: BulkQueued } } }, async (request, reply) => {
    const action_id = request.ctx.request_id;
    const done = await deleteContacts(request.ctx, request.body);
    return typeof done === 'number' ? reply.send({ deleted: done, action_id }) : reply.code(202).send({ ...done, action_id });
  });
}
