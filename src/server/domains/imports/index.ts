/** The door of the imports domain: files brought in from elsewhere, and what is taken out again. */
export { kithCsv } from './csv/csv.ts';
export { exportCsv, exportHead, exportName } from './csv/export.ts';
export { importFile } from './imports.ts';
export { defineImportJobs } from './imports.jobs.ts';
export { ImportResult } from './imports.schema.ts';
export { importRoutes } from './imports.routes.ts';
export { defineTelegramJobs, telegramRoutes } from './telegram/telegram.routes.ts';
