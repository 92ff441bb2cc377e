import { faultProof } from './fault-proof.js';
import { stalledWorker } from './stalled-worker.fault.js';

export const proof = faultProof(stalledWorker, 'postgres');
