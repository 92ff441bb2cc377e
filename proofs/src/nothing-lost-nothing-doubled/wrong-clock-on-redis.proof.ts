import { faultProof } from './fault-proof.js';
import { wrongClock } from './wrong-clock.fault.js';

export const proof = faultProof(wrongClock, 'redis');
