import { z } from 'zod';

/** `vitrine.<resource>.<verb>`. The API grants nothing that is not in this list. */
export const scopes = [
  'vitrine.organization.read',
  'vitrine.organization.write',
  'vitrine.members.read',
  'vitrine.members.write',
  'vitrine.tokens.read',
  'vitrine.tokens.write',
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
] as const;
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
];
const analyst: readonly Scope[] = [...viewer, 'vitrine.members.read', 'vitrine.audits.write', 'vitrine.findings.write', 'vitrine.schedules.write'];

/** A role is a name for a set of scopes, nothing more. Owners and admins differ in whom they may change, see `members.service.ts`. */
export const scopesOfRole: Readonly<Record<Role, readonly Scope[]>> = { viewer, analyst, admin: scopes, owner: scopes };
