export { sealCredential, type SealedCredential, type SealRequest } from './seal-credential.js';
