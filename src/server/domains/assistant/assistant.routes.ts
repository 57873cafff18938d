import type { App } from '../../platform/http/server.ts';
import { IdParams } from '../../platform/http/shapes.ts';
import { Answer, AskBody } from './assistant.schema.ts';
import { askAbout } from './ask.ts';

const tags = ['Assistant'];

export function assistantRoutes(app: App) {
  app.post(
    '/contacts/:id/ask',
    { config: { reads: true }, schema: { tags, summary: 'Ask about a contact', description: 'Answers in the words of what is known, each sentence with its source. Nothing is invented, and nothing is stored.', params: IdParams, body: AskBody, response: { 200: Answer } } },
    (request) => askAbout(request.ctx, request.params.id, request.body.question),
  );
}
