/** What a page needs to seal: `npm run bundle -w @vitrine/crypto-seal` makes one file of it, dist/browser/vitrine-seal.mjs. */
export { sealCredential, type SealedCredential, type SealRequest } from './seal-credential.js';
export { currentSealingKey, parseSealingKeySet, type Credential, type CredentialContext, type SealingKey } from '@vitrine/crypto-envelope';
