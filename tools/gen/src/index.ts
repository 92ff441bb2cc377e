export * from './catalogue.js';
export * from './emit.js';
