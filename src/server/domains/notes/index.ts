/** The door of the notes domain: notes and the entries drawn from them. */
export { deleteNotes, importNote } from './notes.ts';
export { type ActionableEntry, listActionable } from './entries.store.ts';
export { addEntries, type EntryKey, findEntries, setConfidences } from './bulk.ts';
export { defineNoteJobs } from './notes.jobs.ts';
export { noteRoutes } from './notes.routes.ts';
export { copyNoteTags } from './notes.store.ts';
export { noteSearch } from './notes.search.ts';
export { noteTimeline } from './notes.timeline.ts';
export { recordingRoutes } from './recordings/recordings.routes.ts';
