import { sendWithEtag } from '../../../platform/http/etag.ts';
import type { App } from '../../../platform/http/server.ts';
import { IdParams, PageQuery } from '../../../platform/http/shapes.ts';
import { dismissDuplicates, listDuplicates } from './duplicates.ts';
import { getMerge, listMerges, listOrigins, mergeContacts, unmerge } from './merge.ts';
import { DismissBody, Dismissed, DuplicatePage, Merge, MergeAnswer, MergeBody, MergePage, MergesQuery, OriginPage, UnmergeAnswer } from './merge.schema.ts';
import { z } from 'zod';

const tags = ['Merging'];

export function mergeRoutes(app: App) {
  app.get(
    '/contacts/duplicates',
    { schema: { tags, summary: 'People who look like one and the same, the likeliest first', description: 'Archived people are left out, and pairs that were dismissed. Each with a score from 0 to 1 and the reasons.', querystring: PageQuery, response: { 200: DuplicatePage } } },
    (request) => listDuplicates(request.ctx, request.query),
  );

  app.post('/contacts/duplicates/dismiss', { schema: { tags, summary: 'These are different people: do not suggest them again', body: DismissBody, response: { 200: Dismissed } } }, async (request) => ({
    dismissed: await dismissDuplicates(request.ctx, request.body.ids),
  }));

  app.post(
    '/contacts/:id/merge',
    { schema: { tags, summary: 'Merge other people into this one', description: 'This contact gets everything that hangs on the others; their ids answer 404 with merged_into from then on. Nothing is lost: POST /merges/{id}/undo takes it back at any time.', params: IdParams, body: MergeBody, response: { 200: MergeAnswer } } },
    (request) => mergeContacts(request.ctx, request.params.id, request.body),
  );

  app.get('/contacts/:id/origins', { schema: { tags, summary: 'Which rows of a contact came with somebody who was merged in', params: IdParams, querystring: PageQuery, response: { 200: OriginPage } } }, (request) =>
    listOrigins(request.ctx, request.params.id, request.query),
  );

  app.get('/merges', { schema: { tags, summary: 'List merges, newest first', querystring: MergesQuery, response: { 200: MergePage } } }, (request) => listMerges(request.ctx, request.query));

  app.get('/merges/:id', { schema: { tags, summary: 'One merge', params: IdParams, response: { 200: z.object({ merge: Merge }), 304: z.null() } } }, async (request, reply) =>
    sendWithEtag(request, reply, null, { merge: await getMerge(request.ctx, request.params.id) }),
  );

  app.post(
    '/merges/:id/undo',
    { schema: { tags, summary: 'Take a merge back', description: 'The other person comes back under the same id with every row that came from them and still exists. What was added since stays with the kept person. The answer says what could not be put back.', params: IdParams, response: { 200: UnmergeAnswer } } },
    (request) => unmerge(request.ctx, request.params.id),
  );
}
