import type { FastifyRequest } from 'fastify';

/** Doors that anybody may knock at: by address, also for who is signed in. */
export const DOOR_LIMIT = { rateLimit: { max: 30, timeWindow: 60_000, keyGenerator: (request: FastifyRequest) => request.ip } };
/** Making accounts is rarer still. */
export const REGISTER_LIMIT = { rateLimit: { ...DOOR_LIMIT.rateLimit, max: 10 } };
/** Routes that ask a signed-in person for a secret, or hash one. */
export const SECRET_LIMIT = { rateLimit: { max: 30, timeWindow: 60_000 } };
