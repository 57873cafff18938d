/** The door of the people domain: contacts and tags. */
export { getContact, requireContact } from './people.ts';
export { peopleRoutes } from './people.routes.ts';
