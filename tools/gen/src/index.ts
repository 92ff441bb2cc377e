export * from './catalogue.js';
export * from './emit.js';
export * from './operation-manifest.js';
