export * from './engine/cloud-request.js';
export * from './engine/define-metric-reader.js';
export * from './engine/define-reader.js';
export * from './engine/scope.js';
export * from './operations/operation.js';
