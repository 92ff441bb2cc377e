export { mutate, presentReport } from './mutate.js';
export { reportLine, type MutationReport } from './mutation-report.js';
export { targets, type TargetName } from './targets.js';
