import type { App } from '../../platform/http/server.ts';
import { IdParams } from '../../platform/http/shapes.ts';
import * as insights from './insights.ts';
import { ContactHealth, ContactTrends, Network, Recommendations, TrendsQuery } from './insights.schema.ts';

const tags = ['Insights'];

export function insightRoutes(app: App) {
  app.get(
    '/analytics/contact/:id/health',
    { schema: { tags, summary: 'How a relationship fares, with how each number came about', description: `${insights.INTERACTION} Closeness is a second score beside it.`, params: IdParams, response: { 200: ContactHealth } } },
    (request) => insights.contactHealth(request.ctx, request.params.id),
  );

  app.get('/analytics/contact/:id/trends', { schema: { tags, summary: 'Entries about a contact by week', params: IdParams, querystring: TrendsQuery, response: { 200: ContactTrends } } }, (request) =>
    insights.contactTrends(request.ctx, request.params.id, request.query.days),
  );

  app.get('/analytics/contact/:id/recommendations', { schema: { tags, summary: 'What to do about a relationship, at most five', params: IdParams, response: { 200: Recommendations } } }, (request) =>
    insights.contactRecommendations(request.ctx, request.params.id),
  );

  app.get('/analytics/network', { schema: { tags, summary: 'Everybody at once: health, tiers, activity, who is drifting and due', response: { 200: Network } } }, (request) => insights.network(request.ctx));
}
