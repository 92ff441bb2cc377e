import { faultProof } from './fault-proof.js';
import { sentinelFailover } from './sentinel-failover.fault.js';

export const proof = faultProof(sentinelFailover, 'redis');
