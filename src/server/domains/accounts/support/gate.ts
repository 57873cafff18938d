import type { Platform } from '../../../platform/context.ts';
import { forbidden, notFound } from '../../../platform/errors.ts';
import { SAFE, type SupportGate } from '../../../platform/http/session.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import * as store from './support.store.ts';

/**
 * What support access opens: people, notes, entries, graph and analytics, and what their pages need beside. What is not here stays
 * closed: exports, messages, recordings, the calendar, history, search, connections, and whatever is added later.
 */
const OPEN = new Set([
  '/api/socket',
  '/api/v1/auth/session',
  '/api/v1/auth/preferences',
  '/api/v1/contacts',
  '/api/v1/contacts/count',
  '/api/v1/contacts/facets',
  '/api/v1/contacts/:id',
  '/api/v1/contacts/:id/photo',
  '/api/v1/contacts/:id/tags',
  '/api/v1/contacts/:id/interactions',
  '/api/v1/contacts/:id/relationships',
  '/api/v1/contacts/:id/raw-notes',
  '/api/v1/contacts/:id/entries',
  '/api/v1/contacts/:id/origins',
  '/api/v1/merges',
  '/api/v1/merges/:id',
  '/api/v1/demo',
  '/api/v1/saved-filters',
  '/api/v1/saved-filters/:id',
  '/api/v1/tags',
  '/api/v1/tags/:id',
  '/api/v1/groups',
  '/api/v1/groups/:id',
  '/api/v1/groups/:id/members',
  '/api/v1/relationships',
  '/api/v1/relationships/:id',
  '/api/v1/notes',
  '/api/v1/notes/:id',
  '/api/v1/proposals',
  '/api/v1/entries/:id',
  '/api/v1/entries/:id/history',
  '/api/v1/graph-data',
  '/api/v1/graph/path',
  '/api/v1/graph/communities',
  '/api/v1/analytics/contact/:id/health',
  '/api/v1/analytics/contact/:id/trends',
  '/api/v1/analytics/contact/:id/recommendations',
  '/api/v1/analytics/network',
]);

/**
 * Lets a request of an admin into somebody else's space: reads of what is open, each written down where that person sees it before
 * anything is read. The database decides whether the access still holds, for every single request.
 * @throws 403 for writes and for what is not open, 404 when the access does not hold
 */
export const createSupportGate =
  ({ database }: Platform): SupportGate =>
  async (identity, access, { method, route, path }) => {
    if (!SAFE.has(method)) throw forbidden('Support access is for reading only.', 'support_read_only');
    if (!OPEN.has(route)) throw forbidden('Support access opens people, notes, entries, graph and analytics, nothing else.', 'support_scope');
    const admin = { user_id: identity.user.id, read_spaces: [], write_spaces: [], channel: 'admin', action_id: uuidv7() };
    if (!(await database.tx(admin, (tx) => store.noteRead(tx, access.id, `${method} ${path.replace(/^\/api\/v1/, '')}`)))) throw notFound('space');
  };
