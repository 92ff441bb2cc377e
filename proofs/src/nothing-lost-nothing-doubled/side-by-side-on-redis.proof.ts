import { faultProof } from './fault-proof.js';
import { sideBySide } from './side-by-side.fault.js';

export const proof = faultProof(sideBySide, 'redis');
