import type { App } from '../http/server.ts';
import { IdParams, PageQuery } from '../http/shapes.ts';
import * as changes from './changes.ts';
import { ActionPage, ActionsQuery, AuditPage, ChangePage, ChangesQuery, RedoAnswer, UndoAnswer, UndoBody } from './changes.schema.ts';

const tags = ['Activity'];

export function changeRoutes(app: App) {
  app.get('/changes', { schema: { tags, summary: 'The change feed after a position, oldest first', querystring: ChangesQuery, response: { 200: ChangePage } } }, (request) => changes.listChanges(request.ctx, request.query));

  app.get('/actions', { schema: { tags, summary: 'What was done, newest first', querystring: ActionsQuery, response: { 200: ActionPage } } }, (request) => changes.listActions(request.ctx, request.query));

  app.get('/contacts/:id/audit-log', { schema: { tags, summary: 'What happened to a contact, newest first', params: IdParams, querystring: PageQuery, response: { 200: AuditPage } } }, (request) =>
    changes.listChangesOfContact(request.ctx, request.params.id, request.query),
  );

  app.post('/undo', { schema: { tags, summary: 'Undo an action (the last one of yours by default)', body: UndoBody, response: { 200: UndoAnswer } } }, async (request) => ({ undone: await changes.undo(request.ctx, request.body?.action_id) }));

  app.post('/redo', { schema: { tags, summary: 'Take the last undo back', response: { 200: RedoAnswer } } }, async (request) => ({ redone: await changes.redo(request.ctx) }));
}
