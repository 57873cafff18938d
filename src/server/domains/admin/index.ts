/** The door of the admin domain: the state of the installation, and people's data taken out and in on their behalf. */
export { adminRoutes } from './admin.routes.ts';
export { defineAdminJobs } from './import.ts';
