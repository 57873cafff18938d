import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { App } from './server.ts';

const DIST = join(import.meta.dirname, '../../../../dist/web');
const YEAR_MS = 31_536_000_000;

/**
 * Serves the built web app: hashed assets for ever, everything else after asking again. Every page address that is not a file
 * answers with index.html, whose router takes it from there.
 */
export async function addWebApp(app: App, dist = DIST) {
  if (!existsSync(join(dist, 'index.html'))) {
    app.log.warn('the web app is not built, so only the API is served; npm start builds it');
    return;
  }
  const index = readFileSync(join(dist, 'index.html'), 'utf8');
  await app.register(fastifyStatic, {
    root: dist,
    wildcard: false, // one route a file, known at start: nothing outside the folder can be asked for
    index: false,
    cacheControl: false,
    setHeaders: (reply, path) => void reply.header('cache-control', path.includes('/assets/') ? `public, max-age=${YEAR_MS / 1000}, immutable` : 'no-cache'),
  });
  app.get('/*', { schema: { hide: true }, config: { access: 'public', rateLimit: false } }, async (request, reply) => {
    const path = request.url.split('?')[0]!;
    if (path.startsWith('/api/') || path === '/api' || path.startsWith('/assets/')) return reply.callNotFound();
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(index);
  });
}
