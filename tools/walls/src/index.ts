export * from './bundle-app.js';
export * from './bundle-gate.js';
export * from './planted-tree.js';
export * from './compose-file.js';
export * from './lean-sdk.js';
