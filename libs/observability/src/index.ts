export { createLogger, silentLogger, type Logger, type LoggerOptions } from './logger.js';
export type { LogFieldName, LogFields } from './log-fields.js';
export { describeError } from './log-error.js';
export { createMetrics, type CallOutcome, type Metrics } from './metrics.js';
export { childOf, currentTrace, formatTraceparent, newTrace, parseTraceparent, runInTrace, type TraceContext } from './trace.js';
export { startHealthServer, type HealthOptions, type HealthServer } from './health-server.js';
