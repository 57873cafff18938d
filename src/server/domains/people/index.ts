/** The door of the people domain: contacts, tags, relationships, groups and the graph. */
export { createContact, deleteContacts, getContact } from './people.ts';
export { assignTag, deleteTag, ensureTag } from './tags.ts';
export { type DateOfPerson, listDates } from './dates.ts';
export { contactExists } from './people.store.ts';
export { circleOf } from './circle.ts';
export { namesOf, tiedAmong } from './circle.store.ts';
export { createRelationship } from './graph/relationships.ts';
export { addPeople, changePeople, findPeople, foldNames, peopleInBatches } from './bulk.ts';
export { defineBatchJobs } from './batch/batch.ts';
export { type BookKeys, bookKeys, bookOf, type BookPerson, tagByName } from './book.ts';
export { addTies, groupsWithMembers, joinGroups, type Tie, tieOf, tiesOf } from './book-links.ts';
export { photoBytes, storePhoto } from './photos.ts';
export { isPartialDate, PeopleFilter } from './people.schema.ts';
export type { Contact } from './people.schema.ts';
export { peopleRoutes } from './people.routes.ts';
export { peopleSearch } from './people.search.ts';
export { graphRoutes } from './graph/graph.routes.ts';
export { interactionTimeline } from './people.timeline.ts';
