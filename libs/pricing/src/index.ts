export * from './billed-resource.js';
export * from './compete.js';
export * from './confidence.js';
export * from './cost-claim.js';
export * from './list-price.js';
export * from './price-key.js';
export * from './price-resource.js';
export * from './severity.js';
