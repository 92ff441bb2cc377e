import { faultProof } from './fault-proof.js';
import { toxicNetwork } from './toxic-network.fault.js';

export const proof = faultProof(toxicNetwork, 'redis');
