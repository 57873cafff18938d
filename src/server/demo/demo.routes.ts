import { z } from 'zod';
import type { App } from '../platform/http/server.ts';
import { DemoAnswer, DemoState } from './demo.schema.ts';
import * as demo from './demo.ts';

const tags = ['Demo'];
/** Eighty notes are analysed at once. */
const COSTLY = { rateLimit: { max: 20, timeWindow: 60_000 } };

export function demoRoutes(app: App) {
  app.get('/demo', { schema: { tags, summary: 'Whether the space holds demo data, and who of it you made your own', response: { 200: DemoState } } }, (request) => demo.demoState(request.ctx));

  app.post('/demo', { schema: { tags, summary: 'Fill the space with an invented life to look at', description: 'A second time nothing is added (200).', response: { 200: DemoAnswer, 201: DemoAnswer } }, config: COSTLY }, async (request, reply) => {
    const answer = await demo.addDemo(request.ctx);
    return reply.code(answer.created ? 201 : 200).send(answer);
  });

  app.delete('/demo', { schema: { tags, summary: 'Take the demo data away again; what you changed or wrote stays', response: { 204: z.null() } }, config: COSTLY }, async (request, reply) => {
    await demo.removeDemo(request.ctx);
    return reply.code(204).send(null);
  });
}
