import { z } from 'zod';
import type { App } from '../../../platform/http/server.ts';
import { IdParams } from '../../../platform/http/shapes.ts';
import { PeopleFilter } from '../../people/index.ts';
import { exportCards, shareCard } from './export.ts';

const tags = ['Imports'];
const Version = z.enum(['3.0', '4.0']).default('3.0').describe('3.0 is read by every address book; 4.0 says more');
const Photos = z.stringbool().default(true).describe('With photos');
const ExportQuery = PeopleFilter.extend({ version: Version, photos: Photos });
const ShareQuery = z.object({ version: Version, photos: z.stringbool().default(true).describe('With the photo'), scope: z.enum(['public', 'all']).default('public').describe('`public` is what one would hand to somebody else: no description, tags, custom fields or how you met') });
const VCARD = 'text/vcard; charset=utf-8';

export function vcardRoutes(app: App) {
  app.get('/export/vcard', { schema: { tags, summary: 'Export people as vCard', description: 'Streamed. Importing it again gives back everything Kith keeps about people, and what other address books said besides.', querystring: ExportQuery, produces: ['text/vcard'], response: { 200: z.any() } } }, async (request, reply) => {
    const { version, photos, ...filter } = request.query;
    const cards = await exportCards(request.ctx, filter, { version, photos });
    return reply.type(VCARD).header('content-disposition', `attachment; filename="kith_people_${new Date().toISOString().slice(0, 10).replaceAll('-', '')}.vcf"`).header('cache-control', 'no-store').send(cards);
  });

  app.get('/contacts/:id/vcard', { schema: { tags, summary: 'The vCard of a contact, to share', params: IdParams, querystring: ShareQuery, produces: ['text/vcard'], response: { 200: z.any() } } }, async (request, reply) => {
    const { name, card } = await shareCard(request.ctx, request.params.id, request.query);
    const plain = name.normalize('NFKD').replace(/[^\w .-]/g, '').trim() || 'contact';
    return reply.type(VCARD).header('content-disposition', `attachment; filename="${plain}.vcf"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, '_')}.vcf`).send(card);
  });
}
