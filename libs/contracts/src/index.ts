export * from './cloud.js';
export * from './errors.js';
export * from './findings.js';
export * from './ids.js';
export * from './jobs.js';
export * from './money.js';
export * from './rule-catalogue.js';
export * from './verdicts.js';
