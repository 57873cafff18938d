/** The door of the notes domain: notes and the entries drawn from them. */
export { type Channel, CHANNELS } from './channels.ts';
export { addDatedNotes } from './dated.ts';
export { addDayNotes, contentsOf, type DayNote, growDayNotes } from './days.ts';
export { deleteNotes, importNote } from './notes.ts';
export { type ActionableEntry, listActionable } from './entries.store.ts';
export { endOlderOf } from './past.ts';
export { addEntries, changeEntries, entriesOf, type EntryKey, findEntries } from './bulk.ts';
export { defineNoteJobs, queueAnalysis } from './notes.jobs.ts';
export { noteRoutes } from './notes.routes.ts';
export { listProposals } from './proposals/proposals.ts';
export { proposalRoutes } from './proposals/proposals.routes.ts';
export { copyNoteTags } from './notes.store.ts';
export { noteSearch } from './notes.search.ts';
export { noteTimeline } from './notes.timeline.ts';
export { recordingRoutes } from './recordings/recordings.routes.ts';
