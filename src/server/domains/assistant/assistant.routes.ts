import type { App } from '../../platform/http/server.ts';
import { IdParams } from '../../platform/http/shapes.ts';
import { Answer, AskBody, Briefing } from './assistant.schema.ts';
import { askAbout } from './ask.ts';
import { askAnybody } from './ask-all.ts';
import { briefing } from './briefing.ts';

const tags = ['Assistant'];
const COSTLY = { rateLimit: { max: 120, timeWindow: 60_000 } };

export function assistantRoutes(app: App) {
  app.post(
    '/contacts/:id/ask',
    { config: { ...COSTLY, reads: true }, schema: { tags, summary: 'Ask about a contact', description: 'Answers in the words of what is known, each sentence with its source. Nothing is invented, and nothing is stored.', params: IdParams, body: AskBody, response: { 200: Answer } } },
    (request) => askAbout(request.ctx, request.params.id, request.body.question),
  );

  app.post(
    '/ask',
    { config: { ...COSTLY, reads: true }, schema: { tags, summary: 'Ask about everybody', description: 'Who plays the cello? Whose birthday is next? A question that names somebody is about them.', body: AskBody, response: { 200: Answer } } },
    (request) => askAnybody(request.ctx, request.body.question),
  );

  app.get('/contacts/:id/briefing', { schema: { tags, summary: 'One page on a contact before a meeting, each line with its source', params: IdParams, response: { 200: Briefing } } }, (request) => briefing(request.ctx, request.params.id));
}
