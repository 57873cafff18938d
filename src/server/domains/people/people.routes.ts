import { z } from 'zod';
import type { App } from '../../platform/http/server.ts';
import { ifMatch, sendWithEtag } from '../../platform/http/etag.ts';
import { Id, IdParams } from '../../platform/http/shapes.ts';
import { uploadOf } from '../../platform/http/upload.ts';
import * as people from './people.ts';
import { getPhoto, PHOTO_BYTES, removePhoto, setPhoto } from './photos.ts';
import { batchRoutes } from './batch/batch.routes.ts';
import { filterRoutes } from './filters/filters.routes.ts';
import { createNamed, deleteNamed, getNamed, listNamed, updateNamed } from './named.ts';
import * as tags from './tags.ts';
import { touchRoutes } from './touch/touch.routes.ts';
import { AssignTag, ContactAnswer, ContactBody, ContactCount, ContactFilterQuery, ContactPage, ContactPatch, ContactQuery, ContactTagsAnswer, FacetQuery, Facets, MergeTags, NamedBody, NamedPatch, TagAnswer, TagPage, TagQuery } from './people.schema.ts';

const PEOPLE = ['People'];
const TAGS = ['Tags'];
const PHOTO = { file: 'photo', max_bytes: PHOTO_BYTES, fields: z.object({}) };
const TagOnContact = z.object({ id: Id, tag_id: Id });
const all = <T>(data: T[]) => ({ data, has_more: false as const, next_cursor: null });

