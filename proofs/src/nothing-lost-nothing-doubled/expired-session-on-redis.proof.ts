import { faultProof } from './fault-proof.js';
import { expiredSession } from './expired-session.fault.js';

export const proof = faultProof(expiredSession, 'redis');
