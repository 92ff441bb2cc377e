export * from './lockfile.js';
export * from './shipped-packages.js';
export * from './licences.js';
export * from './bill-of-materials.js';
export * from './built-apps.js';
