import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { sendWithEtag } from '../../platform/http/etag.ts';
import type { App } from '../../platform/http/server.ts';
import { IdParams, PageQuery } from '../../platform/http/shapes.ts';
import { uploadOf } from '../../platform/http/upload.ts';
import { PeopleFilter } from '../people/index.ts';
import { chatImportRoutes } from './chat/chat.routes.ts';
import { kithCsv } from './csv/csv.ts';
import { vcard } from './vcard/vcard.ts';
import { vcardRoutes } from './vcard/vcard.routes.ts';
import { exportCsv, exportName } from './csv/export.ts';
import { Flag, type ImportFormat } from './format.ts';
import * as imports from './imports.ts';
import { FormatsAnswer, ImportAnswer, ImportPage, ImportQuery, ImportQueued, ImportResult, RowErrorPage, RunBody, UndoneImport, UploadFields } from './imports.schema.ts';

const tags = ['Imports'];
/** Reading a file costs more than a read. */
const COSTLY = { rateLimit: { max: 60, timeWindow: 60_000 } };
const FILE = { file: 'file', max_bytes: imports.MAX_BYTES, fields: UploadFields };
const ExportQuery = PeopleFilter.extend({ bom: z.stringbool().default(false).describe('Begin with a byte order mark, which some spreadsheets need to see UTF-8'), done: z.stringbool().default(false).describe('With one more column at the end, `Done At`: when somebody was done with what an Actionable entry asks for') });
const DRY_RUN = Flag.default(false).describe('Change nothing; answer what would happen');

export function importRoutes(app: App) {
  app.get('/imports/formats', { schema: { tags, summary: 'The kinds of files that can be imported, with their options', response: { 200: FormatsAnswer } } }, async () => ({ data: imports.listFormats(), has_more: false as const, next_cursor: null }));

  app.get('/imports', { schema: { tags, summary: 'What was imported, newest first', querystring: ImportQuery, response: { 200: ImportPage } } }, (request) => imports.listImports(request.ctx, request.query));

  app.post(
    '/imports',
    { schema: { tags, summary: 'Upload a file of any known kind and see what importing it would do', description: 'The file is kept for a week, until it is run, or until the import is deleted. A large file is looked at by a job (202).', response: { 201: ImportAnswer, 202: ImportQueued } }, config: { upload: FILE, ...COSTLY } },
    async (request, reply) => {
      const { fields, ...file } = uploadOf(request, FILE);
      const answer = await imports.prepareImport(request.ctx, file, fields.kind);
      return 'import' in answer ? reply.code(201).send(answer) : reply.code(202).send(answer);
    },
  );

  app.get('/imports/:id', { schema: { tags, summary: 'One import', params: IdParams, response: { 200: ImportAnswer, 304: z.null() } } }, async (request, reply) =>
    sendWithEtag(request, reply, null, { import: await imports.getImport(request.ctx, request.params.id) }),
  );

  app.get('/imports/:id/errors', { schema: { tags, summary: 'The rows an import left out because something in them is wrong (the first 1,000)', params: IdParams, querystring: PageQuery, response: { 200: RowErrorPage } } }, (request) =>
    imports.listErrors(request.ctx, request.params.id, request.query),
  );

  app.post(
    '/imports/:id/run',
    { schema: { tags, summary: 'Run an import that is ready', description: 'All of it or nothing; rows with errors are left out and listed. A large file is imported by a job (202).', params: IdParams, body: RunBody, response: { 200: ImportAnswer, 202: ImportQueued } }, config: COSTLY },
    async (request, reply) => {
      const answer = await imports.startImport(request.ctx, request.params.id, request.body?.options ?? {}, request.body?.dry_run ?? false);
      return 'import' in answer ? answer : reply.code(202).send(answer);
    },
  );

  app.delete('/imports/:id', { schema: { tags, summary: 'Forget an import and its file; what it brought stays', params: IdParams, response: { 204: z.null() } } }, async (request, reply) => {
    await imports.forgetImport(request.ctx, request.params.id);
    return reply.code(204).send(null);
  });

  app.post('/import/undo/:import_id', { schema: { tags, summary: 'Take back everything an import did', params: z.object({ import_id: IdParams.shape.id }), response: { 200: UndoneImport } } }, (request) => imports.undoImport(request.ctx, request.params.import_id));

  app.get(
    '/export/csv',
    { schema: { tags, summary: 'Export people and what is known about them as CSV', description: 'One row an entry; people without entries have one row. A cell that a spreadsheet would run as a formula has an apostrophe in front, which the import takes away again.', querystring: ExportQuery, produces: ['text/csv'], response: { 200: z.any() } }, config: COSTLY },
    async (request, reply) => {
      const { bom, done, ...filter } = request.query;
      const content = await exportCsv(request.ctx, filter, { bom, done });
      return reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${exportName()}"`).header('cache-control', 'no-store').send(content);
    },
  );

  addImport(app, { path: '/import/merge-from-csv', part: 'backup_file', format: kithCsv, summary: 'Import a CSV export of Kith' });
  addImport(app, { path: '/import/vcard', part: 'file', format: vcard, summary: 'Import a vCard file' });
  vcardRoutes(app);
  chatImportRoutes(app);
}

/**
 * A route that imports one format at once: the file as `part`, its options and `dry_run` as the other fields of the form.
 * Answers what it came to, or 202 with a job when the file is large.
 */
export function addImport(app: App, { path, part, format, summary, description }: { path: string; part: string; format: ImportFormat; summary: string; description?: string }) {
  const upload = { file: part, max_bytes: imports.MAX_BYTES, fields: format.options.extend({ dry_run: DRY_RUN }) };
  const schema = { tags, summary, description: `${description ?? format.description} All of it is imported or nothing; rows with errors are left out and listed by line. POST /import/undo/{import_id} takes it back.`, response: { 200: ImportResult, 202: ImportQueued } };
  app.post(path, { schema, config: { upload, ...COSTLY } }, async (request: FastifyRequest, reply: FastifyReply) => {
    const { fields, ...file } = uploadOf(request, upload);
    const { dry_run, ...options } = fields as { dry_run: boolean };
    const answer = await imports.importFile(request.ctx, format, file, options, dry_run);
    return imports.isQueued(answer) ? reply.code(202).send(answer) : reply.send(answer);
  });
}
