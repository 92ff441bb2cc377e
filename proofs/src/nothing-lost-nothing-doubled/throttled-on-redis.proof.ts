import { faultProof } from './fault-proof.js';
import { throttled } from './throttled.fault.js';

export const proof = faultProof(throttled, 'redis');
