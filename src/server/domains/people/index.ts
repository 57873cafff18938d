/** The door of the people domain: contacts and tags. */
<<<<<<< HEAD
export { getContact } from './people.ts';
=======
export { createContact, deleteContacts, getContact, requireContact } from './people.ts';
export { assignTag, deleteTag, ensureTag } from './tags.ts';
>>>>>>> d65d154 (Fill a space with an invented life, and take it away again)
export { contactExists } from './people.store.ts';
export { peopleRoutes } from './people.routes.ts';
export { peopleSearch } from './people.search.ts';
