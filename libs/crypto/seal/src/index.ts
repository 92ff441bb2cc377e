export { sealCredential, type SealedCredential, type SealRequest } from './seal-credential.js';
export { sealWebhookSecret } from './seal-webhook-secret.js';
