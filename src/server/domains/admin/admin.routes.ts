import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App } from '../../platform/http/server.ts';
import { IdParams, PageQuery } from '../../platform/http/shapes.ts';
import { uploadOf } from '../../platform/http/upload.ts';
import { exportName, kithCsv, MAX_BYTES } from '../imports/index.ts';
import { CsvQuery, FaultPage, OverviewAnswer, UsersImported, UsersImportQueued } from './admin.schema.ts';
import * as admin from './admin.ts';
import * as csv from './csv.ts';
import { importCsv } from './import.ts';

const tags = ['Admin'];
const config = { access: 'admin' as const };
const COSTLY = { ...config, rateLimit: { max: 20, timeWindow: 60_000 } };
const UPLOAD = { file: 'file', max_bytes: MAX_BYTES, fields: kithCsv.options.extend({ dry_run: z.stringbool().default(false).describe('Change nothing; answer what would happen') }) };

export function adminRoutes(app: App) {
  app.get('/admin/overview', { schema: { tags, summary: 'Accounts and storage of the installation', response: { 200: OverviewAnswer } }, config }, async (request) => ({ overview: await admin.getOverview(request.ctx) }));

  app.get('/admin/errors', { schema: { tags, summary: 'Faults of the server by route and kind, what happened last first', querystring: PageQuery, response: { 200: FaultPage } }, config }, (request) => admin.listFaults(request.ctx, request.query));

  const csvSchema = { tags, querystring: CsvQuery, produces: ['text/csv'], response: { 200: z.any() } };
  app.get('/admin/users/:id/export/csv', { schema: { ...csvSchema, summary: 'Export one user’s people and entries as CSV; the user is told', params: IdParams }, config: COSTLY }, async (request, reply) => {
    const { content, username } = await csv.exportOf(request.ctx, request.params.id, request.query.bom);
    return reply.headers(download(username)).send(content);
  });

  app.get('/admin/export/csv', { schema: { ...csvSchema, summary: 'Export the people and entries of all users as CSV, the user first; each is told' }, config: COSTLY }, async (request, reply) => reply.headers(download('all')).send(csv.exportOfAll(request.ctx, request.query.bom)));

  const importSchema = { tags, description: 'All of it or nothing; rows with errors are left out and listed by line. A large file is imported by a job (202).', response: { 200: UsersImported, 202: UsersImportQueued } };
  const importFor = (path: string, schema: object, whom: (request: FastifyRequest) => string | null) =>
    app.post(path, { schema: { ...importSchema, ...schema }, config: { ...COSTLY, upload: UPLOAD } }, async (request: FastifyRequest, reply: FastifyReply) => {
      const { fields, ...file } = uploadOf(request, UPLOAD);
      const { dry_run, ...options } = fields as { dry_run: boolean };
      const answer = await importCsv(request.ctx, whom(request), file, options, dry_run);
      return reply.code('job_id' in answer ? 202 : 200).send(answer);
    });
  importFor('/admin/users/:id/import/csv', { summary: 'Import a CSV export of Kith into one user’s personal space; the user is told and can undo it', params: IdParams }, (request) => (request.params as { id: string }).id);
  importFor('/admin/import/csv', { summary: 'Import the CSV of all users into their personal spaces, by the column User; each is told and can undo their part' }, () => null);
}

/** A file with a name that any system takes, not to be kept on the way. */
const download = (of: string) => ({
  'content-type': 'text/csv; charset=utf-8',
  'content-disposition': `attachment; filename="${exportName().replace('.csv', `_${of.replace(/[^\w.-]/g, '_')}.csv`)}"`,
  'cache-control': 'no-store',
});
