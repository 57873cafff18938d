/** The door of the insights domain: how relationships fare, and what to do about it. */
export { healthOf } from './insights.ts';
export { insightRoutes } from './insights.routes.ts';
