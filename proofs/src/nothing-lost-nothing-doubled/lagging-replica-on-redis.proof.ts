import { faultProof } from './fault-proof.js';
import { laggingReplica } from './lagging-replica.fault.js';

export const proof = faultProof(laggingReplica, 'redis');
