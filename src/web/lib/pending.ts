/* Addresses of the API that are not in openapi.json yet; a line is removed when its address arrives there. */

type Any = any;
type Parameters = { query?: Any; path?: Any; header?: Any; cookie?: Any };
type Operation = { parameters: Parameters; responses: { 200: { headers: Any; content: { 'application/json': Any } } } };

export type Pending = Record<'/api/v1/search', { parameters: Parameters; get: Operation }>;
