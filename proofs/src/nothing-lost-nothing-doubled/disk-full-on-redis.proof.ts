import { diskFull } from './disk-full.fault.js';
import { faultProof } from './fault-proof.js';

export const proof = faultProof(diskFull, 'redis');
