import { z } from 'zod';
import type { App } from '../../platform/http/server.ts';
import { ifMatch, sendWithEtag } from '../../platform/http/etag.ts';
import { IdParams, PageQuery } from '../../platform/http/shapes.ts';
import { getContact } from '../people/index.ts';
import * as entries from './entries.ts';
import * as notes from './notes.ts';
import { queueNote, queueReanalysis } from './notes.jobs.ts';
import * as past from './past.ts';
import * as process from './process.ts';
import {
  EntriesAnswer, EntriesBody, EntryAnswer, EntryBody, EntryPage, EntryPatch, EntryQuery, EntryVersionPage, MergeBody, NoteAnswer, NoteBody, NotePage, NotePatch, NoteQuery, ProcessAnswer, ProcessBody, QueuedAnswer, ReanalyseAnswer, ReanalyseBody, SuccessorBody,
} from './notes.schema.ts';

const NOTES = ['Notes'];
const ENTRIES = ['Entries'];
/** Analysis costs more than a read. */
const COSTLY = { rateLimit: { max: 120, timeWindow: 60_000 } };

export function noteRoutes(app: App, entryCarriers: entries.EntryCarrier[]) {
  app.post(
    '/notes/process',
    { schema: { tags: NOTES, summary: 'Store a note about a person and draw entries from it', description: '`async` answers at once with a job to watch; `preview` analyses and saves nothing.', body: ProcessBody, response: { 200: ProcessAnswer, 202: QueuedAnswer } }, config: { ...COSTLY, ownIdempotency: true } },
    async (request, reply) => {
      const { async: inBackground, preview, ...note } = request.body;
      if (preview) return process.previewNote(request.ctx, note);
      if (inBackground) return reply.code(202).send(await queueNote(request.ctx, note, request.idempotency));
      return process.processNote(request.ctx, note, request.idempotency);
    },
  );

  app.post('/notes/reanalyse', { schema: { tags: NOTES, summary: 'Analyse stored notes again, in the background', body: ReanalyseBody, response: { 202: ReanalyseAnswer } }, config: COSTLY }, async (request, reply) => {
    const contactId = request.body?.contact_id;
    if (contactId) await getContact(request.ctx, contactId);
    return reply.code(202).send(await queueReanalysis(request.ctx, contactId));
  });

  app.get('/notes', { schema: { tags: NOTES, summary: 'Notes about everybody, newest first', querystring: NoteQuery, response: { 200: NotePage } } }, (request) => notes.listNotes(request.ctx, request.query));

  app.post('/notes', { schema: { tags: NOTES, summary: 'Store a note without analysing it', body: NoteBody, response: { 201: NoteAnswer } } }, async (request, reply) => reply.code(201).send({ note: await notes.storeNote(request.ctx, request.body) }));

  app.get('/notes/:id', { schema: { tags: NOTES, summary: 'One note', params: IdParams, response: { 200: NoteAnswer, 304: z.null() } } }, async (request, reply) => {
    const note = await notes.getNote(request.ctx, request.ctx, request.params.id);
    return sendWithEtag(request, reply, note, { note });
  });

  app.patch('/notes/:id', { schema: { tags: NOTES, summary: 'Change a note; If-Match refuses a stale change', params: IdParams, body: NotePatch, response: { 200: NoteAnswer } } }, async (request, reply) => {
    const note = await notes.updateNote(request.ctx, request.params.id, request.body, ifMatch(request));
    return sendWithEtag(request, reply, note, { note });
  });

  app.delete('/notes/:id', { schema: { tags: NOTES, summary: 'Delete a note and the entries drawn from it', params: IdParams, response: { 204: z.null() } } }, async (request, reply) => {
    await notes.deleteNote(request.ctx, request.params.id, ifMatch(request));
    return reply.code(204).send(null);
  });

  app.post('/notes/:id/process', { schema: { tags: NOTES, summary: 'Analyse a stored note (again); entries you edited stay', params: IdParams, response: { 200: ProcessAnswer } }, config: { ...COSTLY, spansTransactions: true } }, (request) =>
    process.analyseNote(request.ctx, request.params.id, { again: true }),
  );

  app.post('/notes/:id/entries', { schema: { tags: NOTES, summary: 'Save reviewed entries of a note', params: IdParams, body: EntriesBody, response: { 201: EntriesAnswer } } }, async (request, reply) =>
    reply.code(201).send({ data: await entries.saveReviewed(request.ctx, request.params.id, request.body.entries), has_more: false, next_cursor: null }),
  );

  app.get('/contacts/:id/raw-notes', { schema: { tags: NOTES, summary: 'The notes of a contact, newest first', params: IdParams, querystring: NoteQuery, response: { 200: NotePage } } }, (request) => notes.listNotes(request.ctx, request.query, request.params.id));

  app.get('/contacts/:id/entries', { schema: { tags: ENTRIES, summary: 'What is known about a contact, newest first', params: IdParams, querystring: EntryQuery, response: { 200: EntryPage } } }, (request) => entries.listEntries(request.ctx, request.params.id, request.query));

  app.post('/contacts/:id/entries', { schema: { tags: ENTRIES, summary: 'Add an entry without a note', params: IdParams, body: EntryBody, response: { 201: EntryAnswer } } }, async (request, reply) =>
    reply.code(201).send({ entry: await entries.addEntry(request.ctx, request.params.id, request.body) }),
  );

  app.get('/entries/:id', { schema: { tags: ENTRIES, summary: 'One entry', params: IdParams, response: { 200: EntryAnswer, 304: z.null() } } }, async (request, reply) => {
    const entry = await entries.getEntry(request.ctx, request.params.id);
    return sendWithEtag(request, reply, entry, { entry });
  });

  app.patch('/entries/:id', { schema: { tags: ENTRIES, summary: 'Edit an entry, move it to another category or person, or be done with it; If-Match refuses a stale change', params: IdParams, body: EntryPatch, response: { 200: EntryAnswer } } }, async (request, reply) => {
    const entry = await entries.updateEntry(request.ctx, request.params.id, request.body, ifMatch(request));
    return sendWithEtag(request, reply, entry, { entry });
  });

  app.delete('/entries/:id', { schema: { tags: ENTRIES, summary: 'Delete an entry', params: IdParams, response: { 204: z.null() } } }, async (request, reply) => {
    await entries.deleteEntry(request.ctx, request.params.id, ifMatch(request));
    return reply.code(204).send(null);
  });

  app.post('/entries/:id/merge', { schema: { tags: ENTRIES, summary: 'Make one entry of several', params: IdParams, body: MergeBody, response: { 200: EntryAnswer } } }, async (request) => ({
    entry: await entries.mergeEntries(request.ctx, request.params.id, request.body.other_ids, request.body.content, entryCarriers),
  }));

  app.put('/entries/:id/successor', { schema: { tags: ENTRIES, summary: 'Say which entry ended this one: it becomes past', description: 'When that one was past because of this, they change places.', params: IdParams, body: SuccessorBody, response: { 200: EntryAnswer } } }, async (request) => ({
    entry: await past.endEntry(request.ctx, request.params.id, request.body.entry_id),
  }));

  app.post('/entries/:id/confirm', { schema: { tags: ENTRIES, summary: 'Say that an entry still holds', params: IdParams, response: { 200: EntryAnswer } } }, async (request) => ({ entry: await past.confirmEntry(request.ctx, request.params.id) }));

  app.get('/entries/:id/history', { schema: { tags: ENTRIES, summary: 'What an entry said before, newest first', params: IdParams, querystring: PageQuery, response: { 200: EntryVersionPage } } }, (request) => entries.listVersions(request.ctx, request.params.id, request.query));
}

