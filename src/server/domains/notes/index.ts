/** The door of the notes domain: notes and the entries drawn from them. */
export { deleteNotes, importNote } from './notes.ts';
export { addEntries, type EntryKey, findEntries, setConfidences } from './bulk.ts';
export { defineNoteJobs } from './notes.jobs.ts';
export { noteRoutes } from './notes.routes.ts';
export { proposalRoutes } from './proposals/proposals.routes.ts';
export type { Acceptors } from './proposals/proposals.ts';
export { noteSearch } from './notes.search.ts';
export { recordingRoutes } from './recordings/recordings.routes.ts';
