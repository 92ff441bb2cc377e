import { faultProof } from './fault-proof.js';
import { poisonJobs } from './poison-jobs.fault.js';

export const proof = faultProof(poisonJobs, 'postgres', 'soak');
