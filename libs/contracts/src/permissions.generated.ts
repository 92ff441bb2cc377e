import type { DeclaredPermission } from './rule-catalogue.js';

export const declaredPermissions: readonly DeclaredPermission[] = [];
