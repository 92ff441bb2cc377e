import type { Scope } from './scopes.js';

/**
 * What a session may read. Named one by one, and the role `vitrine_operator` has grants for these and no others: what comes new is closed until
 * somebody opens it here and there. Left out on purpose: members (names and addresses of people, PF-43), tokens, and webhooks, whose
 * addresses may hold the receiver's key.
 */
export const operatorScopes: ReadonlySet<Scope> = new Set<Scope>([
  'vitrine.organization.read',
  'vitrine.connections.read',
  'vitrine.audits.read',
  'vitrine.findings.read',
  'vitrine.schedules.read',
  'vitrine.rules.read',
  'vitrine.costs.read',
  'vitrine.trail.read',
  'vitrine.operator-sessions.read',
]);
