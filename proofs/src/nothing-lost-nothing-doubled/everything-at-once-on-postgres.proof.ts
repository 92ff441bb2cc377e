import { everythingAtOnce } from './everything-at-once.fault.js';
import { faultProof } from './fault-proof.js';

export const proof = faultProof(everythingAtOnce, 'postgres');
