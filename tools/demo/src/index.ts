export { startEmbedded, type EmbeddedInstance, type EmbeddedStartOptions } from './embedded-start.js';
export { defaultInstanceFolder } from './programs.js';
