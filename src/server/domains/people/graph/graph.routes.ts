import { z } from 'zod';
import type { App } from '../../../platform/http/server.ts';
import { ifMatch, sendWithEtag } from '../../../platform/http/etag.ts';
import { IdParams, PageQuery } from '../../../platform/http/shapes.ts';
import { getCommunities } from './communities.ts';
import { findPath } from './path.ts';
import { getGraph, type HealthOf, saveLayout } from './graph.ts';
import {
  Communities, ContactRelationshipPage, GraphData, GraphQuery, GroupAnswer, GroupPage, GroupQuery, LayoutBody, MemberIds, MemberPage, MemberQuery, PathAnswer, PathQuery, RelationshipAnswer, RelationshipBody, RelationshipPage, RelationshipPatch, RelationshipQuery,
} from './graph.schema.ts';
import { createNamed, deleteNamed, getNamed, updateNamed } from '../named.ts';
import { NamedBody, NamedPatch } from '../people.schema.ts';
import * as groups from './groups.ts';
import * as relationships from './relationships.ts';

const GRAPH = ['Graph'];
const RELATIONSHIPS = ['Relationships'];
const GROUPS = ['Groups'];

/** `healthOf`: how well the relationship with each person is, where a domain above knows it. */
export function graphRoutes(app: App, sources: { healthOf?: HealthOf } = {}) {
  app.get(
    '/graph-data',
    { schema: { tags: GRAPH, summary: 'People and relationships for drawing', description: 'Archived people are left out unless asked for. Send the ETag back as If-None-Match.', querystring: GraphQuery, response: { 200: GraphData, 304: z.null() } } },
    async (request, reply) => {
      const seen = request.headers['if-none-match']?.replace(/^W\//, '');
      const { etag, text } = await getGraph(request.ctx, { archived: request.query.archived, seen, healthOf: sources.healthOf });
      reply.header('etag', etag).header('cache-control', 'private, no-cache');
      // null would be sent as JSON, and what has not changed has no content
      if (text === undefined) return reply.code(304).send(undefined as never);
      // a text that is the answer already
      return reply.type('application/json; charset=utf-8').serializer(String).send(text as never);
    },
  );

  app.put('/graph-layout', { schema: { tags: GRAPH, summary: 'Save where people are on the graph page', description: 'Everybody has an own layout of each space.', body: LayoutBody, response: { 204: z.null() } } }, async (request, reply) => {
    await saveLayout(request.ctx, request.body.positions);
    return reply.code(204).send(null);
  });

  app.get('/graph/path', { schema: { tags: GRAPH, summary: 'How two people are connected', description: 'The fewest relationships between them, at most six, through the closest people; null when there is no way.', querystring: PathQuery, response: { 200: PathAnswer } } }, async (request) => ({
    path: await findPath(request.ctx, request.query.from, request.query.to),
  }));

  app.get('/graph/communities', { schema: { tags: GRAPH, summary: 'Communities, the people between them, and people without relationships', response: { 200: Communities, 304: z.null() } } }, async (request, reply) => {
    const { etag, communities } = await getCommunities(request.ctx, request.headers['if-none-match']?.replace(/^W\//, ''));
    reply.header('etag', etag).header('cache-control', 'private, no-cache');
    return communities ?? reply.code(304).send(undefined as never);
  });

  app.get('/relationships', { schema: { tags: RELATIONSHIPS, summary: 'List relationships, newest first', querystring: RelationshipQuery, response: { 200: RelationshipPage } } }, (request) =>
    relationships.listRelationships(request.ctx, request.query),
  );

  app.post('/relationships', { schema: { tags: RELATIONSHIPS, summary: 'Connect two people', body: RelationshipBody, response: { 201: RelationshipAnswer } } }, async (request, reply) =>
    reply.code(201).send({ relationship: await relationships.createRelationship(request.ctx, request.body) }),
  );

  app.get('/relationships/:id', { schema: { tags: RELATIONSHIPS, summary: 'One relationship', params: IdParams, response: { 200: RelationshipAnswer, 304: z.null() } } }, async (request, reply) => {
    const relationship = await relationships.getRelationship(request.ctx, request.params.id);
    return sendWithEtag(request, reply, relationship, { relationship });
  });

  app.patch('/relationships/:id', { schema: { tags: RELATIONSHIPS, summary: 'Change a relationship; If-Match refuses a stale change', params: IdParams, body: RelationshipPatch, response: { 200: RelationshipAnswer } } }, async (request, reply) => {
    const relationship = await relationships.updateRelationship(request.ctx, request.params.id, request.body, ifMatch(request));
    return sendWithEtag(request, reply, relationship, { relationship });
  });

  app.delete('/relationships/:id', { schema: { tags: RELATIONSHIPS, summary: 'Delete a relationship', params: IdParams, response: { 204: z.null() } } }, async (request, reply) => {
    await relationships.deleteRelationship(request.ctx, request.params.id, ifMatch(request));
    return reply.code(204).send(null);
  });

  app.get('/contacts/:id/relationships', { schema: { tags: RELATIONSHIPS, summary: 'What others are to a contact', params: IdParams, querystring: PageQuery, response: { 200: ContactRelationshipPage } } }, (request) =>
    relationships.relationshipsOfContact(request.ctx, request.params.id, request.query),
  );

  app.get('/groups', { schema: { tags: GROUPS, summary: 'List groups with their number of people', querystring: GroupQuery, response: { 200: GroupPage } } }, (request) => groups.listGroups(request.ctx, request.query));

  app.post('/groups', { schema: { tags: GROUPS, summary: 'Make a group', body: NamedBody, response: { 201: GroupAnswer } } }, async (request, reply) =>
    reply.code(201).send({ group: await createNamed(request.ctx, 'group', request.body) }),
  );

  app.get('/groups/:id', { schema: { tags: GROUPS, summary: 'One group', params: IdParams, response: { 200: GroupAnswer, 304: z.null() } } }, async (request, reply) => {
    const group = await getNamed(request.ctx, 'group', request.params.id);
    return sendWithEtag(request, reply, group, { group });
  });

  app.patch('/groups/:id', { schema: { tags: GROUPS, summary: 'Change a group; If-Match refuses a stale change', params: IdParams, body: NamedPatch, response: { 200: GroupAnswer } } }, async (request, reply) => {
    const group = await updateNamed(request.ctx, 'group', request.params.id, request.body, ifMatch(request));
    return sendWithEtag(request, reply, group, { group });
  });

  app.delete('/groups/:id', { schema: { tags: GROUPS, summary: 'Delete a group; its people stay', params: IdParams, response: { 204: z.null() } } }, async (request, reply) => {
    await deleteNamed(request.ctx, 'group', request.params.id, ifMatch(request));
    return reply.code(204).send(null);
  });

  app.get('/groups/:id/members', { schema: { tags: GROUPS, summary: 'The people in a group', params: IdParams, querystring: MemberQuery, response: { 200: MemberPage } } }, (request) =>
    groups.listMembers(request.ctx, request.params.id, request.query),
  );

  app.post('/groups/:id/members', { schema: { tags: GROUPS, summary: 'Put people into a group', params: IdParams, body: MemberIds, response: { 200: GroupAnswer } } }, async (request) => ({
    group: await groups.addMembers(request.ctx, request.params.id, request.body.contact_ids),
  }));

  app.delete('/groups/:id/members', { schema: { tags: GROUPS, summary: 'Take people out of a group', params: IdParams, body: MemberIds, response: { 204: z.null() } } }, async (request, reply) => {
    await groups.removeMembers(request.ctx, request.params.id, request.body.contact_ids);
    return reply.code(204).send(null);
  });
}
