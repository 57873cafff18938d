/* Addresses of the API that are not in openapi.json yet; a line is removed when its address arrives there. */

type Any = any;
type Parameters = { query?: Any; path?: Any; header?: Any; cookie?: Any };
type Operation = {
  parameters: Parameters;
  requestBody?: { content: { 'application/json': Any } };
  responses: { 200: { headers: Any; content: { 'application/json': Any } } };
};
type Methods = { parameters: Parameters; get: Operation; post: Operation; patch: Operation; delete: Operation };

export type Pending = Record<
  | '/api/v1/auth/profile'
  | '/api/v1/auth/preferences'
  | '/api/v1/auth/password'
  | '/api/v1/auth/sessions'
  | '/api/v1/auth/sessions/{id}'
  | '/api/v1/auth/totp'
  | '/api/v1/auth/totp/confirm'
  | '/api/v1/auth/totp/disable'
  | '/api/v1/auth/security-events'
  | '/api/v1/invitations'
  | '/api/v1/invitations/{id}'
  | '/api/v1/auth/totp/recovery-codes'
  | '/api/v1/auth/api-keys'
  | '/api/v1/auth/api-keys/{id}'
  | '/api/v1/spaces'
  | '/api/v1/spaces/{id}'
  | '/api/v1/spaces/{id}/members'
  | '/api/v1/spaces/{id}/members/{user_id}'
  | '/api/v1/spaces/{id}/invitations'
  | '/api/v1/spaces/{id}/invitations/{invitation_id}'
  | '/api/v1/invitations/{token}'
  | '/api/v1/invitations/{token}/accept'
  | '/api/v1/search',
  Methods
>;
