import type { RuleEntry } from './rule-catalogue.js';

export const ruleCatalogue: readonly RuleEntry[] = [];
