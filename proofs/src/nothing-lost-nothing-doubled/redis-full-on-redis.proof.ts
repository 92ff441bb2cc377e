import { faultProof } from './fault-proof.js';
import { redisFull } from './redis-full.fault.js';

export const proof = faultProof(redisFull, 'redis');
