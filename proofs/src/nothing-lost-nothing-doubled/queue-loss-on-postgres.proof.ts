import { faultProof } from './fault-proof.js';
import { queueLoss } from './queue-loss.fault.js';

export const proof = faultProof(queueLoss, 'postgres', 'soak');
