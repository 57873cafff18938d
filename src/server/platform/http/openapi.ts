import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { App } from './server.ts';
import { Problem } from './errors.ts';
import { uploadSchema } from './upload.ts';

const DESCRIPTION = `Everything the web app does, as an API. JSON in snake_case, times in ISO 8601, ids are UUIDv7.
Sign in with the cookie of POST /auth/login, or send \`Authorization: Bearer\` with an access token or an API key.
Lists are \`{data, has_more, next_cursor}\`. Writes outside /auth accept \`Idempotency-Key\`; with \`x-shown-once\` their answer holds a secret, and a repeat is 409 instead of the same answer.
What cannot be read as a request is answered before any route: 431 when address and headers are over 16 KB, 408 when it does not arrive in time.
\`Kith-Space\` names the space a request works in (default: the personal one);
links, which cannot send headers, name it as \`?space=\`.`;

/** Statuses that any route may answer with (a public one too: a wrong password, another site); each route adds its own. */
const COMMON = [400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503];

type Answers = Record<string, { content?: Record<string, { schema?: { $ref?: string } }> }>;

/** Errors leave as application/problem+json; a schema of a route cannot say that without repeating itself, so it is said here. */
function asProblems<T>(document: T): T {
  const { paths } = document as { paths?: Record<string, Record<string, { responses?: Answers }>> };
  for (const operation of Object.values(paths ?? {}).flatMap((path) => Object.values(path)))
    for (const answer of Object.values(operation.responses ?? {})) {
      const problem = Object.values(answer.content ?? {}).find((content) => content.schema?.$ref === '#/components/schemas/Problem');
      if (problem) answer.content = { 'application/problem+json': problem };
    }
  return document;
}

/** A route with `config.upload` takes a form instead of JSON. */
const withUploads: typeof jsonSchemaTransform = (input) => {
  const transformed = jsonSchemaTransform(input);
  const upload = input.route.config?.upload;
  return upload ? { ...transformed, schema: { ...transformed.schema, consumes: ['multipart/form-data'], body: uploadSchema(upload) } } : transformed;
};

/** Generates the OpenAPI 3.1 document from the routes (/api/openapi.json) and a page to browse it (/api/docs). */
export async function addOpenApi(app: App) {
  app.addHook('onRoute', (route) => {
    const schema = route.schema as { hide?: boolean; response?: Record<number, unknown>; security?: unknown; 'x-shown-once'?: boolean } | undefined;
    if (!schema?.response || schema.hide) return;
    const access = route.config?.access;
    for (const status of COMMON) schema.response[status] ??= Problem;
    if (access === 'public') schema.security = [];
    if (route.config?.shownOnce) schema['x-shown-once'] = true;
  });
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Kith', version: '1', description: DESCRIPTION },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'kith_session' },
          bearer: { type: 'http', scheme: 'bearer', description: 'An access token (POST /auth/token) or an API key.' },
        },
      },
      security: [{ session: [] }, { bearer: [] }],
    },
    transform: withUploads,
    transformObject: (document) => withoutUnused(asProblems(jsonSchemaTransformObject(document))),
  });
  await app.register(fastifySwaggerUi, { routePrefix: '/api/docs', uiConfig: { persistAuthorization: false, tryItOutEnabled: true } });
  app.get('/api/openapi.json', { schema: { hide: true }, config: { access: 'public' } }, async () => app.swagger());
}

/** Every named schema is generated for requests and for answers; those nothing refers to are left out. */
function withoutUnused<T extends object>(document: T): T {
  const schemas = (document as { components?: { schemas?: Record<string, unknown> } }).components?.schemas ?? {};
  for (let removed = true; removed; ) {
    const text = JSON.stringify(document);
    removed = false;
    for (const name of Object.keys(schemas)) {
      if (text.includes(`"#/components/schemas/${name}"`)) continue;
      delete schemas[name];
      removed = true;
    }
  }
  return document;
}
