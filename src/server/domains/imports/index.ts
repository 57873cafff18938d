/** The door of the imports domain: files brought in from elsewhere, and what is taken out again. */
export { kithCsv } from './csv/csv.ts';
export { exportCsv, exportHead, exportName } from './csv/export.ts';
export { AT_ONCE_BYTES, MAX_BYTES } from './imports.ts';
export { inJob } from './job.ts';
export { importForUsers, type OfUsers } from './csv/users.ts';
export { defineImportJobs } from './imports.jobs.ts';
export { ImportResult } from './imports.schema.ts';
export { importRoutes } from './imports.routes.ts';
export { defineTelegramJobs, telegramRoutes } from './telegram/telegram.routes.ts';
