import { faultProof } from './fault-proof.js';
import { commitThenExit } from './commit-then-exit.fault.js';

export const proof = faultProof(commitThenExit, 'postgres', 'soak');
