/** The door of the timeline domain. */
export { timelineRoutes } from './timeline.routes.ts';
