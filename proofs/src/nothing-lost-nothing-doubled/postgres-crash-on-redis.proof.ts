import { faultProof } from './fault-proof.js';
import { postgresCrash } from './postgres-crash.fault.js';

export const proof = faultProof(postgresCrash, 'redis', 'soak');
