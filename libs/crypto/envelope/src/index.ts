export { associatedData, credentialContextSchema, parseContext, type CredentialContext } from './credential-context.js';
export {
  cloudOf,
  clouds,
  cloudSchema,
  credentialKinds,
  credentialKindSchema,
  custodyOf,
  type Cloud,
  type CredentialCustody,
  type CredentialKind,
} from './credential-kind.js';
export { credentialSchema, parseCredential, type Credential, type CredentialOf } from './credential.js';
export { CredentialError, type CredentialErrorCode, type CredentialProblem } from './credential-error.js';
export { gcpKeyFromFile } from './gcp-key-file.js';
export { readPlaintext, writePlaintext, type PlaintextReading } from './credential-plaintext.js';
export { roleArnSchema } from './aws.credential.js';
export { tenantIdSchema } from './azure.credential.js';
export { checkEnvelope, type CheckedEnvelope } from './check-envelope.js';
export { EnvelopeError, envelopeErrorStatus, type EnvelopeErrorCode, type EnvelopeFault } from './envelope-error.js';
export {
  base64urlOf32Bytes,
  envelopeSchema,
  protectedHeaderSchema,
  type Envelope,
  type EphemeralKey,
  type KeyAlgorithm,
  type ProtectedHeader,
} from './envelope.schema.js';
export {
  acceptedKids,
  currentSealingKey,
  ecSealingKeySchema,
  parseSealingKeySet,
  rsaSealingKeySchema,
  sealingKeySchema,
  sealingKeySetSchema,
  type SealingKey,
  type SealingKeySet,
} from './sealing-key-set.js';
export {
  checkWebhookSecret,
  webhookSecretAssociatedData,
  webhookSecretBytes,
  webhookSecretContextSchema,
  type WebhookSecretContext,
} from './webhook-secret.js';
export { publicNumbersOf, thumbprintText, type PublicNumbers } from './public-numbers.js';
export { contentKeyBytes, maximumEnvelopeBytes, maximumPlaintextBytes, minimumEnvelopeBytes } from './limits.js';
