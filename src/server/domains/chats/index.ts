/** The door of the chats domain: messages with people, and the notes of their days. */
export { chatRoutes } from './chats.routes.ts';
export { chatSearch } from './chats.search.ts';
export type { Attachment } from './chats.schema.ts';
export { keyMaker } from './keys.ts';
export { selectSenders } from './chats.store.ts';
export { chatRange, knownChat } from './range.store.ts';
export { beginOf, dateVote, type DateOrder, type Stamp, wallOf } from './stamps.ts';
export { type ChatMessage, plausible, storeChats, storeMessages } from './store-messages.ts';
export { clockOf } from './zone.ts';
