import { z } from 'zod';
import { sendWithEtag } from '../http/etag.ts';
import type { App } from '../http/server.ts';
import { IdParams, PageQuery } from '../http/shapes.ts';
import type { Jobs } from './jobs.ts';
import { FailedJobPage, JobAnswer, JobPage, JobQuery } from './jobs.schema.ts';

const JOBS = ['Jobs'];

export function jobRoutes(app: App, jobs: Jobs) {
  app.get('/jobs', { schema: { tags: JOBS, summary: 'Background work of this space, newest first', querystring: JobQuery, response: { 200: JobPage } } }, (request) => jobs.list(request.ctx, request.query));

  app.get('/jobs/:id', { schema: { tags: JOBS, summary: 'One job', params: IdParams, response: { 200: JobAnswer, 304: z.null() } } }, async (request, reply) =>
    sendWithEtag(request, reply, null, { job: await jobs.get(request.ctx, request.params.id) }),
  );

  app.post('/jobs/:id/cancel', { schema: { tags: JOBS, summary: 'Cancel a job that has not finished', params: IdParams, response: { 200: JobAnswer } } }, async (request) => ({ job: await jobs.cancel(request.ctx, request.params.id) }));

  app.post('/jobs/:id/retry', { schema: { tags: JOBS, summary: 'Try a failed job again', params: IdParams, response: { 200: JobAnswer } } }, async (request) => ({ job: await jobs.retry(request.ctx, request.params.id) }));

  app.get('/admin/jobs/failed', { schema: { tags: JOBS, summary: 'Failed jobs of everybody', querystring: PageQuery, response: { 200: FailedJobPage } }, config: { access: 'admin' } }, (request) => jobs.listFailed(request.ctx, request.query));
}
