/** The door of the imports domain: files brought in from elsewhere, and what is taken out again. */
export { defineImportJobs } from './imports.jobs.ts';
export { importRoutes } from './imports.routes.ts';
export { defineTelegramJobs, telegramRoutes } from './telegram/telegram.routes.ts';
