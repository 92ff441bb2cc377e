import { type Permission, type RuleEntry, ruleEntrySchema, VitrineError } from '@vitrine/contracts';
import type { Operation } from '@vitrine/cloud-readers';
import type { AnyRule, Rule } from './define-rule.js';
import { operationsOfRule } from './finding-draft.js';

/** A rule as the API shows it. Permissions follow from the readers' operations, so nobody writes a permission list twice. */
export function ruleEntry<Item>(rule: Rule<Item>, operationOf: (id: string) => Operation | undefined): RuleEntry {
  const permissions = operationsOfRule(rule).map((id): Permission => {
    const operation = operationOf(id);
    if (operation === undefined) {
      throw new VitrineError({
        code: 'operation-not-declared',
        status: 500,
        publicMessage: 'An internal error occurred.',
        internal: `${rule.id} reads by ${id}, which no closed list holds`,
      });
    }
    return { permission: operation.permission, operation: operation.id, list: operation.list, why: operation.why };
  });
  return ruleEntrySchema.parse({
    id: rule.id,
    version: rule.version,
    cloud: rule.cloud,
    family: rule.family,
    service: rule.id.split('.')[1],
    title: rule.title,
    why: rule.why,
    severity: rule.severity,
    effort: rule.effort,
    actionGroup: rule.actionGroup,
    resourceType: rule.needs.item.resourceType,
    readers: [...new Set([rule.needs.item.id, ...Object.values(rule.lookups).map((each) => each.reader.id)])],
    permissions,
    settings: { ...rule.defaults },
    verify: rule.verify,
    remedy: { steps: [...rule.remedy.steps], rollback: rule.remedy.rollback },
  });
}

/** The whole catalogue, ordered by id so that the generated file is byte-stable. */
export function ruleCatalogueOf(rules: readonly AnyRule[], operationOf: (id: string) => Operation | undefined): RuleEntry[] {
  return rules.map((rule) => ruleEntry(rule, operationOf)).sort((a, b) => (a.id < b.id ? -1 : 1));
}
