/** The door of the accounts domain. */
export { authenticate, ctxOf, register, registrationState } from './accounts.ts';
export { accountRoutes } from './accounts.routes.ts';