/** @param carriers moves the tags of what other domains have tagged, when tags are merged */
export function peopleRoutes(app: App, carriers: tags.TagCarrier[]) {
  batchRoutes(app);
  touchRoutes(app);
  filterRoutes(app);

  app.get('/contacts', { schema: { tags: PEOPLE, summary: 'List contacts', querystring: ContactQuery, response: { 200: ContactPage } } }, (request) => people.listContacts(request.ctx, request.query));

  app.post('/contacts', { schema: { tags: PEOPLE, summary: 'Add a contact', body: ContactBody, response: { 201: ContactAnswer } } }, async (request, reply) =>
    reply.code(201).send({ contact: await people.createContact(request.ctx, request.body) }),
  );

  app.get('/contacts/count', { schema: { tags: PEOPLE, summary: 'How many contacts a filter matches', querystring: ContactFilterQuery, response: { 200: ContactCount } } }, async (request) => ({ count: await people.countContacts(request.ctx, request.query) }));

  app.get('/contacts/facets', { schema: { tags: PEOPLE, summary: 'Companies, cities and tags to filter by, those of most people first', querystring: FacetQuery, response: { 200: Facets } } }, (request) => people.listFacets(request.ctx, request.query.q));

  app.get('/contacts/:id', { schema: { tags: PEOPLE, summary: 'One contact', params: IdParams, response: { 200: ContactAnswer, 304: z.null() } } }, async (request, reply) => {
    const contact = await people.getContact(request.ctx, request.params.id);
    return sendWithEtag(request, reply, contact, { contact });
  });

  app.patch('/contacts/:id', { schema: { tags: PEOPLE, summary: 'Change a contact; If-Match refuses a stale change', params: IdParams, body: ContactPatch, response: { 200: ContactAnswer } } }, async (request, reply) => {
    const contact = await people.updateContact(request.ctx, request.params.id, request.body, ifMatch(request));
    return sendWithEtag(request, reply, contact, { contact });
  });

  app.delete('/contacts/:id', { schema: { tags: PEOPLE, summary: 'Delete a contact with its notes and entries', params: IdParams, response: { 204: z.null() } } }, async (request, reply) => {
    await people.deleteContact(request.ctx, request.params.id, ifMatch(request));
    return reply.code(204).send(null);
  });

  app.get('/contacts/:id/photo', { schema: { tags: PEOPLE, summary: 'The photo of a contact', params: IdParams, produces: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'], response: { 200: z.any(), 304: z.null() } } }, async (request, reply) => {
    const { file, content } = await getPhoto(request.ctx, request.params.id);
    const etag = `"${file.id}"`;
    reply.header('etag', etag).header('cache-control', 'private, no-cache').header('content-security-policy', "default-src 'none'; sandbox");
    if (request.headers['if-none-match'] === etag) return reply.code(304).send(null);
    return reply.type(file.content_type).header('content-length', file.size).send(content());
  });

  app.put('/contacts/:id/photo', { schema: { tags: PEOPLE, summary: 'Give a contact a photo (JPEG, PNG, GIF or WebP, up to 5 MB)', params: IdParams, response: { 200: ContactAnswer } }, config: { upload: PHOTO } }, async (request) => {
    await people.getContact(request.ctx, request.params.id);
    const { path } = uploadOf(request, PHOTO);
    return { contact: await setPhoto(request.ctx, request.params.id, path) };
  });

  app.delete('/contacts/:id/photo', { schema: { tags: PEOPLE, summary: 'Take the photo of a contact away', params: IdParams, response: { 204: z.null() } } }, async (request, reply) => {
    await removePhoto(request.ctx, request.params.id);
    return reply.code(204).send(null);
  });

  app.get('/contacts/:id/tags', { schema: { tags: TAGS, summary: 'The tags of a contact', params: IdParams, response: { 200: ContactTagsAnswer } } }, async (request) => all(await tags.tagsOfContact(request.ctx, request.params.id)));

  app.post('/contacts/:id/tags', { schema: { tags: TAGS, summary: 'Put a tag on a contact', params: IdParams, body: AssignTag, response: { 200: ContactTagsAnswer } } }, async (request) =>
    all(await tags.assignTag(request.ctx, request.params.id, request.body.tag_id)),
  );

  app.delete('/contacts/:id/tags/:tag_id', { schema: { tags: TAGS, summary: 'Take a tag off a contact', params: TagOnContact, response: { 204: z.null() } } }, async (request, reply) => {
    await tags.removeTag(request.ctx, request.params.id, request.params.tag_id);
    return reply.code(204).send(null);
  });

  app.get('/tags', { schema: { tags: TAGS, summary: 'List tags with their number of people', querystring: TagQuery, response: { 200: TagPage } } }, (request) => listNamed(request.ctx, 'tag', request.query));

  app.post('/tags', { schema: { tags: TAGS, summary: 'Make a tag', body: NamedBody, response: { 201: TagAnswer } } }, async (request, reply) => reply.code(201).send({ tag: await createNamed(request.ctx, 'tag', request.body) }));

  app.get('/tags/:id', { schema: { tags: TAGS, summary: 'One tag', params: IdParams, response: { 200: TagAnswer, 304: z.null() } } }, async (request, reply) => {
    const tag = await getNamed(request.ctx, 'tag', request.params.id);
    return sendWithEtag(request, reply, tag, { tag });
  });

  app.patch('/tags/:id', { schema: { tags: TAGS, summary: 'Change a tag; If-Match refuses a stale change', params: IdParams, body: NamedPatch, response: { 200: TagAnswer } } }, async (request, reply) => {
    const tag = await updateNamed(request.ctx, 'tag', request.params.id, request.body, ifMatch(request));
    return sendWithEtag(request, reply, tag, { tag });
  });

  app.delete('/tags/:id', { schema: { tags: TAGS, summary: 'Delete a tag', params: IdParams, response: { 204: z.null() } } }, async (request, reply) => {
    await deleteNamed(request.ctx, 'tag', request.params.id, ifMatch(request));
    return reply.code(204).send(null);
  });

  app.post('/tags/:id/merge', { schema: { tags: TAGS, summary: 'Make several tags one: whoever and whatever carries another carries this one', params: IdParams, body: MergeTags, response: { 200: TagAnswer } } }, async (request) => ({
    tag: await tags.mergeTags(request.ctx, request.params.id, request.body.other_ids, carriers),
  }));
}
