export { readConfig, type Duty, type WorkerConfig } from './config.js';
export { startWorker, type RunningWorker } from './start-worker.js';
export type { AuditParts } from './audit/audit-context.js';
export { productionParts } from './audit/production-parts.js';
