import { constants } from 'node:zlib';
import fastifyCompress from '@fastify/compress';
import fastifyCookie from '@fastify/cookie';
import fastifyCors from '@fastify/cors';
import fastifyHelmet from '@fastify/helmet';
import fastifyRateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Config } from '../config.ts';
import { malformed, notFound, Rejection, tooMany } from '../errors.ts';
import { uuidv7 } from '../ids.ts';
import { errorForLog } from '../telemetry/scrub.ts';
import { addressOf } from './address.ts';
import { addIdempotency } from './idempotency.ts';
import { BODY_LIMIT, errorHandler, problem } from './errors.ts';
import { addOpenApi } from './openapi.ts';
import { addUploads } from './upload.ts';
import { checkingSerializer, plainSerializer } from './serializer.ts';
import { answerUnparsed } from './unparsed.ts';

export type App = FastifyInstance<Server, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>;

/** Requests a minute of one user (or, before sign-in, one address) where a route sets no limit of its own. */
const DEFAULT_LIMIT = 1200;
const PARAM_LIMIT = 200;

/**
 * The HTTP server without any domain: parsing, validation, security headers, limits, errors, documentation.
 * @param options.checkResponses parse every answer by its schema and fail on a mismatch (tests)
 */
export async function createServer(config: Config, options: { checkResponses?: boolean } = {}): Promise<App> {
  const app = Fastify<Server>({
    logger: {
      level: config.log_level,
      formatters: { level: (label: string) => ({ level: label }) },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      serializers: { err: errorForLog },
      redact: ['req.headers.authorization', 'req.headers.cookie', '*.password', '*.token', '*.secret'],
    },
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => uuidv7(),
    trustProxy: config.trust_proxy > 0 && ((_address, hop) => hop < config.trust_proxy),
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: PARAM_LIMIT },
    requestTimeout: 120_000,
    // an unversioned /api/… path is the newest version
    rewriteUrl: (request) => (request.url ?? '/').replace(/^\/api\/(?!v1\b|docs|openapi|socket)/, '/api/v1/'),
    http: { requireHostHeader: false }, // Node would answer that with a bare 400
    clientErrorHandler: answerUnparsed,
    // before a route is known its types are not either
    frameworkErrors: (error, request, reply) => void errorHandler(error, request as FastifyRequest, reply as unknown as FastifyReply),
  }).withTypeProvider<ZodTypeProvider>();

  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(options.checkResponses ? checkingSerializer : plainSerializer);
  app.decorateRequest('fault', null);
  app.setErrorHandler(errorHandler);
  app.setNotFoundHandler((request, reply) => {
    const url = request.url.split('?')[0]!;
    const takes = (method: string) => {
      const route = app.findRoute({ method: method as 'GET', url }) as { params: object } | null;
      return route !== null && !('*' in route.params); // the page and CORS answer everywhere
    };
    const tooLong = url.split('/').some((part) => part.length > PARAM_LIMIT); // the router calls that found
    const allowed = tooLong ? [] : ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'].filter((method) => method !== request.method && takes(method));
    const rejection = allowed.length ? new Rejection(405, 'method_not_allowed', `This address takes ${allowed.join(', ')}.`, { headers: { allow: allowed.join(', ') } }) : notFound('address');
    return reply.code(rejection.status).headers(rejection.headers).type('application/problem+json').send(JSON.stringify(problem(rejection, request.id)));
  });

  app.removeContentTypeParser('text/plain'); // Fastify would hand it over as a string
  // Clients send an empty body with a JSON content type (DELETE, POST without a body): that is nothing, not an error.
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body: string, done) => {
    if (body === '') return done(null, undefined);
    // Only an escape can smuggle in half of a surrogate pair; text columns would change it silently, jsonb refuses it.
    const halves = /\\ud[89a-f]/i.test(body);
    try {
      const value = JSON.parse(body, (key, part) => {
        if (halves && !(key.isWellFormed() && (typeof part !== 'string' || part.isWellFormed()))) throw malformed(undefined, 'The text holds half of a surrogate pair, which cannot be stored. Remove it.');
        return key === '__proto__' ? undefined : part;
      });
      done(null, value);
    } catch (error) {
      done(error instanceof Rejection ? error : malformed(undefined, 'The body is not valid JSON.'));
    }
  });

  // Node answers an Expect it does not know with a bare 417; nobody needs that refused.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));

  // hooks that wait for nothing call back: an async one costs a promise and a tick for each request
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id).header('permissions-policy', 'camera=(), geolocation=(), microphone=(self), payment=(), usb=()');
    done(request.headers.host === undefined && request.raw.httpVersion === '1.1' ? malformed('Host', 'The header Host is missing.') : undefined);
  });

  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'", "'unsafe-inline'"], // measured positions of virtual lists and menus are style attributes
        'img-src': ["'self'", 'data:', 'blob:'],
        'media-src': ["'self'", 'blob:'],
        'font-src': ["'self'"],
        'connect-src': ["'self'"],
        'worker-src': ["'self'"],
        'manifest-src': ["'self'"],
        'form-action': ["'self'"],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
    strictTransportSecurity: config.secure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    crossOriginEmbedderPolicy: false,
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
  });
  await app.register(fastifyCors, {
    origin: config.cors_origins.length ? config.cors_origins : false,
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE'],
    credentials: false,
    exposedHeaders: ['etag', 'idempotency-replayed', 'kith-action-id', 'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'retry-after', 'x-request-id'],
  });
  await app.register(fastifyCookie);
  await addUploads(app);
  addIdempotency(app); // before compression: what is remembered is the plain answer
  // For answers, not for files: a graph of 5 MB costs zstd 19 ms of CPU, gzip 40 (65 at its own level 6, for 7 % less), brotli 77 (seconds at its own 11).
  await app.register(fastifyCompress, { threshold: 2048, encodings: ['zstd', 'br', 'gzip'], brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }, zlibOptions: { level: 1 } });
  if (config.rate_limits)
    await app.register(fastifyRateLimit, {
      hook: 'preValidation', // after the identity is known, before any work
      max: DEFAULT_LIMIT,
      timeWindow: 60_000,
      enableDraftSpec: true,
      allowList: (request) => !request.routeOptions.url?.startsWith('/api/'), // pages and assets are cheap and come in dozens
      keyGenerator: (request) => request.identity?.user.id ?? addressOf(request) ?? 'unknown',
      errorResponseBuilder: (_request, context) => tooMany(context.ttl / 1000, `Too many requests. Try again in ${Math.ceil(context.ttl / 1000)} s.`),
    });
  await addOpenApi(app);
  return app;
}

