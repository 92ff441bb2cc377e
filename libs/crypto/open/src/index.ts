export { openCredential, type CredentialRow } from './open-credential.js';
export { OpenError, OpeningKeyError, type OpenFault } from './open-error.js';
export { Secret, type ParseCredential } from './secret.js';
export { KeyServiceUnavailable, type Unwrapper, type WrappedKey } from './unwrapper.js';
export { keyProviderOf, localKeyProvider } from './local-key-provider.js';
export { contentKeyFromAgreement } from './key-agreement.js';
export { generateSealingKeyPair, type KeyPairRequest, type SealingKeyPair } from './generate-sealing-key-pair.js';
export { createLocalKeySet, localKeyFiles, writeLocalKeySet, type LocalKeyFiles, type LocalKeySet } from './local-key-set.js';
export { parseOpeningKeySet, type OpeningKey, type OpeningKeySet } from './opening-key-set.js';
