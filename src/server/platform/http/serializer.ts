import type { FastifySerializerCompiler } from 'fastify/types/schema.js';
import type { z } from 'zod';

/**
 * Stores select exactly the columns that are answered, so production serialises as it is: parsing every answer by its schema
 * costs as much again as the query (50 contacts). Tests parse every answer and fail on a mismatch, so the schemas stay true.
 */
export const plainSerializer: FastifySerializerCompiler<z.ZodType> = () => (data) => JSON.stringify(data);

export const checkingSerializer: FastifySerializerCompiler<z.ZodType> =
  ({ schema, method, url }) =>
  (data) => {
    const result = schema.safeParse(data);
    if (!result.success) throw new Error(`${method} ${url} answers outside its schema: ${JSON.stringify(result.error.issues.slice(0, 3))}`);
    return JSON.stringify(data);
  };
