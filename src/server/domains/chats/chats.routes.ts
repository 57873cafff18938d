import type { App } from '../../platform/http/server.ts';
import { IdParams } from '../../platform/http/shapes.ts';
import { MessagePage, MessageQuery, MessagesBody, StoredAnswer } from './chats.schema.ts';
import { addMessages, listMessages } from './chats.ts';

const tags = ['Messages'];

export function chatRoutes(app: App) {
  app.get('/contacts/:id/messages', { schema: { tags, summary: 'Messages with a contact, newest first', params: IdParams, querystring: MessageQuery, response: { 200: MessagePage } } }, (request) => listMessages(request.ctx, request.params.id, request.query));

  app.post(
    '/contacts/:id/messages',
    {
      schema: { tags, summary: 'Keep messages with a contact', description: 'Messages, or the text of a chat as messengers copy it. Each is kept once ever; a note a day says what was written.', params: IdParams, body: MessagesBody, response: { 201: StoredAnswer } },
      bodyLimit: 8 * 1024 * 1024,
      config: { rateLimit: { max: 120, timeWindow: 60_000 } },
    },
    async (request, reply) => reply.code(201).send(await addMessages(request.ctx, request.params.id, request.body)),
  );
}
