export * from './engine/catalogue.js';
export * from './engine/define-rule.js';
export * from './engine/exclusions.js';
export * from './engine/finding-draft.js';
export * from './engine/judge.js';
export * from './engine/metric-needs.js';
export * from './engine/settings.js';
export * from './engine/verify-command.js';
export { ruleRegistry } from './registry.generated.js';
