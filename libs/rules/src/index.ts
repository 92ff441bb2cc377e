export * from './engine/define-rule.js';
