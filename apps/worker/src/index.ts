export { readConfig, type Duty, type WorkerConfig } from './config.js';
export { startWorker, type AuditParts, type RunningWorker } from './start-worker.js';
export { productionParts } from './audit/production-parts.js';
