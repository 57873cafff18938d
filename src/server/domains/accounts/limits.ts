import type { FastifyRequest } from 'fastify';
import { addressOf } from '../../platform/http/address.ts';

/** Doors that anybody may knock at: by address, also for who is signed in. */
export const DOOR_LIMIT = { rateLimit: { max: 30, timeWindow: 60_000, keyGenerator: (request: FastifyRequest) => addressOf(request) ?? 'unknown' } };
/** Routes that ask a signed-in person for a secret, or hash one. */
export const SECRET_LIMIT = { rateLimit: { max: 30, timeWindow: 60_000 } };
/** The strength meter asks while somebody types. */
export const METER_LIMIT = { rateLimit: { ...DOOR_LIMIT.rateLimit, max: 120 } };
