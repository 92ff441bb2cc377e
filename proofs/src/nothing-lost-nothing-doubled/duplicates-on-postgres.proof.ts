import { faultProof } from './fault-proof.js';
import { duplicates } from './duplicates.fault.js';

export const proof = faultProof(duplicates, 'postgres', 'soak');
