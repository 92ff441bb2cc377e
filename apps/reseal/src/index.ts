export { readConfig, type ResealConfig } from './config.js';
export { startReseal, type RunningReseal } from './start-reseal.js';
export { resealRound, type CloudRound, type RoundOptions } from './reseal-round.js';
