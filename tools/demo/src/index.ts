export { startEmbedded, type EmbeddedInstance, type EmbeddedStartOptions } from './embedded-start.js';
export { defaultInstanceFolder } from './programs.js';
export { startThreeClouds, type ThreeClouds, type ThreeCloudsOptions } from './three-clouds.js';
export { Undoing } from './undoing.js';
