export { lastRecord, mutate } from './mutate.js';
export type { MutationRecord, Recorded } from './mutation-record.js';
export { measuredMutants, reportLine, type MutationReport } from './mutation-report.js';
export { leastOfSample } from './sample.js';
export { targets, type TargetName } from './targets.js';
