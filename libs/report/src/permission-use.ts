import type { RuleEntry } from '@vitrine/contracts';
import type { AuditedConnection } from './report-data.js';

export interface PermissionUse {
  readonly permission: string;
  readonly state: 'granted' | 'denied' | 'untestable' | 'unknown';
  readonly used: boolean;
}

/** Granted against used: a permission that was granted and never used is one that the owner may take back. */
export function permissionUse(connection: AuditedConnection, rules: readonly RuleEntry[]): PermissionUse[] {
  const called = new Set(connection.calls.filter(({ calls }) => calls > 0).map(({ operation }) => operation));
  const used = new Set<string>();
  for (const rule of rules) {
    if (rule.cloud !== connection.cloud) continue;
    for (const { permission, operation } of rule.permissions) if (called.has(operation)) used.add(permission);
  }
  const states = new Map<string, PermissionUse['state']>();
  for (const permission of used) states.set(permission, 'unknown');
  for (const state of ['untestable', 'denied', 'granted'] as const) for (const permission of connection.permissions[state]) states.set(permission, state);
  return [...states]
    .map(([permission, state]) => ({ permission, state, used: used.has(permission) }))
    .sort((one, other) => one.permission.localeCompare(other.permission, 'en'));
}
