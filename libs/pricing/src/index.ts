export * from './price-key.js';
