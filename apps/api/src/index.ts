export { startApi, type RunningApi } from './start-api.js';
export { readConfig, type ApiConfig } from './config.js';
export { OperatorLog } from './operator-log.js';
export { ApiLog, type AccessLine } from './log.js';
export { makeApiToken, parseApiToken, API_TOKEN_PATTERN } from './auth/api-token-text.js';
export { pepperedHash } from './auth/pepper.js';
