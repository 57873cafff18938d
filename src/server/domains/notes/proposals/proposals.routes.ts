import { z } from 'zod';
import type { App } from '../../../platform/http/server.ts';
import { IdParams } from '../../../platform/http/shapes.ts';
import { AcceptBody, BulkDecided, BulkProposals, ProposalAnswer, ProposalPage, ProposalQuery } from './proposals.schema.ts';
import * as proposals from './proposals.ts';

const tags = ['Proposals'];

/** @param acceptDate what becomes of dates and things to do that somebody accepts */
export function proposalRoutes(app: App, acceptDate: proposals.AcceptDate) {
  app.get('/proposals', { schema: { tags, summary: 'What analysis found about others and proposes, newest first', querystring: ProposalQuery, response: { 200: ProposalPage } } }, (request) => proposals.listProposals(request.ctx, request.query));

  app.post('/proposals/accept', { schema: { tags, summary: 'Accept several proposals; those that need a choice are left', body: BulkProposals, response: { 200: BulkDecided } } }, (request) => proposals.acceptProposals(request.ctx, request.body.ids, acceptDate));

  app.post('/proposals/dismiss', { schema: { tags, summary: 'Dismiss several proposals', body: BulkProposals, response: { 200: BulkDecided } } }, (request) => proposals.dismissProposals(request.ctx, request.body.ids));

  app.post('/proposals/:id/accept', { schema: { tags, summary: 'Accept a proposal, corrected where needed', params: IdParams, body: AcceptBody, response: { 200: ProposalAnswer } } }, async (request) => ({
    proposal: await proposals.acceptProposal(request.ctx, request.params.id, request.body?.choices ?? {}, acceptDate),
  }));

  app.post('/proposals/:id/dismiss', { schema: { tags, summary: 'Dismiss a proposal: it is not made again', params: IdParams, body: z.object({}).nullish(), response: { 200: ProposalAnswer } } }, async (request) => ({ proposal: await proposals.dismissProposal(request.ctx, request.params.id) }));
}
