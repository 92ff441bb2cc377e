import { faultProof } from './fault-proof.js';
import { poisonNeighbours } from './poison-neighbours.fault.js';

export const proof = faultProof(poisonNeighbours, 'postgres', 'soak');
