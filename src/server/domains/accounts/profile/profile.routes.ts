import { z } from 'zod';
import { sendWithEtag } from '../../../platform/http/etag.ts';
import type { App } from '../../../platform/http/server.ts';
import { PreferencesAnswer, PreferencesPatch, ProfileAnswer, ProfilePatch } from './profile.schema.ts';
import * as profile from './profile.ts';

const tags = ['Accounts'];

export function profileRoutes(app: App) {
  app.get('/auth/profile', { schema: { tags, summary: 'Your profile', response: { 200: ProfileAnswer, 304: z.null() } } }, async (request, reply) => sendWithEtag(request, reply, null, { profile: await profile.getProfile(request.ctx) }));

  app.patch('/auth/profile', { schema: { tags, summary: 'Change your profile', body: ProfilePatch, response: { 200: ProfileAnswer } }, config: { access: 'account' } }, async (request) => ({
    profile: await profile.updateProfile(request.ctx, request.body),
  }));

  app.get('/auth/preferences', { schema: { tags, summary: 'Your preferences', response: { 200: PreferencesAnswer, 304: z.null() } } }, async (request, reply) => sendWithEtag(request, reply, null, { preferences: await profile.getPreferences(request.ctx) }));

  app.patch('/auth/preferences', { schema: { tags, summary: 'Change your preferences', body: PreferencesPatch, response: { 200: PreferencesAnswer } }, config: { access: 'account' } }, async (request) => ({
    preferences: await profile.updatePreferences(request.ctx, request.body),
  }));
}
