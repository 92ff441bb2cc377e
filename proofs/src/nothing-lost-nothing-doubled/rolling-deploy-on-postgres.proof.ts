import { faultProof } from './fault-proof.js';
import { rollingDeploy } from './rolling-deploy.fault.js';

export const proof = faultProof(rollingDeploy, 'postgres', 'soak');
