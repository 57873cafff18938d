/** The door of the accounts domain. */
export { authenticate, createAuthenticator } from './access.ts';
export { ctxOf, register, registrationState, requireTimeZone } from './accounts.ts';
export { accountRoutes } from './accounts.routes.ts';
export { NewAccount, Password } from './accounts.schema.ts';
export { getPreferences } from './profile/profile.ts';
export { createSupportGate } from './support/gate.ts';
export { keepSwept } from './sweep.ts';
export { findUser, listUsers, requireUser, tellOf, type AdminUser } from './users/users.ts';
