import { faultProof } from './fault-proof.js';
import { kill9 } from './kill-9.fault.js';

export const proof = faultProof(kill9, 'postgres', 'soak');
