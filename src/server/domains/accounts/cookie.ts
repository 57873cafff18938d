import type { FastifyReply } from 'fastify';
import type { Config } from '../../platform/config.ts';
import { SESSION_COOKIE } from '../../platform/http/session.ts';

/** Hands a browser its session: out of reach of scripts, not sent along from other sites, and only over https where there is https. */
export const setSessionCookie = (reply: FastifyReply, config: Config, token: string) =>
  reply.setCookie(SESSION_COOKIE, token, { path: '/', httpOnly: true, sameSite: 'lax', secure: config.secure, maxAge: 30 * 86_400 });

export const clearSessionCookie = (reply: FastifyReply) => reply.clearCookie(SESSION_COOKIE, { path: '/' });
