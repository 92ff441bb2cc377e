import { z } from 'zod';
import type { PolicyAction } from './policy/policies.generated.js';

/**
 * `vitrine.<resource>.<verb>`. The API grants nothing that is not in this list. Each is an action of the policies too: a new one goes into
 * `policies/schema.cedarschema` first, then `node policies/generate.mjs`; without that it does not compile (CS-T02).
 */
export const scopes = [
  'vitrine.organization.read',
  'vitrine.organization.write',
  'vitrine.members.read',
  'vitrine.members.write',
  'vitrine.tokens.read',
  'vitrine.tokens.write',
  'vitrine.identity.read',
  'vitrine.identity.write',
  'vitrine.connections.read',
  'vitrine.connections.write',
  'vitrine.audits.read',
  'vitrine.audits.write',
  'vitrine.findings.read',
  'vitrine.findings.write',
  'vitrine.schedules.read',
  'vitrine.schedules.write',
  'vitrine.webhooks.read',
  'vitrine.webhooks.write',
  'vitrine.rules.read',
  'vitrine.costs.read',
  'vitrine.costs.write',
  'vitrine.approvals.read',
  'vitrine.approvals.write',
  'vitrine.operator-sessions.read',
  'vitrine.operator-sessions.write',
  'vitrine.trail.read',
] as const satisfies readonly PolicyAction[];
export const scopeSchema = z.enum(scopes, 'unknown-scope');
export type Scope = z.infer<typeof scopeSchema>;

export const roles = ['viewer', 'analyst', 'admin', 'owner'] as const;
export const roleSchema = z.enum(roles, 'unknown-role');
export type Role = z.infer<typeof roleSchema>;

const viewer: readonly Scope[] = [
  'vitrine.organization.read',
  'vitrine.connections.read',
  'vitrine.audits.read',
  'vitrine.findings.read',
  'vitrine.schedules.read',
  'vitrine.rules.read',
  'vitrine.costs.read',
  // A change that waits is announced to all: so all may see what waits.
  'vitrine.approvals.read',
  // PF-39: who looks in from outside is shown to everybody, and nothing hides it.
  'vitrine.operator-sessions.read',
];
const analyst: readonly Scope[] = [...viewer, 'vitrine.members.read', 'vitrine.audits.write', 'vitrine.findings.write', 'vitrine.schedules.write'];

/** A role is a name for a set of scopes, nothing more. Owners and admins differ in whom they may change, see `policies/members.cedar`. */
export const scopesOfRole: Readonly<Record<Role, readonly Scope[]>> = { viewer, analyst, admin: scopes, owner: scopes };
