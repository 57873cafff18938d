import { z } from 'zod';
import { unacceptable } from '../../../platform/errors.ts';
import type { App } from '../../../platform/http/server.ts';
import { uploadOf } from '../../../platform/http/upload.ts';
import { Flag } from '../format.ts';
import { recognise } from '../formats.ts';
import * as imports from '../imports.ts';
import { ImportQueued, ImportResult } from '../imports.schema.ts';
import { chatFormats } from './formats.ts';
import { ChatOptions } from './rows.ts';

const Fields = ChatOptions.extend({ format: z.string().max(64).optional().describe('A kind of GET /imports/formats; recognised when left out'), dry_run: Flag.default(false).describe('Change nothing; answer what would happen') });
const FILE = { file: 'file', max_bytes: imports.MAX_BYTES, fields: Fields };

export function chatImportRoutes(app: App) {
  app.post(
    '/import/chat',
    {
      schema: {
        tags: ['Imports'],
        summary: 'Import messages from a file of a messenger, a phone or a mailbox',
        description: 'Each message goes to the person it is from or to, once ever; a note a day says what was written. Senders that nobody knows are asked for in `choices` and left out until `mapping` says who they are. All of it is imported or nothing; POST /import/undo/{import_id} takes it back. A large file is imported by a job (202).',
        response: { 200: ImportResult, 202: ImportQueued },
      },
      config: { upload: FILE, rateLimit: { max: 60, timeWindow: 60_000 } },
    },
    async (request, reply) => {
      const { fields: { format: kind, dry_run, ...options }, ...file } = uploadOf(request, FILE);
      const known = chatFormats.map((format) => format.kind).join(', ');
      const format = kind ? chatFormats.find((candidate) => candidate.kind === kind) : await recognise(file);
      if (!format) throw unacceptable('format', `There is no kind "${kind}". Kith reads: ${known}.`);
      if (!chatFormats.includes(format)) throw unacceptable('file', `This file looks like ${format.label}, not like messages. Say its format: ${known}.`, 'unknown_format');
      const answer = await imports.importFile(request.ctx, format, file, options, dry_run);
      return imports.isQueued(answer) ? reply.code(202).send(answer) : reply.send(answer);
    },
  );
}
