import { createHmac } from 'node:crypto';

/**
 * The password of a database role on a server that owns this secret. Derived, so that one secret per server
 * gives every role its own random password, and a spec process or a second start can compute it again.
 *
 * @param serverSecret 32 random bytes in base64url, kept in a 0600 file beside the data
 * @param role name of the database role
 */
export function rolePassword(serverSecret: string, role: string): string {
  return createHmac('sha256', Buffer.from(serverSecret, 'base64url')).update(`role:${role}`).digest('base64url');
}
