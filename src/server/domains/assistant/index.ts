/** The door of the assistant domain: questions about people, and briefings. */
export { assistantRoutes } from './assistant.routes.ts';
